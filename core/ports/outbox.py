"""`tx.outbox`: the queue of every message to a human, its outcome, and the cost of sending.

The Dispatcher (`bot.pipeline.dispatcher`) claims and settles rows; the desk's drafts, the clock's
posts and the web chat's mailbox go through the same table. `storage/outbox/` keeps the promises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.messaging.address import Address
    from core.messaging.outcomes import Outcome
    from core.messaging.outgoing import Choice, Document, Draft, Message, Outgoing


@dataclass(frozen=True, slots=True)
class Settlement:
    """The outcome of one row, as the Dispatcher hands it to the writer."""

    row: Outgoing
    outcome: Outcome
    retry_at: datetime | None  # None: the row is settled for good
    unsure: bool = False  # a try ended without an answer: the message may have gone out
    planned: bool = False  # the row is put off until `retry_at`, and holds no later row up
    held: bool = False  # not for good: the row waits until the person writes
    templated: bool = False  # its template was sent, or refused: no other until the person writes
    said: str | None = None  # name of the template that was sent instead of the message
    cost: int = 0  # rupiah of this sending, where messages cost
    kept: bool = False  # the content stays until the provider reports the delivery
    shown: tuple[Choice, ...] | None = None  # the choices on the new screen; None: unknown


@dataclass(frozen=True, slots=True)
class CostLine:
    """The messages that left in one month on one unit's account, of one kind."""

    month: str  # "2026-11", in UTC as providers count
    unit: str  # "": the whole office
    kind: str  # "balasan", or the name of a template
    n: int  # messages
    cost: int  # rupiah


class OutboxTx(Protocol):
    """Writes of the queue, and files that a provider fetches from us."""

    def enqueue(
        self, drafts: Sequence[Draft], *, now: datetime, temporary: bool = False
    ) -> list[str | None]:
        """Write the drafts as rows of the queue and return their ids, in the order of the drafts.

        None stands for a draft that was not written: its address cannot be reached, or a row with
        its `unique` key exists. `temporary`: a new address is kept no longer than these rows.
        """
        ...

    def claim(
        self,
        accounts: Sequence[tuple[str, str]],
        *,
        holder: str,
        now: datetime,
        lease: float,
        limit: int,
    ) -> list[Outgoing]:
        """Lease due rows of these (channel, account) pairs to `holder` for `lease` seconds.

        At most `limit` rows, in the order of the queue; of one address only the row at the head of
        its queue. Accounts that fetch a mailbox themselves are skipped. Expired rows are settled.
        """
        ...

    def release(self, holder: str) -> int:
        """End the leases of `holder`; the number of rows that are free again."""
        ...

    def save_composed(self, row: Outgoing, message: Message) -> None:
        """Replace the request of an open row by the message that was composed of it."""
        ...

    def settle(self, settlements: Sequence[Settlement], *, now: datetime) -> None:
        """Write outcomes: end each row, put it off, or hold it until its person writes.

        The store also counts the costs, follows an address that moved, and marks one that is gone.
        """
        ...

    def fetch_mailbox(self, to: Address, *, after: int, now: datetime) -> list[Outgoing]:
        """Settle the due rows of an address up to seq `after` as sent, and return the later ones.

        For channels that fetch their own messages (the web chat); rows are not leased.
        """
        ...

    def lend_file(self, file: Document, *, until: datetime, now: datetime) -> bytes:
        """Keep a file for a provider to fetch until `until`; the signed ticket that finds it."""
        ...

    def spent(self, *, now: datetime) -> int:
        """Return the rupiah spent on messages in the month (UTC) of `now`."""
        ...


class OutboxReader(Protocol):
    """Reads beside the queue: lent files and costs."""

    def lent_file(self, ticket: bytes, *, now: datetime) -> Document | None:
        """Return the file of a ticket; None: the ticket is forged or late, or the file is gone."""
        ...

    def costs(self, since: str) -> list[CostLine]:
        """Return the costs from the month `since` ("2026-11") on, by month, unit and kind."""
        ...
