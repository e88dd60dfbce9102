"""How often somebody may knock, kept in memory only, and who somebody is."""

from __future__ import annotations

import time
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from core.messaging.token_buckets import Rate, TokenBuckets

if TYPE_CHECKING:
    from collections.abc import Callable
    from ipaddress import IPv4Address

    from aiohttp import web

MOST = 20_000  # keys that are remembered at once


class Limiter:
    """At once `burst` knocks a key, then `per_second`."""

    def __init__(
        self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._buckets = TokenBuckets(Rate(1 / per_second, burst), MOST, bounded=True)
        self._clock = clock

    def wait(self, key: str) -> float:
        """0: go on, and it is counted. Else the seconds until the next knock is heard."""
        return self._buckets.ask(key, self._clock())


def caller(request: web.Request) -> str:
    """The network address a request comes from: of an IPv6 one the part that a home has."""
    address = _address(request)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address)


def is_near(request: web.Request) -> bool:
    """Whether it comes from this machine or its own network, and not through a proxy."""
    address = _address(request)
    return address is not None and (address.is_private or address.is_loopback)


def _address(request: web.Request) -> IPv4Address | IPv6Address | None:
    peer = _parsed(request.remote)
    hops = request.headers.getall("X-Forwarded-For", [])
    if peer is None or not hops or not (peer.is_private or peer.is_loopback):
        return peer
    # Only a neighbour may speak for others, and only its own entry, the last, is no hearsay.
    return _parsed(hops[-1].rpartition(",")[2].strip()) or peer


def _parsed(text: str | None) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text or "")
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
