"""Checks whether Twilio signed a request, for `TwilioHook`.

The HMAC covers the public address and the form, as Twilio's documentation on webhook security
describes; twilio's own package computes it, and the comparison takes the same time wherever it
fails.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from yarl import query_to_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KNOWN = (HMAC_SHA1, HMAC_SHA256)
_PORTS = {"http": 80, "https": 443}


class Form(dict[str, str]):
    """A posted form: the first value of each field, and all of them for the signature."""

    def __init__(self, body: bytes) -> None:
        self._all: dict[str, list[str]] = {}
        # Twilio signs blank fields too, so they are kept.
        for name, value in query_to_pairs(body.decode("utf-8", "replace")):
            self._all.setdefault(name, []).append(value)
        super().__init__({name: values[0] for name, values in self._all.items()})

    def getall(self, name: str) -> list[str]:
        """All values of a field, which twilio's package asks for. KeyError without the field."""
        return self._all[name]


def called_url(public_url: str, raw_path: str) -> str:
    """The address that Twilio called: the configured one, with the request's path and query.

    Host and X-Forwarded-* are never used, for the sender of a request writes those. A fragment is
    not signed.
    """
    return public_url.partition("#")[0].rstrip("/") + raw_path


def is_signed(
    token: str, called: str, form: Form, headers: Mapping[str, str], shared: str | None = None
) -> bool:
    """Whether the request was signed with this account's secret.

    `called`: from `called_url`. `token`: the auth token, for HMAC-SHA1; `shared`: the secret of a
    shared key, for HMAC-SHA256, in the place of which the token is used when there is none.
    """
    given = headers.get(SIGNATURE_HEADER, "")
    algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER)).upper()
    if not given or not given.isascii() or algorithm not in _KNOWN:
        return False
    package = RequestValidator((shared if algorithm == HMAC_SHA256 else None) or token)
    # The second HMAC is made only when the first does not match; which one matched is no secret.
    return any(
        hmac.compare_digest(package.compute_signature(url, form, algorithm), given)
        for url in _spellings(called)
    )


def _spellings(called: str) -> Iterator[str]:
    """The address with and without the port that its scheme implies: Twilio signs either."""
    yield called
    parts = urlsplit(called)
    host = parts.netloc
    if parts.port is None:
        yield parts._replace(netloc=f"{host}:{_PORTS.get(parts.scheme, 443)}").geturl()
    else:
        yield parts._replace(netloc=host.rpartition(":")[0]).geturl()
