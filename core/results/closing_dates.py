"""The dates on which periods close by the calendar: `CLOSES_AFTER` (14 days) after their end.

The clock publishes such periods and proposes an RTL of them; the weekly summary announces the date.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.errors import InputError
from core.periods import periode as periods
from core.periods.periode import CLOSES_AFTER, LENGTH

if TYPE_CHECKING:
    from datetime import date

    from core.office.agency import Agency
    from core.periods.periode import Periode, PeriodeKind

WITHIN = timedelta(days=90)  # after the closing; a later one is no news any more


def used(agency: Agency, unit: str | None, today: date) -> set[PeriodeKind]:
    """Return the kinds of period that a unit (None: any unit) is closed by.

    That is the kind set in `agency.schedule.closing`; else the kinds in which numbers of users are
    known, without weeks; else the year.
    """
    named = agency.schedule.closing
    if named is not None and named != "admin":
        return {named}
    found: set[PeriodeKind] = set()
    for one in agency.population:
        if unit in (None, one.unit):
            try:
                found.add(periods.parse(one.periode, today).kind)
            except InputError:  # a label that names no calendar
                continue
    return found - {"minggu"} or {"tahun"}


def by_calendar(agency: Agency, unit: str, today: date) -> list[tuple[Periode, date]]:
    """Return the periods that closed by the calendar within 90 days, each with its closing day."""
    ends = (periods.previous(periods.current(k, today)) for k in sorted(used(agency, unit, today)))
    closed = ((one, one.last + CLOSES_AFTER) for one in ends)
    return [(one, day) for one, day in closed if day <= today <= day + WITHIN]


def published_by_calendar(agency: Agency, unit: str, today: date) -> list[tuple[Periode, date]]:
    """Return those of `by_calendar` that the clock publishes: only those of the longest kind.

    A year less three of its published triwulan would give the fourth, which may hold few people.
    An office that closes by hand (`closing` is "admin") has none.
    """
    longest = _published_kind(agency, unit, today)
    return [(one, day) for one, day in by_calendar(agency, unit, today) if one.kind == longest]


def closes_soon(agency: Agency, unit: str, today: date) -> tuple[Periode, date] | None:
    """Return the period that is over and will be published, with its closing day.

    Until that day answers on paper may be entered. None: the last period is closed already, or the
    office closes by hand.
    """
    longest = _published_kind(agency, unit, today)
    if longest is None:
        return None
    last = periods.previous(periods.current(longest, today))
    return (last, last.last + CLOSES_AFTER) if today < last.last + CLOSES_AFTER else None


def _published_kind(agency: Agency, unit: str, today: date) -> PeriodeKind | None:
    if agency.schedule.closing == "admin":
        return None
    return max(used(agency, unit, today), key=LENGTH.__getitem__)
