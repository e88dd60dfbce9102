"""What a channel asks of the store beside its messages: `core.ports` takes it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from core.model import Document


@dataclass(frozen=True, slots=True)
class Tagihan:
    """What left in one month on a unit's account where messages cost ("": the whole office)."""

    bulan: str  # "2026-11", in UTC as providers count
    unit: str
    jenis: str  # "balasan", or the name of a template
    n: int
    biaya: int  # rupiah


class KanalTx(Protocol):
    """The part of a write transaction that a provider's ways need."""

    def lend(self, file: Document, *, until: datetime, now: datetime) -> bytes:
        """Lay a file ready for a provider to fetch; the id by which it is found."""
        ...

    def spent(self, *, now: datetime) -> int:
        """Rupiah, this month, where messages cost."""
        ...


class KanalReader(Protocol):
    """The same, to read."""

    def lent(self, file: bytes, *, now: datetime) -> Document | None: ...

    def ledger(self, since: str) -> list[Tagihan]:
        """From that month on, by month, unit and kind."""
        ...
