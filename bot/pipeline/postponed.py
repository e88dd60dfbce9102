"""Outbox rows that were postponed, by address, for `Dispatcher`.

While one of them waits, the dispatcher holds newer rows to the same address back, so that nothing
overtakes.
"""

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
    until: float  # loop time after which these rows are forgotten here
    unsure: list[Outgoing] = field(default_factory=list)  # sent, with an unknown outcome


@dataclass(slots=True)
class PostponedRows:
    """Remembers postponed rows by address, until the outbox gives them back.

    `lease`: seconds after its due time within which some process has surely claimed a row.
    """

    lease: float
    waiting: dict[Address, _Waiting] = field(default_factory=dict)

    def __contains__(self, to: Address) -> bool:
        return to in self.waiting

    def add(self, row: Outgoing, retry_at: datetime, due: float, *, unsure: bool = False) -> None:
        """Remember a row that went back into the outbox.

        `retry_at`: wall-clock time of its next try; `due`: the same moment in loop time. `unsure`:
        the row was sent, and nobody knows whether it arrived.
        """
        there = self.waiting.setdefault(row.to, _Waiting(set(), retry_at, due))
        there.seqs.add(row.seq)
        there.unsure += [row] if unsure else []
        there.retry_at = max(there.retry_at, retry_at)
        there.until = max(there.until, due + self.lease)

    def came_back(self, row: Outgoing) -> None:
        """Forget a row that was claimed again, and all older ones of its address.

        The outbox gives the oldest row first, so the older ones were settled.
        """
        there = self.waiting.get(row.to)
        if there is not None:
            self._keep(row.to, there, {seq for seq in there.seqs if seq > row.seq})

    def overtaken(self, row: Outgoing) -> list[Outgoing]:
        """Take out and return the unsure rows whose repeat `row` makes needless."""
        there = self.waiting.get(row.to)
        if there is None:
            return []
        gone = [one for one in there.unsure if overtakes(row, one)]
        there.unsure = [one for one in there.unsure if one not in gone]
        self._keep(row.to, there, there.seqs - {one.seq for one in gone})
        return gone

    def free(self, to: Address, now: datetime) -> None:
        """Forget the oldest row, which a report settled: the rows behind it are due `now`."""
        there = self.waiting.get(to)
        if there is not None:
            there.retry_at = now
            self._keep(to, there, there.seqs - {min(there.seqs)})

    def retry_at(self, to: Address, t: float) -> datetime | None:
        """Wall-clock time at which the rows of this address are tried again.

        None: none waits there, or their time passed so long ago (`t` is loop time) that another
        process has them.
        """
        there = self.waiting.get(to)
        if there is not None and there.until <= t:
            del self.waiting[to]
            return None
        return there.retry_at if there else None

    def _keep(self, to: Address, there: _Waiting, seqs: set[int]) -> None:
        there.seqs = seqs
        if not seqs:
            del self.waiting[to]
