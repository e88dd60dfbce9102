"""The one HTTP client behind the libraries of the providers: bounded, timed, and nothing twice.

Each library has a seam for it: `BaseRequest` of python-telegram-bot, `BaseSession` of aiogram,
`http_client=` of twilio (docs/adr/0028-one-http-client-behind-the-libraries-seams.md).
"""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pyreqwest.client import ClientBuilder
from pyreqwest.exceptions import DetailedPyreqwestError, PyreqwestError
from pyreqwest.proxy import ProxyBuilder

from core.errors import SkmError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyreqwest.client import Client
    from pyreqwest.multipart import FormBuilder
    from pyreqwest.request import StreamRequest
    from pyreqwest.response import Response

OK = 200
IDLE_SECONDS = 10.0  # a provider may close what rests longer just when we write
LARGEST = 2**20  # bytes of an answer that is no file
_CONNECT_SECONDS = 5.0
_CONNECTIONS = 200
# The cause that hyper names when no connection came about: refused, DNS, TLS, a proxy's refusal.
# Its "client error (SendRequest)" bears the same class of exception, and may have been read.
_NO_CONNECTION = "client error (Connect)"


class LostError(SkmError):
    """No answer came. `written`: whether the request may have reached the provider."""

    def __init__(self, why: str, *, written: bool) -> None:
        super().__init__(why)
        self.written = written


class TooLargeError(LostError):
    """An answer came with more bytes than were asked for."""

    def __init__(self) -> None:
        super().__init__("too large", written=True)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A whole answer, of any status. `after`: the seconds that Retry-After asks for."""

    status: int
    body: bytes
    after: float | None = None


class HttpClient:
    """Calls to one provider. A call goes out once; its error never tells the address called.

    The address holds a bot's token, so an error's cause is dropped as well.
    """

    def __init__(self, base_url: str, *, idle_seconds: float = IDLE_SECONDS) -> None:
        """Nothing is opened before the first call. `base_url` decides on the proxy."""
        self._proxy, self._idle = proxy_of(base_url), timedelta(seconds=idle_seconds)
        self._opened: dict[bool, Client] = {}  # by whether it follows redirects
        self._closed = False

    async def post(
        self, url: str, body: bytes | FormBuilder, headers: Mapping[str, str], seconds: float
    ) -> HttpAnswer:
        """One POST; raises LostError after `seconds`, or where the answer passes LARGEST bytes."""
        return await self._answer(self._request("POST", url, headers, seconds, body), LARGEST)

    async def get(self, url: str, headers: Mapping[str, str], seconds: float) -> HttpAnswer:
        """One GET, bounded like a POST and repeated as little."""
        return await self._answer(self._request("GET", url, headers, seconds), LARGEST)

    async def download(
        self,
        url: str,
        headers: Mapping[str, str],
        seconds: float,
        limit: int,
        *,
        follow: bool = False,
    ) -> HttpAnswer:
        """A file of at most `limit` bytes, else TooLargeError; no body but that of a 200.

        `follow`: redirects are followed; the login in `headers` stays at the first host.
        """
        request = self._request("GET", url, headers, seconds, follow=follow)
        return await self._answer(request, limit, wanted=OK)

    async def close(self) -> None:
        """End every call in flight with a LostError, and every connection."""
        self._closed = True
        for client in self._opened.values():
            await client.close()

    def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        seconds: float,
        body: bytes | FormBuilder | None = None,
        *,
        follow: bool = False,
    ) -> StreamRequest:
        if self._closed:
            raise LostError("closed", written=False)
        try:
            call = self._client(follow=follow).request(method, url)
            call = call.headers(headers).timeout(_within(seconds))
            if body is not None:
                call = call.body_bytes(body) if isinstance(body, bytes) else call.multipart(body)
            return call.build_streamed()
        except (PyreqwestError, ValueError) as error:  # an address or a header that is none
            lost = LostError(type(error).__name__, written=False)
        raise lost  # outside of the clause: the cause names the address

    def _client(self, *, follow: bool) -> Client:
        if follow not in self._opened:
            # HTTP/2 would put all calls on one connection, and its errors were never tried here.
            made = ClientBuilder().http1_only().connect_timeout(_within(_CONNECT_SECONDS))
            made = made.max_connections(_CONNECTIONS).pool_idle_timeout(self._idle)
            # A packed answer would be bounded before it is unpacked only.
            made = made.gzip(enable=False).brotli(enable=False)
            made = made.zstd(enable=False).deflate(enable=False)
            made = made.follow_redirects(enable=follow).referer(enable=False)
            proxy = ProxyBuilder.all(self._proxy) if self._proxy else None
            self._opened[follow] = (made.proxy(proxy) if proxy else made.no_proxy()).build()
        return self._opened[follow]

    async def _answer(
        self, request: StreamRequest, limit: int, wanted: int | None = None
    ) -> HttpAnswer:
        task = asyncio.current_task()
        before = task.cancelling() if task else 0
        came = await _read(request, limit, wanted)
        if task and task.cancelling() > before:
            # pyreqwest forgets a cancellation that meets the answer: one in ten of such, tried.
            raise asyncio.CancelledError
        if isinstance(came, LostError):
            raise came
        return came


def proxy_of(url: str) -> str | None:
    """The proxy that the environment names for this address, with its login if it has one.

    The client would read the environment by rules of its own; these are the standard library's.
    """
    to = urlsplit(url)
    found = getproxies().get(to.scheme)
    if not found or (to.hostname and proxy_bypass(to.hostname)):
        return None
    return found if "://" in found else f"http://{found}"


async def _read(request: StreamRequest, limit: int, wanted: int | None) -> HttpAnswer | LostError:
    """The error is given, not raised: raised here it would bear its cause, and that the address."""
    try:
        async with request as answer:
            after = _seconds(answer.get_header("Retry-After"))
            if wanted is not None and answer.status != wanted:
                return HttpAnswer(answer.status, b"", after)
            return HttpAnswer(answer.status, await _limited(answer, limit), after)
    except TooLargeError as error:
        return error
    except PyreqwestError as error:
        return _lost(error)


async def _limited(answer: Response, limit: int) -> bytes:
    said = answer.get_header("Content-Length") or ""
    # A body is never longer than it was said to be, unless it comes in chunks all the same.
    if said.isdecimal() and answer.get_header("Transfer-Encoding") is None:
        if int(said) > limit:
            raise TooLargeError
        return bytes(await answer.bytes())
    found = bytearray()
    while (chunk := await answer.body_reader.read_chunk()) is not None:
        found += chunk
        if len(found) > limit:
            raise TooLargeError
    return bytes(found)


def _lost(error: PyreqwestError) -> LostError:
    """Every time-out counts as written, and so does every cause but a failed connect."""
    told = error.details.get("causes") if isinstance(error, DetailedPyreqwestError) else None
    causes = [cause["message"] for cause in told or ()]
    written = isinstance(error, TimeoutError) or _NO_CONNECTION not in causes
    deepest = causes[-1] if causes and "://" not in causes[-1] else type(error).__name__
    return LostError(deepest, written=written)


def _seconds(said: str | None) -> float | None:
    return float(said) if said and said.isascii() and said.isdecimal() else None


@functools.cache
def _within(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)
