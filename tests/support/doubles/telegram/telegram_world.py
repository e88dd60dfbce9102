"""The world behind the Telegram double: updates, chats and the methods, by the official rules."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter, defaultdict, deque
from contextlib import suppress

from tests.support.doubles.telegram import telegram_spec
from tests.support.doubles.telegram.telegram_hooks import Hooks
from tests.support.doubles.telegram.telegram_people import Chat, User
from tests.support.doubles.telegram.telegram_rules import (
    RefusalError,
    content,
    document,
    photo,
    same,
)

DAY, PRESS_LIFE = 86_400.0, 150.0
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
FILE_MOST = 20 * 2**20  # the official server hands out no larger ones
TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
STALE = "Bad Request: query is too old and response timeout expired or query ID is invalid"


class TelegramWorld:
    """One bot's world. Tests drive it through `user(...)`; bots call it over HTTP."""

    def __init__(self, token="4242:double", *, check=True, clock=time.time):
        self.token, self.check = token, check and telegram_spec.present()
        self.me = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": "SKM",
            "username": "skm_uji_bot",
        }
        self.chats, self.people, self.answered, self.queries = {}, {}, {}, {}
        self.violations, self.watchers = [], []
        self.calls, self._counts = deque(maxlen=10_000), Counter()
        self.files = {}
        self.url = ""
        self.ahead = 0.0
        self._clock, self.faults = clock, defaultdict(deque)
        self._queue, self._last_update, self._last_message, self._presses = deque(), 1000, 0, 0
        self._allowed = None
        self._poll, self._polled = None, (None, 0.0)
        self._news = asyncio.Event()
        self.hooks = Hooks(self, lambda: self._queue)
        self.others = {}  # token -> the world of another bot at the same server
        self.menus = {}  # (scope, language) -> what setMyCommands was given
        self.methods = {
            "getMe": lambda _: self.me,
            "getUpdates": self._get_updates,
            "getWebhookInfo": lambda _: self.hooks.info(),
            "setWebhook": self.hooks.set,
            "deleteWebhook": self.hooks.delete,
            "sendMessage": self._send_message,
            "sendPhoto": lambda params: self._send_message(params, photo),
            "sendDocument": lambda params: self._send_message(params, document),
            "editMessageText": self._edit_message,
            "getFile": self._get_file,
            "answerCallbackQuery": self._answer,
            "sendChatAction": lambda params: bool(self._chat(params)),
            "getMyCommands": lambda params: self.menus.get(_menu(params), []),
            "setMyCommands": self._set_commands,
            "deleteMyCommands": self._delete_commands,
        }

    # -- for tests -----------------------------------------------------------------------------

    def user(self, user_id, language="id", name="Warga"):
        """The person of this id, made at first sight."""
        if user_id not in self.people:
            self.people[user_id] = User(self, user_id, language, name)
        return self.people[user_id]

    def group(self, chat_id, kind="supergroup"):
        """The group of this id, made at first sight."""
        return self.chats.setdefault(chat_id, Chat(self, chat_id, kind))

    def fault(self, method, *faults):
        """Order faults for the next calls of this method, one fault a call."""
        self.faults[method].extend(faults)

    def advance(self, seconds):
        """Move this world's clock ahead by so many seconds."""
        self.ahead += seconds

    def now(self):
        return self._clock() + self.ahead

    def unconfirmed(self):
        """The ids of updates that no offset has confirmed yet."""
        self._expire()
        return [update["update_id"] for update, _ in self._queue]

    def count(self, method):
        return self._counts[method]

    def record(self, method, params):
        self._counts[method] += 1
        self.calls.append((method, params))
        self.changed()

    async def until(self, predicate, seconds=5.0):
        """Wait until the predicate is true after a change of this world; else TimeoutError."""
        async with asyncio.timeout(seconds):
            while not predicate():
                self._news.clear()
                await self._news.wait()

    def enqueue_raw(self, raw, life=DAY):
        """Queue this update as it is; it dies after `life` seconds."""
        self._queue.append((raw, self.now() + life))
        if self.hooks.url:
            self.hooks.post(self._queue[-1])
        self.changed()
        self.wake()

    def allow(self, kinds):
        self._allowed = set(kinds) or None

    def delivered(self, update):
        """Forget an update: the webhook answered 2xx, or the update died."""
        self._queue = deque(entry for entry in self._queue if entry[0] is not update)
        self.changed()

    def enqueue(self, kind, body):
        """Queue an update of a kind that the bot allows; its id."""
        self._last_update += 1
        update = {"update_id": self._last_update, kind: body}
        if self._allowed is None or kind in self._allowed:
            self.enqueue_raw(update, PRESS_LIFE if kind == "callback_query" else DAY)
        return update["update_id"]

    def press(self, user, message, data):
        """Queue a press on this message with this payload; the query's id."""
        self._presses += 1
        query_id = str(10_000_000 + self._presses)
        self.queries[query_id] = self.now() + PRESS_LIFE
        body = {
            "id": query_id,
            "from": user.head,
            "message": message,
            "chat_instance": "1",
            "data": data,
        }
        self.enqueue("callback_query", body)
        return query_id

    def next_message_id(self):
        self._last_message += 1
        return self._last_message

    def wake(self):
        """Let the poll that waits answer now."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def changed(self):
        self._news.set()

    # -- methods -------------------------------------------------------------------------------

    async def work(self, method, params):
        """Carry out a method that came in the answer of a webhook."""
        self.record(method, params)
        if self.check:
            self.violations += telegram_spec.faults(method, params)
        with suppress(RefusalError, KeyError):
            self.methods[method](params)
        self.changed()

    async def _get_updates(self, params):
        if self.hooks.url:
            raise RefusalError(409, HOOKED)
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(RefusalError(409, TERMINATED))
        offset, limit = params.get("offset", 0), min(max(params.get("limit", 100), 1), 100)
        seconds = min(params.get("timeout", 0), 50)
        limit, seconds = self._doubt(offset, limit, seconds)
        if "allowed_updates" in params:
            self.allow(params["allowed_updates"])
        self._forget(offset)
        if not self._queue and seconds:
            await self._wait(seconds)
            self._expire()
        return [update for update, _ in self._queue][:limit]

    def _doubt(self, offset, limit, seconds):
        """Give one update if the same offset comes at once: the bot may have died of an update."""
        before, at = self._polled
        self._polled = offset, time.monotonic()
        since = time.monotonic() - at
        if offset != before or since >= 3.0:
            return limit, seconds
        return (1 if since < 0.5 else limit), max(seconds, 3)

    def _forget(self, offset):
        self._expire()
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
        while offset > 0 and self._queue and self._queue[0][0].get("update_id", offset) < offset:
            self._queue.popleft()

    def _expire(self):
        now = self.now()
        if any(dies <= now for _, dies in self._queue):
            self._queue = deque(entry for entry in self._queue if entry[1] > now)

    async def _wait(self, seconds):
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            pass
        finally:
            if self._poll is mine:
                self._poll = None

    def _set_commands(self, params):
        self._menu_chat(params)
        for one in params["commands"]:
            if not COMMAND.fullmatch(one["command"]):
                raise RefusalError(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(one["description"]) <= 256:
                raise RefusalError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        if len(params["commands"]) > 100:
            raise RefusalError(400, "Bad Request: too many commands specified")
        self.menus[_menu(params)] = params["commands"]
        return True

    def _delete_commands(self, params):
        self._menu_chat(params)
        self.menus.pop(_menu(params), None)
        return True

    def _menu_chat(self, params):
        if params.get("scope", {}).get("type") == "chat":
            self._chat(params["scope"])

    def _chat(self, params):
        chat = self.chats.get(int(params["chat_id"]))
        if chat is None or not chat.started:
            raise RefusalError(400, "Bad Request: chat not found")
        if chat.closed:
            raise RefusalError(403, chat.closed)
        if chat.migrated_to:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise RefusalError(400, words, migrate_to_chat_id=chat.migrated_to)
        if params.get("message_thread_id", 0) not in {0, *chat.threads}:
            raise RefusalError(400, "Bad Request: message thread not found")
        return chat

    def _send_message(self, params, read=content):
        chat = self._chat(params)
        fresh = read(params)
        if thread := params.get("message_thread_id"):
            fresh |= {"message_thread_id": thread, "is_topic_message": True}
        message = chat.put(self.me, **fresh)
        self._tell(chat, message)
        return message

    def _edit_message(self, params):
        chat = self._chat(params)
        message = chat.messages.get(params["message_id"])
        if message is None:
            raise RefusalError(400, "Bad Request: message to edit not found")
        if not message["from"]["is_bot"]:
            raise RefusalError(400, "Bad Request: message can't be edited")
        if "text" not in message:
            raise RefusalError(400, "Bad Request: there is no text in the message to edit")
        fresh = content(params)
        if same(message, fresh):
            raise RefusalError(400, NOT_MODIFIED)
        kept = {key: message[key] for key in ("message_id", "from", "chat", "date")}
        message = chat.messages[message["message_id"]] = {
            **kept,
            "edit_date": int(self.now()),
            **fresh,
        }
        self._tell(chat, message)
        return message

    def _get_file(self, params):
        data = self.files.get(params["file_id"])
        if data is None:
            raise RefusalError(
                400, "Bad Request: wrong file_id or the file is temporarily unavailable"
            )
        if len(data) > FILE_MOST:
            raise RefusalError(400, "Bad Request: file is too big")
        found = {"file_id": params["file_id"], "file_unique_id": "U", "file_size": len(data)}
        return {**found, "file_path": f"documents/{params['file_id']}"}

    def _answer(self, params):
        query_id = params["callback_query_id"]
        if self.queries.get(query_id, 0.0) <= self.now():
            raise RefusalError(400, STALE)
        if len(params.get("text", "")) > 200:
            raise RefusalError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.answered[query_id] = {
            "text": params.get("text"),
            "show_alert": params.get("show_alert", False),
        }
        return True

    def _tell(self, chat, message):
        for watcher in self.watchers:
            watcher(chat, message)
        self.changed()


def _menu(params):
    """The scope and language under which a list of commands is kept."""
    scope = params.get("scope") or {"type": "default"}
    return (scope["type"], scope.get("chat_id")), params.get("language_code", "")
