"""`GET /m/<token>`: a picture or a file for a provider to fetch, for minutes, under our signature.

The bytes lie sealed in the database, so any process can hand them out, and no message's fate takes
them away before the provider came.
"""

from __future__ import annotations

import asyncio
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import quote

from aiohttp import web

from core.errors import InputError
from core.model import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.ports import Store, Tx

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
ID, EXPIRY, MAC = 16, 4, 16  # bytes of a token's parts


class Writes(Protocol):
    """The one writer."""

    async def run(self, work: Callable[[Tx], T]) -> T: ...


def _wall() -> datetime:
    return datetime.now(UTC)


class Links:
    """Makes the addresses and answers them."""

    def __init__(
        self,
        secret: bytes,
        public_url: str,
        writer: Callable[[], Writes],
        store: Store,
        *,
        now: Callable[[], datetime] = _wall,
    ) -> None:
        """`writer` is asked for when it is needed: a channel is made before the doors are."""
        self._key = hmac.digest(secret, b"titipan", "sha256")
        self._public, self._writer, self._store, self._now = public_url, writer, store, now

    async def publish(self, data: bytes, mime: str, name: str) -> str:
        """The address under which these bytes can be fetched for a while. InputError: too large."""
        most = PICTURE_MOST if mime in PICTURES else FILE_MOST
        if len(data) > most:
            raise InputError(f"{len(data)} bytes, at most {most}")
        now = self._now()
        until = (now + LIFE).replace(microsecond=0)
        file = Document(data, name, mime)
        lent = await self._writer().run(lambda tx: tx.lend(file, until=until, now=now))
        return f"{self._public}/m/{self._token(lent, until)}"

    def _token(self, lent: bytes, until: datetime) -> str:
        signed = lent + int(until.timestamp()).to_bytes(EXPIRY)
        return urlsafe_b64encode(signed + self._mac(signed)).decode()

    def _mac(self, signed: bytes) -> bytes:
        return hmac.digest(self._key, signed, "sha256")[:MAC]

    # -- what is fetched -------------------------------------------------------------------------

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/m/{token}", self.give)]

    async def give(self, request: web.Request) -> web.Response:
        lent = self._read(request.match_info["token"])
        file = await asyncio.to_thread(self._fetch, lent) if lent else None
        if file is None:
            raise web.HTTPNotFound
        mime = file.mime if file.mime in KNOWN else UNKNOWN
        how = "inline" if mime in PICTURES else "attachment"
        named = f"{how}; filename*=UTF-8''{quote(file.name, safe='')}"
        headers = {"Content-Disposition": named, "Cache-Control": "no-store"}
        return web.Response(body=file.data, content_type=mime, headers=headers)

    def _read(self, token: str) -> bytes | None:
        """The id that a token of ours names while it is good."""
        try:
            raw = urlsafe_b64decode(token.encode("ascii"))
        except ValueError:
            return None
        signed, mac = raw[: ID + EXPIRY], raw[ID + EXPIRY :]
        if len(raw) != ID + EXPIRY + MAC or not hmac.compare_digest(mac, self._mac(signed)):
            return None
        good = int.from_bytes(signed[ID:]) > self._now().timestamp()
        return signed[:ID] if good else None

    def _fetch(self, lent: bytes) -> Document | None:
        with self._store.read() as reader:
            return reader.lent(lent, now=self._now())
