"""Working days, quiet hours and due weeks, by literal dates of 2026 and 2027."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from core.errors import FileError
from core.office import schedule_document
from core.office.document_table import Table
from core.periods import periode
from core.periods.working_days import Schedule, WorkCalendar

WIB = ZoneInfo("Asia/Jakarta")
NATAL = frozenset({date(2026, 12, 24), date(2026, 12, 25)})


def wib(*when):
    return datetime(*when, tzinfo=WIB).astimezone(UTC)


def calendar(**schedule):
    return WorkCalendar(
        WIB, Schedule(**schedule), lambda year: NATAL if year == 2026 else frozenset()
    )


def week(label):
    return periode.parse(label, date(2026, 11, 20))


@pytest.mark.parametrize(
    ("schedule", "label", "due"),
    [
        ({}, "2026-W47", wib(2026, 11, 23, 8)),
        ({"weekday": 2, "hour": time(14, 30)}, "2026-W47", wib(2026, 11, 25, 14, 30)),
        ({"weekday": 3}, "2026-W51", wib(2026, 12, 28, 8)),  # Thursday and Friday are days off
        ({"weekday": 3, "workdays": 6}, "2026-W51", wib(2026, 12, 26, 8)),  # Saturday is not
        ({"weekday": 6}, "2026-W47", wib(2026, 11, 29, 8)),  # who chooses Sunday gets Sunday
        ({"hour": time(5)}, "2026-W47", wib(2026, 11, 23, 7)),  # the quiet hours end first
        ({"hour": time(21)}, "2026-W47", wib(2026, 11, 24, 7)),
        ({"hour": time(5), "quiet": None}, "2026-W47", wib(2026, 11, 23, 5)),
        ({"hour": time(13), "quiet": (time(12), time(14))}, "2026-W47", wib(2026, 11, 23, 14)),
        ({"extra_holidays": frozenset({date(2026, 11, 23)})}, "2026-W47", wib(2026, 11, 24, 8)),
        ({"weekday": 3, "worked_holidays": NATAL}, "2026-W51", wib(2026, 12, 24, 8)),
        ({}, "2026-W53", wib(2027, 1, 4, 8)),
    ],
)
def test_a_week_is_due_on_its_day_and_hour_or_when_people_work_next(schedule, label, due):
    assert calendar(**schedule).due_at(week(label)) == due


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (wib(2026, 11, 23, 6, 59), wib(2026, 11, 23, 7)),
        (wib(2026, 11, 23, 7), wib(2026, 11, 23, 7)),
        (wib(2026, 11, 23, 19, 59), wib(2026, 11, 23, 19, 59)),
        (wib(2026, 11, 20, 20), wib(2026, 11, 23, 7)),  # Friday night waits for Monday
        (wib(2026, 12, 23, 22), wib(2026, 12, 28, 7)),  # over cuti bersama and Christmas
    ],
)
def test_nothing_is_posted_at_night_or_on_days_off(now, opens):
    assert calendar().opens(now) == opens
    assert calendar().is_open(now) is (now == opens)


def test_the_newest_due_week_turns_at_its_very_moment():
    """One second before 08.00 it is still the week before."""
    found = calendar()
    assert found.newest_due(wib(2026, 11, 23, 7, 59, 59)).label == "2026-W46"
    assert found.newest_due(wib(2026, 11, 23, 8)).label == "2026-W47"


@pytest.mark.parametrize(
    ("since", "done", "owed"),
    [
        (wib(2026, 11, 1), "2026-W46", ["2026-W47"]),
        (wib(2026, 11, 1), "2026-W47", []),
        (wib(2026, 11, 1), "2026-W44", ["2026-W45", "2026-W46", "2026-W47"]),
        (wib(2026, 11, 1), None, ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]),
        (wib(2026, 11, 24), None, []),  # who came after it was told waits for the next
        (wib(2026, 11, 23, 7), None, ["2026-W47"]),
    ],
)
def test_owed_are_the_weeks_since_somebody_came_and_was_told(since, done, owed):
    found = calendar().owed(wib(2026, 11, 25, 10), since, done)
    assert [one.label for one in found] == owed


@pytest.mark.parametrize(
    "data",
    [
        {"hari": "monday"},
        {"jam": "25.00"},
        {"jam": "8"},
        {"tenang": "20.00"},
        {"tenang": "20.00-20.00"},
        {"hari_kerja": 7},
        {"batas_rka": "31-07"},
        {"libur": ["24 Desember"]},
        {"tutup": "minggu"},
    ],
)
def test_a_wrong_schedule_is_refused_with_its_key(data):
    with pytest.raises(FileError, match=next(iter(data))):
        schedule_document.read_schedule(Table("dinas.toml", data))


def test_a_schedule_is_read_as_it_is_written():
    data = {
        "hari": "Rabu", "jam": "14:30", "tenang": "", "hari_kerja": 6, "akhir_kerja": "15.30",
        "batas_rka": "07-31", "libur": ["2026-11-23"], "bukan_libur": ["2026-12-24"], "tutup": "Semester",
    }  # fmt: skip
    assert schedule_document.read_schedule(Table("dinas.toml", data)) == Schedule(
        weekday=2,
        hour=time(14, 30),
        quiet=None,
        workdays=6,
        work_ends=time(15, 30),
        rka_deadline=(7, 31),
        extra_holidays=frozenset({date(2026, 11, 23)}),
        worked_holidays=frozenset({date(2026, 12, 24)}),
        closing="semester",
    )


def test_a_bidang_may_lie_in_another_zone():
    assert schedule_document.of_bidang(Table("dinas.toml", {"zona": "WIT"})).zone == ZoneInfo(
        "Asia/Jayapura"
    )
    with pytest.raises(FileError, match="zona"):
        schedule_document.of_bidang(Table("dinas.toml", {"zona": "Mars"}))


def test_without_quiet_hours_a_working_day_is_open_from_midnight():
    found = calendar(quiet=None)
    assert found.is_open(wib(2026, 11, 23, 0))
    assert found.opens(wib(2026, 11, 22, 23, 59)) == wib(2026, 11, 23, 0)


def test_an_office_that_never_works_is_written_to_all_the_same():
    """Sixty days off in a row are a slip in the file: better on a day off than never."""
    never = WorkCalendar(
        WIB, Schedule(extra_holidays=frozenset(date.fromordinal(n) for n in range(739000, 741000)))
    )
    assert never.opens(wib(2026, 11, 23, 3)) == wib(2026, 11, 23, 3)
    assert never.working_day(date(2026, 11, 23)) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("now", "wakes"),
    [
        (wib(2026, 11, 23, 12), wib(2026, 11, 23, 12)),
        (wib(2026, 11, 23, 20), wib(2026, 11, 24, 7)),
        (wib(2026, 11, 24, 3), wib(2026, 11, 24, 7)),
        (wib(2026, 11, 21, 12), wib(2026, 11, 21, 12)),  # a Saturday: late, but no night
    ],
)
def test_the_quiet_hours_end_in_the_morning_of_any_day(now, wakes):
    assert calendar().wakes(now) == wakes
    assert calendar(quiet=None).wakes(now) == now
