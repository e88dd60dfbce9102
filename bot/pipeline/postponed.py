"""Rows of an address that went back into the outbox: newer ones may not overtake them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.pipeline.retry_policy import overtakes

if TYPE_CHECKING:
    from datetime import datetime

    from core.messaging.address import Address
    from core.messaging.outgoing import Outgoing


@dataclass(slots=True)
class _Waiting:
    seqs: set[int]
    retry_at: datetime
    until: float  # then they are somebody else's care
    unsure: list[Outgoing] = field(default_factory=list)  # sent, and nobody knows whether it came


@dataclass(slots=True)
class PostponedRows:
    """By address. `lease`: how long after its turn a row is surely claimed by somebody."""

    lease: float
    waiting: dict[Address, _Waiting] = field(default_factory=dict)

    def __contains__(self, to: Address) -> bool:
        return to in self.waiting

    def add(self, row: Outgoing, retry_at: datetime, due: float, *, unsure: bool = False) -> None:
        there = self.waiting.setdefault(row.to, _Waiting(set(), retry_at, due))
        there.seqs.add(row.seq)
        there.unsure += [row] if unsure else []
        there.retry_at = max(there.retry_at, retry_at)
        there.until = max(there.until, due + self.lease)

    def came_back(self, row: Outgoing) -> None:
        """The outbox gives the oldest first: whatever was older is settled."""
        there = self.waiting.get(row.to)
        if there is not None:
            self._keep(row.to, there, {seq for seq in there.seqs if seq > row.seq})

    def overtaken(self, row: Outgoing) -> list[Outgoing]:
        """Those whose repeat this row makes needless; they wait no more."""
        there = self.waiting.get(row.to)
        if there is None:
            return []
        gone = [one for one in there.unsure if overtakes(row, one)]
        there.unsure = [one for one in there.unsure if one not in gone]
        self._keep(row.to, there, there.seqs - {one.seq for one in gone})
        return gone

    def free(self, to: Address, now: datetime) -> None:
        """The oldest was settled from outside: those behind it are due."""
        there = self.waiting.get(to)
        if there is not None:
            there.retry_at = now
            self._keep(to, there, there.seqs - {min(there.seqs)})

    def retry_at(self, to: Address, t: float) -> datetime | None:
        """When the rows of this address come up again; None: there are none."""
        there = self.waiting.get(to)
        if there is not None and there.until <= t:
            del self.waiting[to]
            return None
        return there.retry_at if there else None

    def _keep(self, to: Address, there: _Waiting, seqs: set[int]) -> None:
        there.seqs = seqs
        if not seqs:
            del self.waiting[to]
