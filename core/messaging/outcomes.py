"""What became of one message that was given to a provider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.messaging.address import Address


@dataclass(frozen=True, slots=True)
class Sent:
    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Later:
    after: float  # seconds
    scope: Literal["chat", "account"] = "chat"


@dataclass(frozen=True, slots=True)
class Gone:
    reason: Literal["blocked", "opted_out", "invalid", "not_member"]


@dataclass(frozen=True, slots=True)
class Moved:
    to: Address


@dataclass(frozen=True, slots=True)
class WindowShut:
    pass


@dataclass(frozen=True, slots=True)
class Refused:
    """Our own fault or bad content: park it, alarm."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request was written and no answer came, or none that tells whether it was done."""

    text: str
    failed: bool = False  # the provider itself says that it failed


Outcome = Sent | Later | Gone | Moved | WindowShut | Refused | Unknown
