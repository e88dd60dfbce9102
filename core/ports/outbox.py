"""What a channel asks of the store beside its messages: `core.ports` takes it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.messaging.address import Address
    from core.messaging.outgoing import Document, Draft, Message, Outgoing


@dataclass(frozen=True, slots=True)
class CostLine:
    """What left in one month on a unit's account where messages cost ("": the whole office)."""

    bulan: str  # "2026-11", in UTC as providers count
    unit: str
    jenis: str  # "balasan", or the name of a template
    n: int
    biaya: int  # rupiah


class KanalTx(Protocol):
    """The part of a write transaction that sending and a provider's ways need."""

    def claim(
        self,
        accounts: Sequence[tuple[str, str]],
        *,
        holder: str,
        now: datetime,
        lease: float,
        limit: int,
    ) -> list[Outgoing]: ...
    def release(self, holder: str) -> int: ...
    def enqueue(
        self, drafts: Sequence[Draft], *, now: datetime, brief: bool = False
    ) -> list[str | None]: ...  # `brief`: a new address is kept no longer than these rows
    def composed(self, row: Outgoing, message: Message) -> None: ...
    # settles rows up to `after`, returns the later ones
    def fetch_mailbox(self, to: Address, *, after: int, now: datetime) -> list[Outgoing]: ...

    def lend(self, file: Document, *, until: datetime, now: datetime) -> bytes:
        """Lay a file ready for a provider to fetch; the signed ticket by which it is found."""
        ...

    def spent(self, *, now: datetime) -> int:
        """Rupiah, this month, where messages cost."""
        ...


class KanalReader(Protocol):
    """The same, to read."""

    def lent(self, ticket: bytes, *, now: datetime) -> Document | None:
        """None: forged, too late, or gone."""
        ...

    def ledger(self, since: str) -> list[CostLine]:
        """From that month on, by month, unit and kind."""
        ...
