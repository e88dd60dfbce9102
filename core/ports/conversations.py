"""`tx.conversations`: what the desk sees of a conversation, what it decides, what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from core.messaging.incoming import Inbound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.answers.response import Response, Saran
    from core.messaging.address import Address
    from core.messaging.incoming import Arrival
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
    response: Response | None = None
    answered_mark: tuple[str, datetime] | None = None  # (what, until): may not be answered again
    saran: Saran | None = None
    wants_follow_up: bool = False  # this chat may be told once when that saran is acted upon


@dataclass(frozen=True, slots=True)
class Advanced:
    """What became of one arrival: rows born leased to the caller, and the press to settle."""

    fresh: bool  # False: known event id, nothing was done
    rows: tuple[Outgoing, ...] = ()
    notice: str | None = None
    known: datetime | None = None  # when it was taken in, if it was known
    settled: tuple[Address, ...] = ()  # where a report ended the wait for a lost answer


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """A conversation in a private chat that can be reached, as it stands."""

    address: Address
    active_at: datetime  # its last event
    language: str | None
    state: Mapping[str, Any]


Decide = Callable[[Inbound, Seen], Decision]  # the desk, bound to the transaction it decides in


class ConversationsTx(Protocol):
    """The hot path: what comes in is decided upon and written, a group at a time."""

    def advance(
        self,
        arrivals: Sequence[Arrival],
        decide: Decide,
        *,
        holder: str,
        now: datetime,
        lease: float,
    ) -> list[Advanced]:
        """One answer for each arrival. New rows are leased to `holder` for `lease` seconds."""
        ...

    def park(self, arrival: Arrival, why: str, *, now: datetime) -> None:
        """Set aside what could not be handled; it is not tried again."""
        ...

    def count_dropout(self, screen: str, *, day: date) -> None:
        """Somebody left a survey at this screen; no more is kept."""
        ...


class ConversationsReader(Protocol):
    def open_between(
        self, account: tuple[str, str] | None, since: datetime, until: datetime
    ) -> Sequence[OpenConversation]:
        """Of one account or of all, last active in that time, the newest first.

        Those to whom a reply of ours is under way are left out.
        """
        ...

    def open_at(self, to: Address) -> OpenConversation | None: ...

    def dropouts(self, first: date, last: date, idle: datetime, most: int) -> Mapping[str, int]:
        """Surveys left unfinished on these days, by screen."""
        ...
