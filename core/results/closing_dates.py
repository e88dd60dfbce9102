"""The dates on which periods close by the calendar: `CLOSES_AFTER` (14 days) after their end.

The clock publishes such periods and proposes an RTL of them; the weekly summary announces the date.
The kinds of period ("bulan", "tahun" …) keep their Indonesian names: they stand in the agency's
document.
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

NEWS_WITHIN = timedelta(days=90)  # nobody is told of a period that closed longer ago


def closing_kinds(agency: Agency, unit: str | None, today: date) -> set[PeriodeKind]:
    """Return the kinds of period that a unit (None: any unit) is closed by.

    The kind set in `agency.schedule.closing` comes first. Without one, or with "admin" there, they
    are the kinds for which the agency's document tells the number of users (`agency.population`):
    the semester where it tells that of "2026-S1". Weeks are left out. Where no number is told, the
    only kind is the year.
    """
    named = agency.schedule.closing
    if named is not None and named != "admin":
        return {named}
    found: set[PeriodeKind] = set()
    for one in agency.population:
        if unit in (None, one.unit):
            try:
                found.add(periods.parse(one.periode, today).kind)
            except InputError:  # the document may bear a label of no calendar: "akreditasi"
                continue
    return found - {"minggu"} or {"tahun"}  # no week is closed; by law every year is surveyed


def by_calendar(agency: Agency, unit: str, today: date) -> list[tuple[Periode, date]]:
    """Return the last ended period of each kind, with its closing day, if it closed in 90 days.

    A period before the last one is never among them, and the last one only from its closing day on.
    An office that closes by hand (`closing` is "admin") has them too: they are news, though the
    clock does not publish them.
    """
    kinds = sorted(closing_kinds(agency, unit, today))
    ends = (periods.previous(periods.current(kind, today)) for kind in kinds)
    closed = ((one, one.last + CLOSES_AFTER) for one in ends)
    return [(one, day) for one, day in closed if day <= today <= day + NEWS_WITHIN]


def published_by_calendar(agency: Agency, unit: str, today: date) -> list[tuple[Periode, date]]:
    """Return those of `by_calendar` that the clock publishes: only those of the longest kind.

    If a year and three of its triwulan were published, a reader could subtract the three from the
    year; the difference would be the fourth triwulan, whose figures may be of a few people only. An
    office that closes by hand (`closing` is "admin") has none.
    """
    longest = _published_kind(agency, unit, today)
    return [(one, day) for one, day in by_calendar(agency, unit, today) if one.kind == longest]


def closes_soon(agency: Agency, unit: str, today: date) -> tuple[Periode, date] | None:
    """Return the period that is over and will be published, with its closing day.

    The weekly summary tells it to admins, who enter answers on paper before that day: later ones
    wait for a revision. None: the last period is closed already, or the office closes by hand.
    """
    longest = _published_kind(agency, unit, today)
    if longest is None:
        return None
    last = periods.previous(periods.current(longest, today))
    return (last, last.last + CLOSES_AFTER) if today < last.last + CLOSES_AFTER else None


def _published_kind(agency: Agency, unit: str, today: date) -> PeriodeKind | None:
    if agency.schedule.closing == "admin":
        return None
    return max(closing_kinds(agency, unit, today), key=LENGTH.__getitem__)
