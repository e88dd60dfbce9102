"""`gather`: the facts of one weekly summary, all of them such as may be told.

`bot.desk.staff.summary.weekly` puts them into words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.desk.staff.summary.overdue import overdue_rtl
from bot.desk.staff.summary.units import bidang_name, blocks, by_unit, lowest, served, with_target
from core.answers.money_mentions import speaks_of_money
from core.answers.redaction import redacted
from core.errors import InputError
from core.ikm import index
from core.ikm.sample_size import significant
from core.ikm.sums import difference
from core.language.catalogue import Words
from core.language.decimals import comma, printed_with_comma
from core.language.shortening import cut
from core.periods import periode as periods
from core.results import digest
from core.results.closing_dates import closes_soon
from core.results.figures import scope_of
from core.results.small_numbers import LEAST, key_of
from core.results.summary import WeekFigures, WeeklySummary, YearFigures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.answers.response import Saran
    from core.ikm.sums import Rekap
    from core.language.catalogue import Says
    from core.office.agency import Agency
    from core.periods.periode import Periode
    from core.ports.results import Scope
    from core.ports.store import Reader
    from core.results.figures import Figures
    from core.results.small_numbers import Steps

LOOK_BACK = 10  # weeks back in which an earlier summary is looked for


@dataclass(frozen=True, slots=True)
class SummaryTerms:
    """One summary to write: the role and bidang of its reader, and its weeks (oldest first)."""

    role: str  # "bidang" | "admin" | "pimpinan"
    bidang: str | None
    weeks: tuple[Periode, ...]
    now: datetime

    @property
    def own(self) -> str | None:
        """The bidang whose unsur and RTL are told; None: those of all."""
        return self.bidang if self.role == "bidang" else None


def week_key(scope: Scope, week: Periode) -> str:
    """The key of the sums that a week's summary told; the next summary compares with them."""
    return f"{key_of(scope)}|{week.label}"


def scope_told(agency: Agency, asked: SummaryTerms) -> Scope:
    """The year of the newest week, for one unit where the reader is told of one; else for all."""
    newest = asked.weeks[-1]
    units = served(agency, asked.own)
    only = units[0].code if len(units) == 1 else None
    return scope_of(agency, periods.parse(newest.label[:4], newest.last), only)


def gather(
    reader: Reader,
    agency: Agency,
    asked: SummaryTerms,
    scope: Scope,
    found: Figures,
    told: tuple[Rekap, ...],
) -> tuple[WeeklySummary, Steps]:
    """The facts of a summary, and the sums of several units that were shown with them.

    `found` are the figures of `scope`, and `told` the sums that they were computed from. The caller
    keeps the sums.
    """
    newest, own = asked.weeks[-1], asked.own
    week = replace(scope, label=newest.label, first=newest.first, last=newest.last)
    sizes = by_unit(reader, week)
    units, steps = blocks(reader, agency, scope, own, sizes)
    plain, money = _saran(reader, agency, week, own, sizes)
    ranked = sorted(plain, key=partial(_rank, [one.key for one in found.lowest]))
    made = WeeklySummary(
        addressee=_whom(agency, asked),
        weeks=asked.weeks,
        year=with_target(reader, agency, scope, _year(found)),
        week=_week(reader, scope, newest, sum(sizes.values()), found, told),
        lowest=tuple(lowest(agency, found, own)),
        all_alike=found.ikm is not None and len(found.lowest) == len(found.ikm.unsur),
        unit=units,
        saran=tuple(
            cut(redacted(one.text), digest.SARAN_LETTERS) for one in ranked[: digest.SARAN_MOST]
        ),
        mentions_money=money if own is None else 0,
        rtl=overdue_rtl(reader, agency, own, asked.now),
        whole=own is None,
        closing=_closing(reader, agency, asked),
    )
    return made, steps


def _closing(reader: Reader, agency: Agency, asked: SummaryTerms) -> tuple[str, date] | None:
    """Label of an ended period and the day it closes, for admins: paper must be entered before."""
    today = asked.now.astimezone(agency.zone).date()
    soon = (closes_soon(agency, one.code, today) for one in agency.unit if asked.role == "admin")
    for one, day in filter(None, soon):
        if any(row.n for row in reader.results.totals(scope_of(agency, one))):
            return one.label, day
    return None


def _saran(
    reader: Reader, agency: Agency, week: Scope, own: str | None, sizes: Mapping[str, int]
) -> tuple[list[Saran], int]:
    """Saran of the week that the reader may see, and the number of all that speak of money."""
    every = [one for one in reader.answers.saran(week) if sizes.get(one.unit, 0) >= LEAST]
    plain = [one for one in every if not speaks_of_money(one.text)]
    ours = [one for one in plain if own in (None, agency.owner(one.unsur or "", one.layanan))]
    return ours, len(every) - len(plain)


def _rank(low: Sequence[str], one: Saran) -> tuple[int, str]:
    """Sort saran on the lowest unsur first, then by text: the order must not betray the day."""
    return (low.index(one.unsur) if one.unsur in low else len(low)), one.text


def _whom(agency: Agency, asked: SummaryTerms) -> Says:
    if asked.role != "bidang":
        return Words("ringkasan.pimpinan" if asked.role == "pimpinan" else "ringkasan.semua_bidang")
    return bidang_name(agency, asked.bidang)


def _year(found: Figures) -> YearFigures:
    ikm = found.ikm
    made = YearFigures(
        found.periode.label,
        found.n,
        target=found.target,
        missing=found.missing,
        ikm_target=printed_with_comma(found.ikm_target) if found.ikm_target is not None else None,
        achievement=comma(found.achievement) if found.achievement else None,
    )
    if ikm is None:
        return made
    made = replace(made, ikm=comma(ikm.ikm))
    if ikm.interval and ikm.interval.low != ikm.interval.high:  # all answers are alike: no interval
        made = replace(made, interval=(comma(ikm.interval.low), comma(ikm.interval.high)))
    return replace(made, mutu=ikm.mutu, kinerja=ikm.kinerja) if found.has_mutu else made


# -- what the week changed ---------------------------------------------------------------------


def _week(
    reader: Reader,
    scope: Scope,
    week: Periode,
    count: int,
    found: Figures,
    told: Sequence[Rekap],
) -> WeekFigures:
    """The week's count, and its change against the index that was told a week ago.

    Both figures were told, so comparing them shows nothing new of a person.
    """
    before = _told_before(reader, scope, week)
    if count < LEAST or not before or found.ikm is None or found.survey is None:
        return WeekFigures(count)
    try:
        then = index.compute(before, found.survey, found.ikm.policy)
        between = difference(before, told)
        is_significant = (
            significant(index.compute(between, found.survey, then.policy), then)
            if between
            else None
        )
    except InputError:  # the questionnaire was changed meanwhile
        return WeekFigures(count)
    return WeekFigures(count, comma(then.ikm), is_significant)


def _told_before(reader: Reader, scope: Scope, week: Periode) -> list[Rekap] | None:
    for _ in range(LOOK_BACK):
        week = periods.previous(week)
        if found := reader.results.told(week_key(scope, week)):
            return found
    return None
