"""One form to one address, over connections that stay open: the call that every reply waits for.

aiohttp's client takes a third of a reply's time for it (docs/adr/0026-one-call-of-our-own.md), so
this call goes without it: httptools reads the answer, asyncio does the rest. Not behind a proxy.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from httptools import HttpParserError, HttpResponseParser
from yarl import URL

from bot.channels.http import CONNECT_SECONDS, LostError

if TYPE_CHECKING:
    from collections.abc import Mapping

IDLE_SECONDS = 15.0  # a provider may close what rests longer just when we write
LARGEST = 2**20  # bytes of an answer
FINAL = 200  # what is less only says that the answer is to come


@dataclass(frozen=True, slots=True)
class HttpReply:
    status: int
    after: str  # Retry-After, or nothing
    body: bytes


class HttpPostPool:
    """Posts to one address. LostError tells whether the request may have been read."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        to = URL(url)
        self._host, self._port = to.host or "", to.port or 0
        self._tls = ssl.create_default_context() if to.scheme == "https" else None
        lines = [f"POST {to.raw_path} HTTP/1.1", f"Host: {to.authority}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._head = "\r\n".join([*lines, "Content-Length: "]).encode()
        self._idle: deque[tuple[float, _Line]] = deque()
        self._lines: set[_Line] = set()
        self._closed = False

    async def post(self, body: bytes, seconds: float) -> HttpReply:
        """Lost after `seconds` without a whole answer, connecting not counted."""
        loop = asyncio.get_running_loop()
        line = self._rested(loop.time()) or await self._connected(loop)
        reply = line.ask(b"%b%d\r\n\r\n%b" % (self._head, len(body), body), loop)
        late = loop.call_later(seconds, line.give_up, "TimeoutError")
        try:
            answer = await reply
        finally:
            late.cancel()
            if line.is_busy:  # a late answer must not be taken for the next one's
                line.give_up("CancelledError")
        if line.stays:
            self._idle.append((loop.time(), line))
        return answer

    async def close(self) -> None:
        self._closed = True
        for line in list(self._lines):
            line.give_up("closed")
        self._idle.clear()

    def _rested(self, now: float) -> _Line | None:
        """The line that rested least; when even that is too old, all are."""
        while self._idle:
            since, line = self._idle.pop()
            if line.stays and now - since < IDLE_SECONDS:
                return line
            line.give_up("idle")
        return None

    async def _connected(self, loop: asyncio.AbstractEventLoop) -> _Line:
        if self._closed:
            raise LostError("closed", written=False)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, line = await loop.create_connection(
                    lambda: _Line(self._lines), self._host, self._port, ssl=self._tls
                )
        except OSError as error:  # TimeoutError and SSLError are of these
            raise LostError(type(error).__name__, written=False) from error
        return line


class _Line(asyncio.Protocol):
    """One connection: one question at a time, and an answer to nothing else."""

    def __init__(self, lines: set[_Line]) -> None:
        self._lines, self._parser = lines, HttpResponseParser(self)
        self._reply: asyncio.Future[HttpReply] | None = None
        self._transport: asyncio.Transport | None = None
        self.stays = True
        self._begin()

    def _begin(self) -> None:
        self._parts: list[bytes] = []
        self._size, self._after = 0, ""
        self._whole: HttpReply | None = None

    @property
    def is_busy(self) -> bool:
        return self._reply is not None

    def ask(self, request: bytes, loop: asyncio.AbstractEventLoop) -> asyncio.Future[HttpReply]:
        self._begin()
        self._reply = loop.create_future()
        if self._transport is not None:
            self._transport.write(request)
        return self._reply

    def give_up(self, why: str) -> None:
        """End the connection; who waits on it hears that the answer is lost."""
        self.stays, reply, self._reply = False, self._reply, None
        if reply is not None and not reply.done():
            reply.set_exception(LostError(why, written=True))
        if self._transport is not None:
            self._transport.abort()

    # -- asyncio's side --------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._lines.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._lines.discard(self)
        self.give_up(type(error).__name__ if error else "ServerDisconnectedError")

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserError as error:
            self.give_up(type(error).__name__)
            return
        if self._whole is not None:
            self._answer(self._whole)

    def _answer(self, whole: HttpReply) -> None:
        reply, self._reply = self._reply, None
        if reply is not None and not reply.done():
            reply.set_result(whole)
        if not self.stays:
            self.give_up("closed")

    # -- the parser's side -----------------------------------------------------------------------

    def on_message_begin(self) -> None:
        if self._reply is None or self._whole is not None:  # more than was asked: out of step
            self.stays = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"retry-after":
            self._after = value.decode("latin-1").strip()

    def on_body(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > LARGEST:
            self.give_up("too large")
        else:
            self._parts.append(part)

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < FINAL:
            self._begin()
        elif self._whole is None:
            self._whole = HttpReply(status, self._after, b"".join(self._parts))
            self.stays = self.stays and self._parser.should_keep_alive()
