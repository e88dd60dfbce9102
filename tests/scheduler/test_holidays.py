"""Holidays: a child process reads them from the package, once a year."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

from scheduler import holidays as timetable


def test_independence_day_is_off_and_a_plain_monday_is_not():
    days = timetable.holidays_of(2026)
    assert date(2026, 8, 17) in days
    assert date(2026, 3, 2) not in days


def test_a_year_is_asked_for_once(monkeypatch):
    asked = []
    monkeypatch.setattr(timetable, "_known", {})
    monkeypatch.setattr(timetable, "_ask", lambda year: asked.append(year) or frozenset())
    for _ in range(3):
        timetable.holidays_of(2031)
    assert asked == [2031]


def test_the_package_is_never_loaded_into_the_serving_process():
    """It would stay in memory, with the calendars of every country."""
    look = "import sys; from scheduler.holidays import holidays_of; holidays_of(2027); print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_without_the_package_the_clock_goes_on_and_asks_again(monkeypatch, caplog):
    """A day off too many told is less than a summary that never comes."""
    monkeypatch.setattr(timetable, "_known", {})

    def broken(year):
        raise subprocess.CalledProcessError(1, "holidays")

    monkeypatch.setattr(timetable, "_ask", broken)
    assert timetable.holidays_of(2031) == frozenset()
    assert "clock.no_holidays" in caplog.text
    monkeypatch.setattr(timetable, "_ask", lambda year: frozenset({date(year, 1, 1)}))
    assert timetable.holidays_of(2031) == {date(2031, 1, 1)}
