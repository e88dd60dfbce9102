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
class Tally:
    """Since the last telling; `days` are all days known."""

    n: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    since: date | None = None  # the first day of what was counted
    days: Mapping[date, Rekap] = field(default_factory=dict)

    def told(self) -> Tally:
        """The same, with nothing left to tell."""
        return Tally(days=self.days)

    def packed(self) -> tuple[Rekap, ...]:
        head = _rekap("", self.n, self.counts, self.since.toordinal() if self.since else 0)
        return (head, *(self.days[day] for day in sorted(self.days)))


def unpacked(rows: Sequence[Rekap]) -> Tally:
    head, *days = rows
    since = date.fromordinal(head.t1) if head.t1 else None
    known = {date.fromisoformat(one.snapshot): one for one in days}
    return Tally(head.n, _counts(head), since, known)


def grown(before: Tally, source: TallySource, today: date, back: int) -> Tally:
    """With what came since, of this day and so many before it."""
    n, counts, since, days = before.n, Counter(before.counts), before.since, {}
    for day in _days(today, back):
        known = before.days.get(day) or _rekap(day.isoformat(), 0, {})
        size, mark = source.size(day), source.mark(day)
        if (size, mark) != (known.n, known.t2):
            seen = source.count(day)
            fresh = seen - _counts(known)
            n, counts = n + max(0, size - known.n), counts + fresh
            since = min(since or day, day) if fresh else since
            known = _rekap(day.isoformat(), size, seen, mark=mark)
        if size or mark:
            days[day] = known
    return Tally(n, counts, since, days)


def _days(today: date, back: int) -> Iterator[date]:
    return (today - DAY * ago for ago in range(back, -1, -1))


def _rekap(name: str, n: int, counts: Mapping[str, int], since: int = 0, *, mark: int = 0) -> Rekap:
    return Rekap(
        name, n, {what: ScoreSums(count, 0) for what, count in counts.items()}, since, mark
    )


def _counts(row: Rekap) -> Counter[str]:
    return Counter({what: sums.s1 for what, sums in row.nilai.items()})
