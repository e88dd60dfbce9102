"""`tx.conversations`: events come in, the desk decides about each, and the store writes the result.

`bot.pipeline.group_commit.GroupCommitter` calls `advance` with a group of arrivals and the desk;
`storage/conversations/turns.py` calls the desk for each event and writes each `Decision`.
"""

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
    """The store's knowledge of the conversation that an event belongs to, handed to the desk."""

    known: bool  # False: this person never wrote here before
    state: Mapping[str, Any] | None  # {"flow", "version", "data"} as the desk left it
    language: str | None  # code of a catalogue: "id"
    unseen: bool = False  # a reply of ours to this chat has not left yet
    replied_at: datetime | None = None  # when the last reply left
    waited: bool = False  # messages waited for this person to write, and go out now
    shown: tuple[Choice, ...] = ()  # of a screen that no flow reads, where numbers are typed


@dataclass(frozen=True, slots=True)
class Decision:
    """The effects of one event. The store writes all of them in the event's own transaction."""

    state: Mapping[str, Any] | None  # None: no open conversation is left
    language: str | None = None  # None: as it was
    drafts: tuple[Draft, ...] = ()
    notice: str | None = None  # the pop-up beside a press; sent after COMMIT, never stored
    response: Response | None = None
    answered_mark: tuple[str, datetime] | None = None  # (what, until): may not be answered again
    saran: Saran | None = None
    wants_follow_up: bool = False  # this chat may be told once when that saran is acted upon


@dataclass(frozen=True, slots=True)
class Advanced:
    """The result of one arrival: new outbox rows leased to the caller, and the press to settle."""

    fresh: bool  # False: known event id, nothing was done
    rows: tuple[Outgoing, ...] = ()
    notice: str | None = None
    known: datetime | None = None  # when a known event was first stored
    settled: tuple[Address, ...] = ()  # where a report ended the wait for a lost answer


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """An unfinished conversation at an address that can be reached."""

    address: Address
    active_at: datetime  # its last event
    language: str | None
    state: Mapping[str, Any]  # as `Seen.state`


Decide = Callable[[Inbound, Seen], Decision]  # the desk, bound to the transaction it decides in


class ConversationsTx(Protocol):
    """The hot path: arrivals are decided upon and written, a group in one transaction."""

    def advance(
        self,
        arrivals: Sequence[Arrival],
        decide: Decide,
        *,
        holder: str,
        now: datetime,
        lease: float,
    ) -> list[Advanced]:
        """Store a group of arrivals and call `decide` for each human event that is new.

        The result has one `Advanced` for each arrival, in their order. New outbox rows that are due
        are leased to `holder` for `lease` seconds. An exception of `decide` spoils the transaction.
        """
        ...

    def park(self, arrival: Arrival, why: str, *, now: datetime) -> None:
        """Keep an arrival, sealed, that could not be handled, and remember its event id.

        The program does not try a parked arrival again.
        """
        ...

    def count_dropout(self, screen: str, *, day: date) -> None:
        """Count one survey that was left at this screen on this day; the count names nobody."""
        ...


class ConversationsReader(Protocol):
    """Reads of open conversations, for reminders and for the figures of unfinished surveys."""

    def open_between(
        self, account: tuple[str, str] | None, since: datetime, until: datetime
    ) -> Sequence[OpenConversation]:
        """Return open private conversations last active in that time, the newest first.

        `account` is (channel, account), or None for all. A conversation is left out while a reply
        to its address waits in the outbox.
        """
        ...

    def open_at(self, to: Address) -> OpenConversation | None:
        """Return the open conversation at an address; None: there is none, or it is unreachable."""
        ...

    def dropouts(self, first: date, last: date, idle: datetime, most: int) -> Mapping[str, int]:
        """Count unfinished surveys of these UTC days by screen: left, or silent since `idle`.

        The store opens at most `most` silent conversations to see at which screen they stopped.
        """
        ...
