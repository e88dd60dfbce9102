"""`GET /m/<token>`: a picture or file that Twilio fetches, for half an hour, by a signed address.

The bytes lie sealed in the database, which signs the ticket too: any process can hand them out, and
neither the fate of the message nor a new secret takes them away before Twilio came.
"""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from bot.config.clock import utc_now
from core.errors import InputError
from core.messaging.outgoing import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.ports.channel import Writer
    from core.ports.store import Store

LIFE = timedelta(minutes=30)
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})
KNOWN = PICTURES | {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/plain",
    "text/csv",
}
UNKNOWN = "application/octet-stream"  # for all other types, so that no browser runs the file
PICTURE_MOST, FILE_MOST = 5_000_000, 16_000_000  # bytes that WhatsApp takes
TOKEN = 64  # letters; a longer token was never given out


class LentFileLinks:
    """Makes the addresses of lent files, and answers them."""

    def __init__(
        self,
        public_url: str,
        writer: Callable[[], Writer],
        store: Store,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """`writer` is called when needed: the WhatsApp channel is made before the writer is."""
        self._public, self._writer, self._store, self._now = public_url, writer, store, now

    async def publish(self, data: bytes, mime: str, name: str) -> str:
        """Store bytes for half an hour; the https address under which they can be fetched.

        Raises InputError when they are larger than WhatsApp takes: 5 MB a picture, 16 MB a file.
        """
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
        """Answer with the file; 404 when the ticket is forged, too old, or gone."""
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
