"""What the desk sees of a conversation, what it decides, and what became of an arrival."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.answers.response import Response, Saran
    from core.messaging.address import Address
    from core.messaging.outgoing import Choice, Draft, Outgoing


@dataclass(frozen=True, slots=True)
class Seen:
    """What the store knows of the conversation an event belongs to."""

    known: bool  # False: this person never wrote here before
    state: Mapping[str, Any] | None  # {"flow", "version", "data"} as the desk left it
    language: str | None
    unseen: bool = False  # a reply of ours to this chat has not left yet
    replied_at: datetime | None = None  # when the last one left
    waited: bool = False  # messages waited for this person to write, and go out now
    shown: tuple[Choice, ...] = ()  # of a screen that no flow reads, where numbers are typed


@dataclass(frozen=True, slots=True)
class Decision:
    """What one event causes. The store writes all of it in the event's own transaction."""

    state: Mapping[str, Any] | None  # None: no open conversation is left
    language: str | None = None
    drafts: tuple[Draft, ...] = ()
    notice: str | None = None  # the pop-up beside a press; sent after COMMIT, never stored
    respons: Response | None = None
    sekali: tuple[str, datetime] | None = None  # (what, until): may not be answered again
    saran: Saran | None = None
    kabar: bool = False  # this chat may be told once when that saran is acted upon


@dataclass(frozen=True, slots=True)
class Advanced:
    """What became of one arrival: rows born leased to the caller, and the press to settle."""

    fresh: bool  # False: known event id, nothing was done
    rows: tuple[Outgoing, ...] = ()
    notice: str | None = None
    known: datetime | None = None  # when it was taken in, if it was known
    settled: tuple[Address, ...] = ()  # where a report ended the wait for a lost answer
