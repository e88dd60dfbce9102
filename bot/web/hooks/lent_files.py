"""`GET /m/<token>`: a picture or a file for a provider to fetch, for minutes, under our signature.

The bytes lie sealed in the database, which signs for them too: any process can hand them out, and
neither a message's fate nor a new secret takes them away before the provider came.
"""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import quote

from aiohttp import web

from core.errors import InputError
from core.messaging.outgoing import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.ports.store import Store, Tx

T = TypeVar("T")

LIFE = timedelta(minutes=30)
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})
KNOWN = PICTURES | {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/plain",
    "text/csv",
}
UNKNOWN = "application/octet-stream"  # whatever a file calls itself: a browser shall not run it
PICTURE_MOST, FILE_MOST = 5_000_000, 16_000_000  # bytes that WhatsApp takes
TOKEN = 64  # letters; a longer one is none of ours


class Writes(Protocol):
    """The one writer."""

    async def run(self, work: Callable[[Tx], T]) -> T: ...


def _wall() -> datetime:
    return datetime.now(UTC)


class Links:
    """Makes the addresses and answers them."""

    def __init__(
        self,
        public_url: str,
        writer: Callable[[], Writes],
        store: Store,
        *,
        now: Callable[[], datetime] = _wall,
    ) -> None:
        """`writer` is asked for when it is needed: a channel is made before the doors are."""
        self._public, self._writer, self._store, self._now = public_url, writer, store, now

    async def publish(self, data: bytes, mime: str, name: str) -> str:
        """The address under which these bytes can be fetched for a while. InputError: too large."""
        most = PICTURE_MOST if mime in PICTURES else FILE_MOST
        if len(data) > most:
            raise InputError(f"{len(data)} bytes, at most {most}")
        now = self._now()
        until = (now + LIFE).replace(microsecond=0)
        file = Document(data, name, mime)
        ticket = await self._writer().run(
            lambda tx: tx.outbox.lend_file(file, until=until, now=now)
        )
        return f"{self._public}/m/{urlsafe_b64encode(ticket).decode()}"

    # -- what is fetched -------------------------------------------------------------------------

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/m/{token}", self.give)]

    async def give(self, request: web.Request) -> web.Response:
        ticket = _read(request.match_info["token"])
        file = await asyncio.to_thread(self._fetch, ticket) if ticket else None
        if file is None:
            raise web.HTTPNotFound
        mime = file.mime if file.mime in KNOWN else UNKNOWN
        how = "inline" if mime in PICTURES else "attachment"
        named = f"{how}; filename*=UTF-8''{quote(file.name, safe='')}"
        headers = {"Content-Disposition": named, "Cache-Control": "no-store"}
        return web.Response(body=file.data, content_type=mime, headers=headers)

    def _fetch(self, ticket: bytes) -> Document | None:
        with self._store.read() as reader:
            return reader.outbox.lent_file(ticket, now=self._now())


def _read(token: str) -> bytes | None:
    try:
        return urlsafe_b64decode(token.encode("ascii")) if len(token) <= TOKEN else None
    except ValueError:
        return None
