"""`tx.outbox`: every message to a human, what became of it, and what it cost to send."""

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
    """What the deliverer has to tell about one row."""

    row: Outgoing
    outcome: Outcome
    retry_at: datetime | None  # None: the row is settled for good
    unsure: bool = False
    planned: bool = False  # it comes again at that time, and until then holds nobody up
    held: bool = False  # not for good: the row waits until the person writes
    templated: bool = False  # its template was said, or should have been: not again before that
    said: str | None = None  # the template that was said instead, by its name
    cost: int = 0  # rupiah of this sending, where messages cost
    kept: bool = False  # what it says stays until its delivery is reported
    shown: tuple[Choice, ...] | None = None  # what can be chosen there now; None: unknown


@dataclass(frozen=True, slots=True)
class CostLine:
    """What left in one month on a unit's account where messages cost ("": the whole office)."""

    month: str  # "2026-11", in UTC as providers count
    unit: str
    kind: str  # "balasan", or the name of a template
    n: int
    cost: int  # rupiah


class OutboxTx(Protocol):
    """The queue, and files that a provider fetches from us."""

    def enqueue(
        self, drafts: Sequence[Draft], *, now: datetime, brief: bool = False
    ) -> list[str | None]:
        """The ids of the rows; None for an address that cannot be reached, or a known key.

        `brief`: a new address is kept no longer than these rows.
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
    ) -> list[Outgoing]: ...

    def release(self, holder: str) -> int:
        """Give back what is leased; the number of rows."""
        ...

    def save_composed(self, row: Outgoing, message: Message) -> None:
        """A request's row holds its message from now on."""
        ...

    def settle(self, settlements: Sequence[Settlement], *, now: datetime) -> None: ...

    def fetch_mailbox(self, to: Address, *, after: int, now: datetime) -> list[Outgoing]:
        """Settle the rows up to `after`, and give the later ones."""
        ...

    def lend_file(self, file: Document, *, until: datetime, now: datetime) -> bytes:
        """Lay a file ready for a provider to fetch; the signed ticket by which it is found."""
        ...

    def spent(self, *, now: datetime) -> int:
        """Rupiah, this month, where messages cost."""
        ...


class OutboxReader(Protocol):
    def lent_file(self, ticket: bytes, *, now: datetime) -> Document | None:
        """None: forged, too late, or gone."""
        ...

    def costs(self, since: str) -> list[CostLine]:
        """From that month on, by month, unit and kind."""
        ...
