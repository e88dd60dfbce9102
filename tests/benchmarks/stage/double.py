"""A very quick Bot API server for load: one bot, one poller, messages kept by nobody.

It follows the official server where a benchmark could be won by cheating: an offset deletes when the
call arrives, a second poller ends the first, an unchanged edit and an unknown press are refused.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

import orjson

from tests.benchmarks.stage.posts import Posts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SERVER_DELAY = 0.002  # the official server lets updates gather for 2 ms before it answers a poll
MOST_UPDATES = 100
LONGEST_POLL = 50
LONGEST_TEXT = 4096
BOT = {
    "id": 4242,
    "is_bot": True,
    "first_name": "Beban",
    "username": "beban_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
SERVER = ("logout", "close", "sendchataction")  # with set… and delete…: plainly true


class Fault(Exception):  # noqa: N818 - a refusal of the server, not an error of ours
    """A refusal that the server answers instead of a result."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


class Poll(NamedTuple):
    reply: Callable[[int, bytes], None]
    limit: int
    expiry: asyncio.TimerHandle


class Updates:
    """The queue behind getUpdates."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[int, bytes]] = deque()
        self.next_id = 500_001
        self.polled = asyncio.Event()
        self.posts: Posts | None = None  # then nobody polls
        self._poll: Poll | None = None
        self._due: asyncio.TimerHandle | None = None

    def offer(self, kind: str, content: Mapping[str, Any]) -> None:
        number, self.next_id = self.next_id, self.next_id + 1
        raw = orjson.dumps({"update_id": number, kind: content})
        if self.posts is not None:
            message = content.get("message", content)
            self.posts.send(raw, message["chat"]["id"])
            return
        self.waiting.append((number, raw))
        self._wake()

    def poll(self, params: Mapping[str, Any], reply: Callable[[int, bytes], None]) -> None:
        self.polled.set()
        if self._poll:
            self._finish(409, failure(409, "Conflict: terminated by other getUpdates request"))
        self._confirm(int(params.get("offset") or 0))
        limit = min(max(int(params.get("limit") or MOST_UPDATES), 1), MOST_UPDATES)
        patience = min(int(float(params.get("timeout") or 0)), LONGEST_POLL)
        expiry = asyncio.get_running_loop().call_later(patience, self._flush)
        self._poll = Poll(reply, limit, expiry)
        self._wake()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            offset = self.next_id + offset
        while self.waiting and self.waiting[0][0] < offset:
            self.waiting.popleft()

    def _wake(self) -> None:
        if self._poll and self.waiting and not self._due:
            loop = asyncio.get_running_loop()
            self._due = loop.call_later(SERVER_DELAY, self._flush)

    def _flush(self) -> None:
        if self._due:
            self._due.cancel()
            self._due = None
        if self._poll:
            some = [raw for _, raw in list(self.waiting)[: self._poll.limit]]
            self._finish(200, b'{"ok":true,"result":[' + b",".join(some) + b"]}")

    def _finish(self, status: int, body: bytes) -> None:
        poll, self._poll = self._poll, None
        if poll:
            poll.expiry.cancel()
            poll.reply(status, body)


def failure(status: int, description: str) -> bytes:
    return orjson.dumps({"ok": False, "error_code": status, "description": description})


def success(result: Any) -> bytes:
    return orjson.dumps({"ok": True, "result": result})


class Double:
    """The server that the bot calls. `on_screen(message)` gets every message sent or edited."""

    def __init__(self, on_screen: Callable[[dict[str, Any]], None], delay: float = 0.0) -> None:
        """`delay`: seconds that every call but getUpdates takes, as over a long way."""
        self.updates = Updates()
        self.calls: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.presses: set[str] = set()  # not answered yet
        self._on_screen, self._delay = on_screen, delay
        self._shown: dict[int, dict[str, Any]] = {}  # chat -> its last message of ours
        self._message_id = 1000
        self._server: asyncio.Server | None = None
        self.hook_port = 0  # where a bot listens that asks for its updates to be posted

    async def open(self) -> str:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self), "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        if self.updates.posts:
            await self.updates.posts.close()
        if self._server:
            self._server.close()
            self._server = None

    def new_id(self) -> int:
        self._message_id += 1
        return self._message_id

    def call(
        self, method: str, params: dict[str, Any], reply: Callable[[int, bytes], None]
    ) -> None:
        self.calls[method] += 1
        if method == "getupdates":
            self.updates.poll(params, reply)
            return
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, self._work, method, params, reply)
        else:
            self._work(method, params, reply)

    def _work(
        self, method: str, params: dict[str, Any], reply: Callable[[int, bytes], None]
    ) -> None:
        try:
            reply(200, success(self._answer(method, params)))
        except Fault as fault:
            self.faults[f"{method}: {fault}"] += 1
            reply(fault.status, failure(fault.status, str(fault)))

    def _answer(self, method: str, params: dict[str, Any]) -> Any:
        match method:
            case "sendmessage":
                return self._show(self._message(params, self.new_id()))
            case "editmessagetext":
                return self._show(self._edited(params))
            case "answercallbackquery":
                return self._settled(str(params.get("callback_query_id")))
            case "getme":
                return BOT
            case "getmycommands":
                return []
            case "setwebhook":
                self.updates.posts = Posts(self, params, self.hook_port)
                self.updates.polled.set()
                return True
            case "getwebhookinfo":
                return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        if method.startswith(("set", "delete")) or method in SERVER:
            return True
        raise Fault(404, f"Not Found: method {method} not found")

    def _message(self, params: dict[str, Any], message_id: int) -> dict[str, Any]:
        text = params.get("text") or ""
        if not 0 < len(text) <= LONGEST_TEXT:
            raise Fault(400, "Bad Request: message text is empty or too long")
        chat = {"id": int(params["chat_id"]), "type": "private", "first_name": "Warga"}
        message = {"message_id": message_id, "from": BOT, "chat": chat, "date": int(time.time())}
        return message | {"text": text} | _markup(params.get("reply_markup"))

    def _edited(self, params: dict[str, Any]) -> dict[str, Any]:
        before = self._shown.get(int(params["chat_id"]))
        if not before or before["message_id"] != int(params["message_id"]):
            raise Fault(400, "Bad Request: message to edit not found")
        after = self._message(params, before["message_id"])
        if (after["text"], after.get("reply_markup")) == (
            before["text"],
            before.get("reply_markup"),
        ):
            raise Fault(400, "Bad Request: message is not modified")
        return after | {"date": before["date"], "edit_date": after["date"]}

    def _show(self, message: dict[str, Any]) -> dict[str, Any]:
        self._shown[message["chat"]["id"]] = message
        # The answer leaves first: what a citizen does next is not part of the bot's call.
        asyncio.get_running_loop().call_soon(self._on_screen, message)
        return message

    def _settled(self, press: str) -> bool:
        if press not in self.presses:
            raise Fault(400, "Bad Request: query is too old or query ID is invalid")
        self.presses.discard(press)
        return True


def _markup(raw: Any) -> dict[str, Any]:
    """Only inline keyboards are kept; forced replies and the like show nothing to press."""
    markup = orjson.loads(raw) if isinstance(raw, str) else raw
    if not markup or not markup.get("inline_keyboard"):
        return {}
    for row in markup["inline_keyboard"]:
        for button in row:
            if not 1 <= len(button.get("callback_data", "url").encode()) <= 64:
                raise Fault(400, "Bad Request: BUTTON_DATA_INVALID")
    return {"reply_markup": {"inline_keyboard": markup["inline_keyboard"]}}


class Connection(asyncio.Protocol):
    """Just enough HTTP/1.1: keep-alive, Content-Length, JSON or form bodies."""

    def __init__(self, double: Double) -> None:
        self._double = double
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            start, *lines = self._buffer[:end].split(b"\r\n")
            headers = dict(line.lower().split(b": ", 1) for line in lines if b": " in line)
            total = end + 4 + int(headers.get(b"content-length", b"0"))
            if len(self._buffer) < total:
                return
            body, self._buffer = self._buffer[end + 4 : total], self._buffer[total:]
            self._request(start, headers, body)

    def _request(self, start: bytes, headers: Mapping[bytes, bytes], body: bytes) -> None:
        path, _, query = start.split(b" ")[1].decode().partition("?")
        params: dict[str, Any] = dict(parse_qsl(query))
        if b"chunked" in headers.get(b"transfer-encoding", b""):
            self._double.faults["chunked body"] += 1
            self._reply(411, failure(411, "Length Required"))
            return
        if b"json" in headers.get(b"content-type", b""):
            params |= orjson.loads(body or b"{}")
        else:
            params |= parse_qsl(body.decode())
        self._double.call(path.rsplit("/", 1)[-1].lower(), params, self._reply)

    def _reply(self, status: int, body: bytes) -> None:
        if not self._transport.is_closing():
            head = b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self._transport.write(head % (status, len(body)) + body)
