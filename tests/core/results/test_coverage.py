"""Coverage is told in steps: one answer more or less is never seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.results.coverage import CoverageShare, LoketCoverage, by_loket, share, whole

FEW = CoverageShare(None)


@pytest.mark.parametrize(
    ("visits", "answers", "told"),
    [
        (0, 0, FEW),
        (4, 4, FEW),
        (100, 4, FEW),
        (5, 5, CoverageShare(100)),
        (9, 5, CoverageShare(100)),
        (40, 16, CoverageShare(40)),
        (40, 19, CoverageShare(40)),
        (40, 20, CoverageShare(50)),
        (100, 5, CoverageShare(10)),
        (200, 5, CoverageShare(0)),
        (10, 15, CoverageShare(None, exceeds=True)),
        (12, 14, CoverageShare(100)),
    ],
)
def test_shares_move_by_fives_and_tens(visits, answers, told):
    assert share(visits, answers) == told


@given(st.integers(0, 500), st.integers(0, 500))
def test_within_a_step_nothing_is_seen_to_move(visits, answers):
    first = share(visits // 5 * 5, answers // 5 * 5)
    assert share(visits, answers) == first
    assert first.percent is None or (first.percent % 10 == 0 and 0 <= first.percent <= 100)


def test_lokets_are_told_with_the_slots_that_had_visits():
    """Answers of the later evening count for the loket, and are no slot of their own."""
    rows = [
        ("L2", "08-12", 3, 3),
        ("L1", "lain", 0, 5),
        ("L1", "08-12", 20, 10),
        ("L1", "13-17", 10, 2),
    ]
    assert by_loket(rows) == [
        LoketCoverage("L1", CoverageShare(50), (("08-12", CoverageShare(50)), ("13-17", FEW))),
        LoketCoverage("L2", FEW, (("08-12", FEW),)),
    ]
    assert whole(rows) == CoverageShare(70)
    assert by_loket([]) == []
