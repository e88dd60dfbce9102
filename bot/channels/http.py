"""What every provider's client shares: a session that obeys the proxy, and what was not sent."""

from __future__ import annotations

import functools
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from core.errors import SkmError

# Raised before a byte of the request was written: trying again cannot send twice.
NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)
_CONNECTIONS = 200
CONNECT_SECONDS = 5.0


class LostError(SkmError):
    """No answer came. `written`: whether the request may have reached the provider."""

    def __init__(self, why: str, *, written: bool) -> None:
        super().__init__(why)
        self.written = written


def open_session(api_url: str) -> aiohttp.ClientSession:
    """A session that obeys the proxy of the environment.

    `trust_env` would look that up in a thread before every request: 0.1 ms of each call.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=_CONNECTIONS, ttl_dns_cache=300),
        cookie_jar=aiohttp.DummyCookieJar(),
        proxy=proxy_of(URL(api_url)),
    )


def proxy_of(url: URL) -> URL | None:
    found = getproxies().get(url.scheme)
    if not found or (url.host and proxy_bypass(url.host)):
        return None
    return URL(found if "://" in found else f"http://{found}")


@functools.cache
def within(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=seconds, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS
    )
