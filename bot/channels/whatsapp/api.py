"""The few calls to Twilio that we make: form in, JSON out, a time-out always, no POST twice.

The package's own asynchronous client has no time-out at all and repeats POSTs after a 500.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
from yarl import URL

from bot.channels.http import NOT_SENT, LostError, open_session, proxy_of, within
from bot.channels.whatsapp.error_codes import FAULT
from bot.channels.whatsapp.http_post import HttpPostPool
from core.errors import FetchLater, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

OFFICIAL = "https://api.twilio.com"
OK, REDIRECT = 200, 300
_SEND_SECONDS, _ASK_SECONDS, _READ_SECONDS = 15.0, 15.0, 60.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_CHUNK = 64 * 2**10


@dataclass(frozen=True, slots=True)
class TwilioAnswer:
    status: int
    body: Mapping[str, Any] = field(default_factory=dict)
    after: float | None = None  # what Retry-After asks for

    @property
    def good(self) -> bool:
        return OK <= self.status < REDIRECT

    @property
    def code(self) -> int | None:
        found = self.body.get("code")
        return found if type(found) is int else None


class TwilioApi:
    """One account. Neither its token nor an address called ever stands in an error."""

    def __init__(self, account_sid: str, token: str, api_url: str = OFFICIAL) -> None:
        self._base = api_url.rstrip("/")
        # Templates live at a host of their own; a stand-in for tests serves both.
        self._content = self._base.replace("//api.", "//content.", 1)
        self.account = f"/2010-04-01/Accounts/{account_sid}"
        login = b64encode(f"{account_sid}:{token}".encode()).decode()
        self._headers = {"Authorization": f"Basic {login}"}
        self._session = open_session(self._base)
        self._creating = f"{self._base}{self.account}/Messages.json"
        direct = proxy_of(URL(self._base)) is None
        self._wire = HttpPostPool(self._creating, self._headers | _FORM) if direct else None

    async def create_message(self, form: Mapping[str, str]) -> TwilioAnswer:
        if self._wire is None:
            return await self._ask("POST", self._creating, _SEND_SECONDS, form=posted(form))
        reply = await self._wire.post(posted(form), _SEND_SECONDS)
        return TwilioAnswer(reply.status, _read(reply.body), _seconds(reply.after))

    async def messages(self, **filters: str) -> TwilioAnswer:
        """One page; the next one is named in it."""
        return await self._ask("GET", f"{self.account}/Messages.json", _ASK_SECONDS, params=filters)

    async def next_page(self, uri: str) -> TwilioAnswer:
        return await self._ask("GET", f"/{uri.lstrip('/')}", _ASK_SECONDS)

    async def about(self) -> TwilioAnswer:
        """The account itself."""
        return await self._ask("GET", f"{self.account}.json", _ASK_SECONDS)

    async def content(self, sid: str, part: str = "") -> TwilioAnswer:
        """A template, or how far its approval is."""
        return await self._ask("GET", f"{self._content}/v1/Content/{sid}{part}", _ASK_SECONDS)

    async def _ask(
        self,
        method: str,
        path: str,
        seconds: float,
        *,
        params: Mapping[str, str] | None = None,
        form: bytes | None = None,
    ) -> TwilioAnswer:
        if self._session.closed:
            raise LostError("closed", written=False)
        headers = self._headers if form is None else self._headers | _FORM
        try:
            async with self._session.request(
                method,
                path if "://" in path else self._base + path,
                timeout=within(seconds),
                allow_redirects=False,
                headers=headers,
                params=params,
                data=form,
            ) as answer:
                body, after = await answer.read(), answer.headers.get("Retry-After", "")
                return TwilioAnswer(answer.status, _read(body), _seconds(after))
        except NOT_SENT as error:
            raise LostError(type(error).__name__, written=False) from error
        except (OSError, aiohttp.ClientError) as error:
            raise LostError(type(error).__name__, written=True) from error

    async def fetch(self, url: str, limit: int) -> bytes:
        """What somebody sent along. The login goes to Twilio only, not where it redirects to."""
        if not url.startswith((f"{self._base}/", f"{OFFICIAL}/")):
            raise InputError("file")
        try:
            async with self._session.get(
                url, headers=self._headers, timeout=within(_READ_SECONDS)
            ) as answer:
                if answer.status >= FAULT:
                    raise FetchLater(f"HTTP {answer.status}")
                if answer.status != OK:
                    raise InputError("file")
                return await _limited(answer, limit)
        except (OSError, aiohttp.ClientError) as error:
            raise FetchLater(type(error).__name__) from error

    async def close(self) -> None:
        if self._wire is not None:
            await self._wire.close()
        await self._session.close()


def posted(form: Mapping[str, str]) -> bytes:
    """As a form is posted. The standard library takes each letter in hand, this does it in C.

    aiohttp's own form asks the system for chance each time.
    """
    return URL.build(query=form).raw_query_string.encode()


async def _limited(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    found = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        found += chunk
        if len(found) > limit:
            raise InputError("file")
    return bytes(found)


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(said: str) -> float | None:
    return float(said) if said.isascii() and said.isdecimal() else None
