"""Webhooks of the Telegram double: posted updates, their queues, repeats, and calls in answers.

Each queue has one request in flight; messages and my_chat_member queue by chat, presses by user.
2xx = delivered; an update with another answer comes again: at once, then after 2, 4, 8 … 60
seconds, till its life ends. `Retry-After` up to an hour is obeyed. 410 for 23 hours takes
the webhook off. `pace` shortens these waits in tests; `proxy` leads a public address to a port.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque

import aiohttp
import orjson

from tests.support.doubles.telegram.telegram_rules import RefusalError

ANSWER_WITHIN, LONGEST, RETRY_AFTER_MOST = 60.0, 60.0, 3600.0
GONE, GONE_FOR = 410, 23 * 3600.0
SECRET_LETTERS = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
NOT_HTTPS = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
BAD_SECRET = "Bad Request: secret token contains unallowed characters"


def queue_of(update):
    """The key of the queue in which this update's request waits for others."""
    if press := update.get("callback_query"):
        return "press", press["from"]["id"]
    for kind in ("message", "my_chat_member", "edited_message"):
        if kind in update:
            chat = update[kind].get("chat")
            return kind, chat["id"] if isinstance(chat, dict) else 0
    return "other", 0


class Hooks:
    """The posting side of a world. `pending()` is the world's queue of (update, when it dies)."""

    def __init__(self, world, pending):
        self.world, self._pending = world, pending
        self.url, self.params = "", {}
        self.proxy = {}  # "https://skm.example" -> "http://127.0.0.1:8080"
        self.pace = 1.0
        self.error = {}
        self.in_flight = self.most_in_flight = 0
        self.refused, self.pauses, self.answers = [], [], []
        self._lanes = defaultdict(deque)
        self._tasks, self._gone_since = set(), None
        self._http = self._slots = None

    # -- methods ---------------------------------------------------------------------------------

    def set(self, params):
        """Carry out `setWebhook` by the official rules; raises RefusalError."""
        url = params.get("url", "")
        if not url:
            return self.delete(params)
        if not url.startswith("https://"):
            raise RefusalError(400, NOT_HTTPS)
        if not set(params.get("secret_token", "")) <= SECRET_LETTERS:
            raise RefusalError(400, BAD_SECRET)
        self._stop()
        self.url, self.params = url, params
        self._slots = asyncio.Semaphore(params.get("max_connections", 40))
        if "allowed_updates" in params:
            self.world.allow(params["allowed_updates"])
        if params.get("drop_pending_updates"):
            self._pending().clear()
        for entry in list(self._pending()):
            self.post(entry)
        return True

    def delete(self, params):
        """Carry out `deleteWebhook`."""
        self._stop()
        self.url, self.params = "", {}
        if params.get("drop_pending_updates"):
            self._pending().clear()
        return True

    def info(self):
        """The result of `getWebhookInfo`."""
        told = {"url": self.url, "has_custom_certificate": False}
        told |= {"pending_update_count": len(self._pending())}
        if self.url:
            told |= {"max_connections": self.params.get("max_connections", 40), **self.error}
        return told

    # -- posting ---------------------------------------------------------------------------------

    def post(self, entry):
        """Queue an update for posting, while a webhook is set."""
        key = queue_of(entry[0])
        self._lanes[key].append(entry)
        if len(self._lanes[key]) == 1:
            task = asyncio.get_running_loop().create_task(self._walk(key))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _walk(self, key):
        lane = self._lanes[key]
        while lane:
            await self._deliver(*lane[0])
            lane.popleft()

    async def _deliver(self, update, dies):
        wait = 0.0
        while dies > self.world.now():
            async with self._slots:
                self.in_flight += 1
                self.most_in_flight = max(self.most_in_flight, self.in_flight)
                self.world.changed()
                try:
                    status, after = await self._request(update)
                finally:
                    self.in_flight -= 1
            if 200 <= status < 300:
                self._delivered(update)
                return
            self._note(status, update)
            pause = wait if after is None else min(after, RETRY_AFTER_MOST)
            self.pauses.append((update.get("update_id"), pause))
            await asyncio.sleep(pause * self.pace)
            wait = min(2 * wait or 2.0, LONGEST)
        self._delivered(update)  # nobody will ever see it

    async def _request(self, update):
        headers = {"Content-Type": "application/json"}
        if secret := self.params.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        try:
            async with self._session().post(
                self._where(),
                data=orjson.dumps(update),
                headers=headers,
                timeout=aiohttp.ClientTimeout(ANSWER_WITHIN),
            ) as answer:
                body = await answer.read()
                after = answer.headers.get("Retry-After")
                if answer.status < 300:
                    await self._carry_out(body)
                return answer.status, None if after is None else float(after)
        except (OSError, aiohttp.ClientError, TimeoutError) as error:
            self.error = {"last_error_message": f"Connection failed: {type(error).__name__}"}
            return 0, None

    async def _carry_out(self, body):
        """Call the method in the answer; nobody is told whether it succeeds."""
        if not body:
            return
        params = orjson.loads(body)
        method = params.pop("method")
        self.answers.append((method, params))
        await self.world.work(method, params)

    def _note(self, status, update):
        self.refused.append((status, update.get("update_id")))
        words = f"Wrong response from the webhook: {status}" if status else None
        self.error |= {"last_error_date": int(self.world.now())}
        if words:
            self.error["last_error_message"] = words
        now = self.world.now()
        self._gone_since = (self._gone_since or now) if status == GONE else None
        if self._gone_since is not None and now - self._gone_since >= GONE_FOR:
            self.delete({})

    def _delivered(self, update):
        self.world.delivered(update)

    def _where(self):
        for public, here in self.proxy.items():
            if self.url.startswith(public):
                return here + self.url.removeprefix(public)
        return self.url

    def _session(self):
        if self._http is None or self._http.closed:
            self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._http

    def _stop(self):
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()
        self._tasks.clear()
        self._lanes.clear()

    async def close(self):
        tasks = list(self._tasks)
        self._stop()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.close()
