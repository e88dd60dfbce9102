"""`Limiter`: a bound on how often a caller may ask, in memory only; `caller`: who the caller is."""

from __future__ import annotations

import time
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from core.messaging.token_buckets import Rate, TokenBuckets

if TYPE_CHECKING:
    from collections.abc import Callable
    from ipaddress import IPv4Address

    from aiohttp import web

MOST = 20_000  # keys remembered at once; beyond it the oldest are forgotten


class Limiter:
    """At first `burst` calls at once for a key, then `per_second`; `clock` in monotonic seconds."""

    def __init__(
        self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._buckets = TokenBuckets(Rate(1 / per_second, burst), MOST, bounded=True)
        self._clock = clock

    def wait(self, key: str) -> float:
        """0: go on, and this call is counted. Else the seconds until the next call is allowed."""
        return self._buckets.ask(key, self._clock())


def caller(request: web.Request) -> str:
    """The network address of a request; of an IPv6 address its /64, which one home has."""
    address = _address(request)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address)


def is_near(request: web.Request) -> bool:
    """Whether the caller's address is this machine's or a private one.

    Behind a proxy of the private network, the client's address counts, not the proxy's.
    """
    address = _address(request)
    return address is not None and (address.is_private or address.is_loopback)


def _address(request: web.Request) -> IPv4Address | IPv6Address | None:
    peer = _parsed(request.remote)
    hops = request.headers.getall("X-Forwarded-For", [])
    if peer is None or not hops or not (peer.is_private or peer.is_loopback):
        return peer
    # Only a proxy nearby may name another address, and only its own entry, the last, is trusted.
    return _parsed(hops[-1].rpartition(",")[2].strip()) or peer


def _parsed(text: str | None) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text or "")
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
