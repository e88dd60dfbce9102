"""`closing_dates`: a period closes 14 days after its end, in the kinds an office counts in."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from core.periods.working_days import Schedule
from core.results.closing_dates import (
    by_calendar,
    closes_soon,
    closing_kinds,
    published_by_calendar,
)


def office(*labels, closing=None):
    rows = [SimpleNamespace(unit="dinsos", periode=label) for label in labels]
    return SimpleNamespace(population=rows, schedule=Schedule(closing=closing))


@pytest.mark.parametrize(
    ("labels", "kinds"),
    [
        ((), {"tahun"}),
        (("2026",), {"tahun"}),
        (("2026-S1", "2025-S2"), {"semester"}),
        (("2026-TW1", "2026"), {"triwulan", "tahun"}),
        (("2026-W05", "akreditasi"), {"tahun"}),
    ],
)
def test_the_kinds_are_those_in_which_users_are_counted(labels, kinds):
    assert closing_kinds(office(*labels), "dinsos", date(2026, 5, 1)) == kinds
    assert closing_kinds(office(*labels), "lain", date(2026, 5, 1)) == {"tahun"}


@pytest.mark.parametrize(
    ("today", "closed"),
    [
        (date(2027, 1, 13), []),
        (date(2027, 1, 14), ["2026"]),
        (date(2027, 4, 14), ["2026"]),
        (date(2027, 4, 15), []),
    ],
)
def test_it_closes_two_weeks_after_its_end_and_is_news_for_three_months(today, closed):
    assert [one.label for one, _ in by_calendar(office(), "dinsos", today)] == closed
    assert [day for _, day in by_calendar(office(), "dinsos", today)] == [
        date(2027, 1, 14) for _ in closed
    ]


@pytest.mark.parametrize(
    ("labels", "closing", "told", "published"),
    [
        (("2026",), None, ["2026"], ["2026"]),
        (("2026", "2026-TW4"), None, ["2026", "2026-TW4"], ["2026"]),
        (("2026-S2", "2026-TW4"), None, ["2026-S2", "2026-TW4"], ["2026-S2"]),
        (("2026",), "triwulan", ["2026-TW4"], ["2026-TW4"]),
        (("2026", "2026-TW4"), "admin", ["2026", "2026-TW4"], []),
    ],
)
def test_only_the_longest_kind_is_published_of_itself(labels, closing, told, published):
    """A year less three published triwulan would be the fourth, of however few."""
    one, today = office(*labels, closing=closing), date(2027, 1, 20)

    assert sorted(each.label for each, _ in by_calendar(one, "dinsos", today)) == told
    assert [each.label for each, _ in published_by_calendar(one, "dinsos", today)] == published


@pytest.mark.parametrize(
    ("today", "closing", "soon"),
    [
        (date(2027, 1, 4), None, ("2026", date(2027, 1, 14))),
        (date(2027, 1, 14), None, None),
        (date(2027, 7, 5), "semester", ("2027-S1", date(2027, 7, 14))),
        (date(2027, 1, 4), "admin", None),
    ],
)
def test_until_it_closes_papers_may_come_in(today, closing, soon):
    found = closes_soon(office(closing=closing), "dinsos", today)

    assert (found and (found[0].label, found[1])) == soon
