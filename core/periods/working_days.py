"""Working days, quiet hours, and when a weekly post is due. Holidays are handed in, by year."""

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
NAMES = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
LOOK_AHEAD = 60  # days: no row of days off is longer
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The part [jadwal] of an agency's file."""

    weekday: int = 0  # of the weekly summary; Monday is 0
    hour: time = time(8)
    quiet: tuple[time, time] | None = (time(20), time(7))  # no posts from … until
    workdays: int = 5  # Monday to Friday, or to Saturday
    work_ends: time = time(16)  # low scores are told then, not at once
    rka_deadline: tuple[int, int] | None = None  # month, day: the budget plan is closed after it
    closing: PeriodeKind | Literal["admin"] | None = (
        None  # None: as users are counted; admin: by hand
    )
    holidays: frozenset[date] = frozenset()  # besides the national ones
    not_holidays: frozenset[date] = frozenset()  # here people work after all


@dataclass(frozen=True, slots=True)
class WeeklySchedule:
    """The day and hour of one bidang, where they differ; its own zone, where it lies elsewhere."""

    weekday: int | None = None
    hour: time | None = None
    zone: ZoneInfo | None = None


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Of one office or bidang. All moments that come out are UTC."""

    zone: ZoneInfo
    schedule: Schedule = field(default_factory=Schedule)
    holidays: Callable[[int], frozenset[date]] = lambda _year: frozenset()

    def at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def works(self, day: date) -> bool:
        """Whether people are at work; the day chosen for the summary is a day of work."""
        if day in self.schedule.not_holidays:
            return True
        if day in self.schedule.holidays or day in self.holidays(day.year):
            return False
        return day.weekday() < self.schedule.workdays or day.weekday() == self.schedule.weekday

    def working_day(self, day: date) -> date:
        """This day, or the next on which people work."""
        ahead = (day + DAY * n for n in range(LOOK_AHEAD))
        return next((one for one in ahead if self.works(one)), day)

    def opens(self, moment: datetime) -> datetime:
        """The first moment from this one on at which a post may go out."""
        first = self.today(moment)
        for day in (first + DAY * n for n in range(LOOK_AHEAD)):
            for start, end in self._windows(day) if self.works(day) else ():
                if moment < end:
                    return max(moment, start)
        return moment

    def is_open(self, moment: datetime) -> bool:
        return self.opens(moment) == moment

    def wakes(self, moment: datetime) -> datetime:
        """The first moment from this one on outside the quiet hours, on whatever day."""
        first = self.today(moment)
        windows = (one for n in range(3) for one in self._windows(first + DAY * n))
        return next(max(moment, start) for start, end in windows if moment < end)

    def is_awake(self, moment: datetime) -> bool:
        """Whether it is no quiet hour; people who are no staff have no days off."""
        return any(start <= moment < end for start, end in self._windows(self.today(moment)))

    def _windows(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The hours of a day outside the quiet ones."""
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
        """When the summary of a week is due: its day and hour, or the next working day's."""
        day = week.last + DAY * (1 + self.schedule.weekday)
        return self.opens(self.at(self.working_day(day), self.schedule.hour))

    def newest_due(self, now: datetime) -> Periode:
        """The last week whose summary is due."""
        week = periods.previous(periods.current("minggu", self.today(now)))
        while self.due_at(week) > now:
            week = periods.previous(week)
        return week

    def owed(self, now: datetime, since: datetime, done: str | None) -> tuple[Periode, ...]:
        """The weeks due after `since` and after the label `done`, oldest first."""
        found: list[Periode] = []
        week = self.newest_due(now)
        while self.due_at(week) > since and (done is None or week.label > done):
            found.insert(0, week)
            week = periods.previous(week)
        return tuple(found)
