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
    """The store's knowledge of the conversation that an event belongs to, handed to the desk.

    A *flow* is a conversation of several steps that keeps a state: the survey, or one dialogue of
    staff.
    """

    known: bool  # False: this person never wrote here before
    # {"flow", "version", "data"} as the desk left it: name of the flow, version of its data.
    state: Mapping[str, Any] | None
    language: str | None  # code of a catalogue: "id"
    unseen: bool = False  # a reply of ours to this chat has not left yet
    replied_at: datetime | None = None  # when the last reply left
    # Messages waited for this person to write (a shut WhatsApp window); this event lets them go.
    waited: bool = False
    # Choices of the last message that left, on a channel where numbers are typed, if they belong to
    # no flow (commands, a reminder): the desk reads a typed number or label as a press on one.
    shown: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The effects of one event. The store writes all of them in the event's own transaction.

    Only `notice` is not written.
    """

    state: Mapping[str, Any] | None  # None: no open conversation is left
    language: str | None = None  # None: as it was
    drafts: tuple[Draft, ...] = ()
    notice: str | None = None  # the pop-up beside a press; sent after COMMIT
    response: Response | None = None
    # (what, until): this person may not answer it again before that moment (UTC). `what` is the
    # code of a layanan, or the mark of a person who wants no invitations; kept as a hash with each
    # id of the person (`PeopleTx.answered`).
    answered_mark: tuple[str, datetime] | None = None
    saran: Saran | None = None
    wants_follow_up: bool = False  # this chat may be told once when that saran is acted upon


@dataclass(frozen=True, slots=True)
class Advanced:
    """The result of one arrival: outbox rows leased to the caller, and the notice for a press."""

    fresh: bool  # False: the event id is known, and nothing was done
    rows: tuple[Outgoing, ...] = ()  # new ones, and those that waited for the person to write
    notice: str | None = None  # as Decision.notice
    first_stored_at: datetime | None = None  # of a known event; None: it is new
    # Chats whose next messages may leave now: the provider's answer to a sending was lost there,
    # and this delivery report told what became of it.
    settled: tuple[Address, ...] = ()


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

        A human event is an `Inbound`; in private chats the notices about the address itself
        (blocked, reachable again, moved) are none. A delivery report (`Receipt`) settles its outbox
        row without the desk, and an `Unreadable` is parked. The result has one `Advanced` for each
        arrival, in their order. New outbox rows that are due are leased to `holder` for `lease`
        seconds. After an exception of `decide` the transaction must be rolled back: parts of the
        group are written by then.
        """
        ...

    def park(self, arrival: Arrival, why: str, *, now: datetime) -> None:
        """Keep an arrival, sealed, that could not be handled, and remember its event id.

        So a repeat by the provider is known and does nothing. The program does not try a parked
        arrival again: `skm doctor` tells how many there are.
        """
        ...

    def count_dropout(self, screen: str, *, day: date) -> None:
        """Count one survey that was left at this screen on this day; the count names nobody.

        `day` is the agency's local day; the surveys that run out are counted by the store itself,
        on the UTC day of their last event.
        """
        ...


class ConversationsReader(Protocol):
    """Reads of open conversations, for reminders and for the figures of unfinished surveys."""

    def open_between(
        self, account: tuple[str, str] | None, since: datetime, until: datetime
    ) -> Sequence[OpenConversation]:
        """Return open private conversations last active in that time, the newest first.

        Both moments (UTC) are inside. `account` is (channel, account), or None for all. A
        conversation is left out while a reply to its address waits in the outbox.
        """
        ...

    def open_at(self, to: Address) -> OpenConversation | None:
        """Return the open conversation at an address; None: there is none, or it is unreachable."""
        ...

    def dropouts(self, first: date, last: date, idle: datetime, most: int) -> Mapping[str, int]:
        """Count unfinished surveys of these days by screen; `first` and `last` are both inside.

        Counted are surveys that were left (`count_dropout`), and those still open whose last event
        lies in these UTC days and before the moment `idle`. A conversation is sealed, so the store
        opens the newest `most` of the latter to see at which screen they stopped.
        """
        ...
