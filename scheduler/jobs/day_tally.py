"""What came since the last telling, day by day: also what was written down late for a past day.

The days seen are kept with how many answers each had, so that only days that grew are read again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from core.ikm.sums import Rekap, ScoreSums

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DAY = timedelta(days=1)


class TallySource(Protocol):
    """What is counted."""

    def size(self, day: date) -> int:
        """How many answers a day has; quick."""
        ...

    def mark(self, day: date) -> int:
        """Quick too: another one than before says that the day must be read again."""
        ...

    def count(self, day: date) -> Counter[str]:
        """What is counted of them."""
        ...


@dataclass(frozen=True, slots=True)
class DayTally:
    """What was seen of one day."""

    n: int = 0  # answers
    counts: Counter[str] = field(default_factory=Counter)
    mark: int = 0  # as its source marked it


@dataclass(frozen=True, slots=True)
class Tally:
    """Since the last telling; `days` are all days known."""

    n: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    since: date | None = None  # the first day of what was counted
    days: Mapping[date, DayTally] = field(default_factory=dict)

    def told(self) -> Tally:
        """The same, with nothing left to tell."""
        return Tally(days=self.days)

    def packed(self) -> tuple[Rekap, ...]:
        """As the store keeps it among the figures that were told: the sums first, then each day.

        There a day stands as the snapshot, its mark as t2, and of the sums `since` as t1.
        """
        head = Rekap("", self.n, _sums(self.counts), self.since.toordinal() if self.since else 0, 0)
        days = ((day, self.days[day]) for day in sorted(self.days))
        rows = (Rekap(str(day), one.n, _sums(one.counts), 0, one.mark) for day, one in days)
        return (head, *rows)


def unpacked(rows: Sequence[Rekap]) -> Tally:
    head, *days = rows
    since = date.fromordinal(head.t1) if head.t1 else None
    known = {
        date.fromisoformat(one.snapshot): DayTally(one.n, _counts(one), one.t2) for one in days
    }
    return Tally(head.n, _counts(head), since, known)


def _sums(counts: Mapping[str, int]) -> dict[str, ScoreSums]:
    return {what: ScoreSums(count, 0) for what, count in counts.items()}


def _counts(row: Rekap) -> Counter[str]:
    return Counter({what: sums.s1 for what, sums in row.nilai.items()})


def grown(before: Tally, source: TallySource, today: date, back: int) -> Tally:
    """With what came since, of this day and so many before it."""
    n, counts, since, days = before.n, Counter(before.counts), before.since, {}
    for day in _days(today, back):
        known = before.days.get(day, DayTally())
        size, mark = source.size(day), source.mark(day)
        if (size, mark) != (known.n, known.mark):
            seen = source.count(day)
            fresh = seen - known.counts
            n, counts = n + max(0, size - known.n), counts + fresh
            since = min(since or day, day) if fresh else since
            known = DayTally(size, seen, mark)
        if size or mark:
            days[day] = known
    return Tally(n, counts, since, days)


def _days(today: date, back: int) -> Iterator[date]:
    return (today - DAY * ago for ago in range(back, -1, -1))
