"""What arrives from a channel: human events, delivery reports, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.messaging.address import Address, Person
from core.messaging.outcomes import Outcome


class EventKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    COMMAND = "command"
    MEDIA = "media"
    LOCATION = "location"
    OPENED = "opened"  # a page was (re)opened: show where we are
    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"
    MOVED = "moved"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that was sent along: what it is, and by what name its channel fetches it."""

    kind: str  # as Inbound.media: photo, document, voice …
    ref: str
    size: int | None = None  # bytes, as far as the channel tells
    mime: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One human event, as any channel reads it. `event_id` is unique in (channel, account)."""

    event_id: str
    at: datetime
    kind: EventKind
    person: Person
    address: Address
    private: bool = True
    text: str | None = None  # typed text
    choice: str | None = None  # payload we minted, as it came back: foreign input
    command: tuple[str, str] | None = None  # ("start", "KODE"), name in lower case, no slash
    media: str | None = None  # what kind it was: photo, voice, document, sticker, video …
    attachment: Attachment | None = None  # how to fetch it; nothing is, unless staff sent it
    shown_in: str | None = None  # provider id of the message of ours that it reacts to
    said_in: str | None = None  # provider id of the person's own message
    settle: str | None = None  # callback query id, answered after COMMIT with the notice
    moved_to: Address | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery report: our outbox id or the provider's id."""

    event_id: str
    channel: str
    account: str
    outbox_id: str | None
    provider_id: str | None
    status: str
    code: str | None
    at: datetime
    outcome: Outcome | None = None  # what the code of a failure means, as its channel reads it


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What could not be read: it is parked, counted, and blocks nothing."""

    event_id: str
    channel: str
    account: str
    raw: bytes
    why: str
    at: datetime


Arrival = Inbound | Receipt | Unreadable
