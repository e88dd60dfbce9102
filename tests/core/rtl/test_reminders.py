"""`due_reminders`: each reminder comes once, in its time; overdue ones weekly, to pimpinan too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rtl.reminders import ReminderKind, due_reminders, next_rka
from tests.support.rtl_kit import FGD, done_row, jambi, kegiatan, not_done, plan, printed

ROW = kegiatan(1, "TW II 2026")  # 1 April to 30 June 2026, a Tuesday


def told(on, row=ROW, rka=None, **more):
    return [
        (one.kind, one.bidang or one.role) for one in due_reminders([plan(row, **more)], on, rka)
    ]


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), ReminderKind.STARTED),
        (date(2026, 6, 15), ReminderKind.STARTED),
        (date(2026, 6, 16), ReminderKind.TWO_WEEKS_LEFT),
        (date(2026, 6, 29), ReminderKind.TWO_WEEKS_LEFT),
        (date(2026, 6, 30), ReminderKind.ENDING),
        (date(2026, 7, 12), ReminderKind.ENDING),
    ],
)
def test_before_the_first_week_is_over_only_the_bidang_hears(on, kind):
    assert told(on) == ([(kind, "sekretariat")] if kind else [])


def test_overdue_goes_to_the_bidang_the_admin_and_the_pimpinan():
    """13 July 2026 is the first Monday a whole week after the end."""
    assert told(date(2026, 7, 13)) == [
        (ReminderKind.OVERDUE, "sekretariat"),
        (ReminderKind.OVERDUE, "admin"),
        (ReminderKind.OVERDUE, "pimpinan"),
    ]


def test_two_bidang_are_reminded_each():
    row = kegiatan(1, "TW II 2026", bidang=("rehsos", "sekretariat"))

    assert told(date(2026, 4, 1), row) == [
        (ReminderKind.STARTED, "rehsos"),
        (ReminderKind.STARTED, "sekretariat"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        replace(ROW, realisasi=(done_row("TW II 2026"),)),
        replace(ROW, realisasi=(done_row("TW II 2026", verdict="diterima"),)),
        replace(ROW, realisasi=(not_done("TW II 2026", "TW IV 2026"),)),
        replace(ROW, printed=printed("sudah")),
    ],
    ids=["claimed", "accepted", "planned anew", "printed as done_row"],
)
def test_who_answered_hears_no_more(row):
    assert told(date(2026, 8, 1), row) == []


def test_a_returned_claim_and_a_new_target_are_reminded_again():
    returned = replace(ROW, realisasi=(done_row("TW II 2026", verdict="dikembalikan"),))
    anew = replace(ROW, realisasi=(not_done("TW II 2026", "TW IV 2026"),))

    assert told(date(2026, 8, 1), returned)[0] == (ReminderKind.OVERDUE, "sekretariat")
    assert told(date(2026, 10, 1), anew) == [(ReminderKind.STARTED, "sekretariat")]


def test_of_a_chain_one_kegiatan_is_reminded():
    """Jambi on 15 January 2025: the overdue training of 2023, not its namesake of TW IV 2025."""
    late = [
        one for one in due_reminders(jambi(), date(2025, 1, 15)) if one.kind is ReminderKind.OVERDUE
    ]
    agreed = due_reminders(jambi(FGD), date(2025, 1, 15))

    assert [(one.status.kegiatan.id, one.role) for one in late] == [
        (7, "bidang"),
        (7, "admin"),
        (7, "pimpinan"),
    ]
    assert {one.status.kegiatan.id for one in agreed} == {8, 9}


# -- the budget ----------------------------------------------------------------------------------

RKA = date(2025, 7, 31)


@pytest.mark.parametrize(
    ("on", "due"),
    [(date(2025, 6, 30), False), (date(2025, 7, 1), True), (RKA, True), (date(2025, 8, 1), False)],
)
def test_the_budget_reminder_comes_in_the_month_before_the_deadline(on, due):
    assert told(on, rka=RKA, needs_budget=True) == (
        [(ReminderKind.RKA, "sekretariat")] if due else []
    )
    assert told(on, rka=RKA) == []


def test_what_needs_another_agency_is_told_before_that_deadline_too():
    assert told(RKA, rka=RKA, other_agency="BPSDM") == [(ReminderKind.RKA, "sekretariat")]


def test_the_budget_of_next_year_is_not_asked_for_what_is_due_this_year_or_later():
    assert told(RKA, kegiatan(1, "TW IV 2025"), RKA, needs_budget=True) == []
    assert told(RKA, kegiatan(1, "TW I 2027"), RKA, needs_budget=True) == []


def test_what_is_late_needs_its_budget_too():
    assert (ReminderKind.RKA, "sekretariat") in told(
        RKA, kegiatan(1, "TW IV 2024"), RKA, needs_budget=True
    )


def test_the_next_budget_deadline():
    assert next_rka(7, 31, date(2025, 7, 31)) == date(2025, 7, 31)
    assert next_rka(7, 31, date(2025, 8, 1)) == date(2026, 7, 31)
    assert next_rka(2, 29, date(2025, 1, 1)) == date(2025, 2, 28)


# -- whatever the day ----------------------------------------------------------------------------


@pytest.mark.parametrize("tick", ["TW I", "TW II", "TW III", "TW IV"])
@pytest.mark.parametrize("year", [2019, 2020, 2025, 2026])
def test_day_by_day_everything_is_told_once_and_nothing_early(tick, year):
    """Two years of days, also over years of 53 weeks; a key that was told is told no more."""
    row = kegiatan(1, f"{tick} {year}", bidang=("a", "b"))
    [target] = row.schedule
    day, seen = target.first - timedelta(days=100), {}
    while day < target.last + timedelta(days=400):
        for one in due_reminders([plan(row)], day):
            seen.setdefault(one.key, (day, one))
        day += timedelta(days=1)

    first = {}
    for when, one in seen.values():
        first.setdefault((one.kind, one.bidang or one.role), []).append(when)
    weekly = first.pop((ReminderKind.OVERDUE, "a"))
    assert (
        weekly
        == first.pop((ReminderKind.OVERDUE, "b"))
        == first[ReminderKind.OVERDUE, "admin"]
        == first[ReminderKind.OVERDUE, "pimpinan"]
    )
    assert {later - earlier for earlier, later in pairwise(weekly)} == {timedelta(days=7)}
    assert [
        one.status.weeks
        for _, one in seen.values()
        if (one.kind, one.bidang) == (ReminderKind.OVERDUE, "a")
    ] == list(range(1, len(weekly) + 1))
    assert first[ReminderKind.STARTED, "a"] == [target.first]
    assert first[ReminderKind.TWO_WEEKS_LEFT, "a"] == [target.last - timedelta(days=14)]
    assert first[ReminderKind.ENDING, "a"] == [target.last]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40))
def test_a_machine_that_slept_tells_what_is_still_due_and_no_more_than_that(gaps):
    """On no day of any run of days is one kegiatan told in two ways."""
    day, seen = date(2026, 1, 1), set()
    for gap in gaps:
        day += timedelta(days=gap)
        due = due_reminders([plan(ROW)], day)
        assert len({one.kind for one in due}) <= 1
        assert len({one.key for one in due}) == len(due)
        seen |= {one.key for one in due}
        assert bool(due) is (day >= date(2026, 4, 1))
