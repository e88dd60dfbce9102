"""Working days, quiet hours, and the moment at which a weekly summary is due (`WorkCalendar`).

An agency builds the calendars (`core/office/agency.py`). The jobs of the scheduler ask them, and
`Sender` (`bot/pipeline/sender.py`) does before it sends a post. The national holidays are an
argument, by year.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from core.periods import periode as periods

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo

    from core.periods.periode import Periode, PeriodeKind

DAY, WEEK = timedelta(days=1), timedelta(days=7)
# As an agency's file and typed dates write them, Monday first. "minggu" is Sunday here; as a
# `PeriodeKind` ("minggu" in `newest_due`) it is a week.
WEEKDAY_NAMES = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
LOOK_AHEAD = 60  # days; no sequence of days off is longer
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The section [jadwal] of an agency's file. Days are local, hours are the local clock.

    Days off are the national holidays (`WorkCalendar.national_holidays`) and `extra_holidays`,
    without `worked_holidays`.
    """

    weekday: int = 0  # of the weekly summary; Monday is 0
    hour: time = time(8)
    # From, until; over midnight where the first is later. None: no quiet hours. The reader of the
    # file refuses two equal hours (`core/office/schedule_document.py`).
    quiet: tuple[time, time] | None = (time(20), time(7))
    workdays: int = 5  # Monday to Friday; 6: to Saturday
    work_ends: time = time(16)  # end of a working day: staff get the evening news then, not at once
    rka_deadline: tuple[int, int] | None = None  # (month, day): last day to hand in the RKA
    # Kind of period that closes of itself. None: the kinds for which the agency's file gives a
    # number of users, else the year; "admin": none does, an admin closes them.
    closing: PeriodeKind | Literal["admin"] | None = None
    extra_holidays: frozenset[date] = frozenset()  # days off besides the national ones
    worked_holidays: frozenset[date] = frozenset()  # days on which this office works in any case


@dataclass(frozen=True, slots=True)
class WeeklySchedule:
    """The day, hour and zone of one bidang's weekly summary. None: as the whole agency has it.

    `Agency.calendar` puts day and hour into the agency's `Schedule` for that bidang.
    """

    weekday: int | None = None  # Monday is 0
    hour: time | None = None
    zone: ZoneInfo | None = None


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The calendar of one office, unit or bidang. It returns moments in UTC and days in `zone`.

    `national_holidays` returns the national holidays of a year; days off that the office itself
    adds stand in `schedule`.
    """

    zone: ZoneInfo
    schedule: Schedule = field(default_factory=Schedule)
    national_holidays: Callable[[int], frozenset[date]] = lambda _year: frozenset()

    def at(self, day: date, hour: time) -> datetime:
        """Return the moment (UTC) of a local day and hour."""
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def today(self, now: datetime) -> date:
        """Return the local day of a moment."""
        return now.astimezone(self.zone).date()

    def works(self, day: date) -> bool:
        """Tell whether people are at work on a day.

        The weekday chosen for the weekly summary counts as a working day unless it is a holiday:
        an office that chose Sunday gets its summary on Sunday.
        """
        if day in self.schedule.worked_holidays:
            return True
        if day in self.schedule.extra_holidays or day in self.national_holidays(day.year):
            return False
        return day.weekday() < self.schedule.workdays or day.weekday() == self.schedule.weekday

    def working_day(self, day: date) -> date:
        """Return this day, or the next on which people work; this day if 60 days have none.

        So a calendar full of days off delays nothing for ever.
        """
        ahead = (day + DAY * n for n in range(LOOK_AHEAD))
        return next((one for one in ahead if self.works(one)), day)

    def opens(self, moment: datetime) -> datetime:
        """Return the first moment from this one on at which a post to staff may go out.

        That is a working day outside the quiet hours; `moment` itself where none is found in 60
        days. Staff are written to by `opens`, and on days off nothing is (`wakes` ignores them).
        """
        first = self.today(moment)
        for day in (first + DAY * n for n in range(LOOK_AHEAD)):
            for start, end in self._windows(day) if self.works(day) else ():
                if moment < end:
                    return max(moment, start)
        return moment

    def is_open(self, moment: datetime) -> bool:
        """Tell whether a post to staff may go out at this moment (`opens`)."""
        return self.opens(moment) == moment

    def wakes(self, moment: datetime) -> datetime:
        """Return the first moment from this one on outside the quiet hours, on any day.

        Other than `opens` it takes days off for days like any other.
        """
        first = self.today(moment)
        # Today or tomorrow always has such a moment; the third day is to spare.
        windows = (one for n in range(3) for one in self._windows(first + DAY * n))
        return next(max(moment, start) for start, end in windows if moment < end)

    def is_awake(self, moment: datetime) -> bool:
        """Tell whether a moment lies outside the quiet hours, on any day.

        Reminders to citizens ask this: a day off of the office is none of theirs.
        """
        return any(start <= moment < end for start, end in self._windows(self.today(moment)))

    def _windows(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the hours of a day outside the quiet ones, as (start, end) in UTC."""
        begin, end = self.at(day, MIDNIGHT), self.at(day + DAY, MIDNIGHT)
        quiet = self.schedule.quiet
        if quiet is None:
            yield begin, end
            return
        hush, wake = (self.at(day, hour) for hour in quiet)
        if hush < wake:  # a rest within the day
            yield begin, hush
            yield wake, end
        else:
            yield wake, hush

    # -- the weekly summary --------------------------------------------------------------------

    def due_at(self, week: Periode) -> datetime:
        """Return the moment at which the summary of a week is due, in the week after it.

        The day and hour of the schedule count, moved to the next working day where people do not
        work, and out of the quiet hours (`opens`).
        """
        day = week.last + DAY * (1 + self.schedule.weekday)
        return self.opens(self.at(self.working_day(day), self.schedule.hour))

    def newest_due(self, now: datetime) -> Periode:
        """Return the last week whose summary is due at `now`."""
        week = periods.previous(periods.current("minggu", self.today(now)))
        while self.due_at(week) > now:
            week = periods.previous(week)
        return week

    def owed(self, now: datetime, since: datetime, done: str | None) -> tuple[Periode, ...]:
        """Return the weeks due after the moment `since` and after the label `done`, in order.

        `since`: the moment at which the reader joined the staff; nothing due before it is owed.
        `done`: the label of the last week that was told, None: no week was. Labels ("2026-W07")
        have fixed widths, so they sort as text.
        """
        found: list[Periode] = []
        week = self.newest_due(now)
        while self.due_at(week) > since and (done is None or week.label > done):
            found.insert(0, week)
            week = periods.previous(week)
        return tuple(found)
