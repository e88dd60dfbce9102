"""Arrivals from a channel: human events, delivery reports, and events that could not be read.

Every channel turns its provider's updates into an `Arrival` and hands it to the Writer
(`core/ports/channel.py`); nothing behind the channel sees the provider's own form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.messaging.address import Address, Person
from core.messaging.outcomes import Outcome


class EventKind(StrEnum):
    """The kinds of human event that a channel can bring."""

    TEXT = "text"
    CHOICE = "choice"
    COMMAND = "command"
    MEDIA = "media"
    LOCATION = "location"
    OPENED = "opened"  # a page was opened or reloaded: the current screen is shown again
    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"  # the person blocked the bot, or the bot left the group
    MOVED = "moved"  # the chat has another address now (`Inbound.moved_to`)
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a person sent along: its kind, and the name by which its channel fetches it."""

    kind: str  # as Inbound.media: photo, document, voice …
    ref: str  # the channel's own name for the file
    size: int | None = None  # bytes; None when the channel does not tell
    mime: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One human event, in the form that all channels share.

    `event_id` is unique in (channel, account).
    """

    event_id: str
    at: datetime  # when the person acted, UTC
    kind: EventKind
    person: Person
    address: Address
    private: bool = True  # False in a group
    text: str | None = None  # typed text
    choice: str | None = None  # payload of a button of ours, as it came back: untrusted input
    command: tuple[str, str] | None = None  # ("start", "KODE"), name in lower case, no slash
    media: str | None = None  # kind of the file: photo, voice, document, sticker, video …
    attachment: Attachment | None = None  # fetched only where staff sent it
    shown_in: str | None = None  # provider id of the message of ours that the event reacts to
    said_in: str | None = None  # provider id of the person's own message
    settle: str | None = None  # callback query id, answered after COMMIT with the notice
    moved_to: Address | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A provider's delivery report.

    `outbox_id` is ours, `provider_id` is the provider's; one of both may be None.
    """

    event_id: str
    channel: str
    account: str
    outbox_id: str | None
    provider_id: str | None
    status: str  # in the provider's words
    code: str | None  # the provider's code of a failure
    at: datetime
    outcome: Outcome | None = None  # the channel's reading of that code; None: no failure


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An event that its channel could not read.

    The store parks and counts it; nothing waits for it.
    """

    event_id: str
    channel: str
    account: str
    raw: bytes
    why: str
    at: datetime


Arrival = Inbound | Receipt | Unreadable
