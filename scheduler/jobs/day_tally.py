"""`Tally`: a running count of answers since the last telling, kept day by day.

The evening news counts by tallies. Answers that were entered late for a past day count as new, and
a day is read again only when its number of answers, or its source's mark, has changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from core.ikm.sums import Rekap

DAY = timedelta(days=1)


class TallySource(Protocol):
    """The thing that is counted, such as low scores; `evening_counts` has three of them."""

    def size(self, day: date) -> int:
        """Return the number of answers of a day; must be quick."""
        ...

    def mark(self, day: date) -> int:
        """Return a number that changes when the day must be read again; must be quick."""
        ...

    def count(self, day: date) -> Counter[str]:
        """Read the answers of a day and return the counts, by name."""
        ...


@dataclass(frozen=True, slots=True)
class DayTally:
    """The state of one day when it was last read."""

    n: int = 0  # answers
    counts: Counter[str] = field(default_factory=Counter)
    mark: int = 0  # as its source marked it


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts since the last telling, and the state of all days that were read."""

    n: int = 0  # answers
    counts: Counter[str] = field(default_factory=Counter)
    since: date | None = None  # the first day with a new count
    days: Mapping[date, DayTally] = field(default_factory=dict)

    def told(self) -> Tally:
        """Return the tally after its counts were told: with the days, and no counts."""
        return Tally(days=self.days)

    def to_json(self) -> dict[str, Any]:
        """Return the tally as JSON for `tx.results.save_tally`; days are ISO dates."""
        days = {day.isoformat(): self.days[day] for day in sorted(self.days)}
        return {
            "n": self.n,
            "counts": dict(self.counts),
            "since": self.since.isoformat() if self.since else None,
            "days": {
                day: {"n": one.n, "counts": dict(one.counts), "mark": one.mark}
                for day, one in days.items()
            },
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Tally:
        """Read a tally that `to_json` wrote."""
        days = {
            date.fromisoformat(day): DayTally(one["n"], Counter(one["counts"]), one["mark"])
            for day, one in kept["days"].items()
        }
        since = kept["since"]
        first = date.fromisoformat(since) if since else None
        return cls(kept["n"], Counter(kept["counts"]), first, days)

    @classmethod
    def from_sums(cls, rows: Sequence[Rekap]) -> Tally:
        """Read a tally as version 0.1.0 kept it, among the figures that were told.

        The first row holds the whole, `since` as an ordinal in t1; each further row holds a day,
        its date as the snapshot and its mark as t2.
        """
        head, *rest = rows
        since = date.fromordinal(head.t1) if head.t1 else None
        days = {
            date.fromisoformat(one.snapshot): DayTally(one.n, _counts(one), one.t2) for one in rest
        }
        return cls(head.n, _counts(head), since, days)


def _counts(row: Rekap) -> Counter[str]:
    return Counter({name: sums.s1 for name, sums in row.nilai.items()})


def grown(before: Tally, source: TallySource, today: date, back: int) -> Tally:
    """Return the tally with the answers that came since, of today and `back` days before."""
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
