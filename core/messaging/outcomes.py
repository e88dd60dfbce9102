"""Outcomes of one attempt to send a message, as a channel reports them to the Dispatcher.

`bot/pipeline/retry_policy.py` turns an outcome into the next step of the outbox row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.messaging.address import Address


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider has taken the message. `provider_id` is None where it gives no id."""

    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """The provider asks to wait, for this chat or for our whole account (`scope`)."""

    after: float  # seconds
    scope: Literal["chat", "account"] = "chat"


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing can be sent to this address any more."""

    reason: Literal["blocked", "opted_out", "invalid", "not_member"]


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another address: the row is sent there."""

    to: Address


@dataclass(frozen=True, slots=True)
class WindowShut:
    """The provider takes nothing but templates for this chat now (`Caps.window`)."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider refuses the content, or the fault is ours.

    The row is parked and an alarm raised.
    """

    code: str  # the provider's
    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request was written, and no answer came that tells whether the message was sent."""

    text: str
    failed: bool = False  # the provider itself says that it failed


Outcome = Sent | Later | Gone | Moved | WindowShut | Refused | Unknown
