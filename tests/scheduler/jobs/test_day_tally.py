"""The tally of days, as it is kept in JSON and as 0.1.0 kept it in sums."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest

from core.ikm.sums import Rekap, ScoreSums
from scheduler.jobs.day_tally import DayTally, Tally, grown

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


def test_the_sums_that_0_1_0_kept_are_read():
    days = {
        FRIDAY: DayTally(4, Counter(waktu=1), 5),
        MONDAY: DayTally(7, Counter(waktu=4), 8),
    }
    tally = Tally(11, Counter(waktu=5), FRIDAY, days)
    assert Tally.from_sums(STORED) == tally
    assert grown(Tally(), Days(), MONDAY, 5) == tally
    assert grown(Tally.from_sums(STORED), Days(), MONDAY, 5) == tally


@pytest.mark.parametrize("tally", [Tally(), grown(Tally(), Days(), MONDAY, 5)])
def test_a_tally_is_the_same_after_it_was_json(tally):
    assert Tally.from_json(json.loads(json.dumps(tally.to_json()))) == tally
