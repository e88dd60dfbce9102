"""When a period closes of itself, so that it is published and an RTL proposed of it."""

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

WITHIN = timedelta(days=90)  # later it is no news any more


def used(agency: Agency, unit: str | None, today: date) -> set[PeriodeKind]:
    """The kinds of period in which users of a unit (None: of any) are counted; else a year.

    Where the office has named one, that one.
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
    """Periods that have closed of themselves not long ago, and on which day."""
    ends = (periods.previous(periods.current(k, today)) for k in sorted(used(agency, unit, today)))
    closed = ((one, one.last + CLOSES_AFTER) for one in ends)
    return [(one, day) for one, day in closed if day <= today <= day + WITHIN]


def published_by_calendar(agency: Agency, unit: str, today: date) -> list[tuple[Periode, date]]:
    """Those of them that are published without anybody's doing: of the longest kind alone.

    A year less three of its triwulan would be the fourth, which may be of a handful of people.
    """
    longest = _published_kind(agency, unit, today)
    return [(one, day) for one, day in by_calendar(agency, unit, today) if one.kind == longest]


def closes_soon(agency: Agency, unit: str, today: date) -> tuple[Periode, date] | None:
    """A period that is over and will be published of itself, and when: papers may still come in."""
    longest = _published_kind(agency, unit, today)
    if longest is None:
        return None
    last = periods.previous(periods.current(longest, today))
    return (last, last.last + CLOSES_AFTER) if today < last.last + CLOSES_AFTER else None


def _published_kind(agency: Agency, unit: str, today: date) -> PeriodeKind | None:
    if agency.schedule.closing == "admin":
        return None
    return max(used(agency, unit, today), key=LENGTH.__getitem__)
