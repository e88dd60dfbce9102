"""The tally of days lies among the figures that were told: as 0.1.0 packed it, so it stays."""

from __future__ import annotations

from collections import Counter
from datetime import date

from core.ikm.sums import Rekap, ScoreSums
from scheduler.jobs.day_tally import DayTally, Tally, grown, unpacked

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
STORED = (
    Rekap("", 11, {"waktu": ScoreSums(5, 0)}, 739940, 0),
    Rekap("2026-11-20", 4, {"waktu": ScoreSums(1, 0)}, 0, 5),
    Rekap("2026-11-23", 7, {"waktu": ScoreSums(4, 0)}, 0, 8),
)


class Days:
    def __init__(self):
        self.sizes = {FRIDAY: 4, MONDAY: 7}

    def size(self, day):
        return self.sizes.get(day, 0)

    def mark(self, day):
        return self.size(day) + 1 if self.size(day) else 0

    def count(self, day):
        return Counter({"waktu": self.size(day) - 3})


def test_what_0_1_0_kept_is_read_and_kept_alike():
    days = {
        FRIDAY: DayTally(4, Counter(waktu=1), 5),
        MONDAY: DayTally(7, Counter(waktu=4), 8),
    }
    assert unpacked(STORED) == Tally(11, Counter(waktu=5), FRIDAY, days)
    assert unpacked(STORED).packed() == STORED
    assert grown(Tally(), Days(), MONDAY, 5).packed() == STORED
    assert grown(unpacked(STORED), Days(), MONDAY, 5).packed() == STORED
