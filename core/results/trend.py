"""The index through several periods: the figures of each, and whether it moved beyond chance.

`bot.desk.staff.results.trend` tells and draws it. Periods whose questionnaires count otherwise
stand side by side and are never compared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from core.ikm import index
from core.ikm.sample_size import significant
from core.periods import periode as periods
from core.results.figures import has_letter, published_of_unit, target_of
from core.results.small_numbers import basis, counting, is_settled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from core.ikm.index import Ikm
    from core.ikm.sums import Rekap
    from core.office.agency import Agency
    from core.ports.results import Publication, ResultsReader, Scope
    from core.results.small_numbers import Basis, Hidden, Steps

BEFORE = 5  # periods before the one that was asked for

# Beyond chance, perhaps chance, one spread is unknown, the questionnaires count otherwise.
Significance = Literal["nyata", "belum_nyata", "tidak_terukur", "lain_kuesioner"]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period of the series. `ikm` is None where `hidden` says why."""

    label: str
    n: int  # answers
    hidden: Hidden | None = None
    exact: Fraction | None = None
    ikm: str | None = None  # as printed
    mutu: str | None = None  # None also where too few answered for a letter
    low: Fraction | None = None  # of the 95 % interval
    high: Fraction | None = None
    provisional: bool = True
    basis: Ikm | None = None  # None: only what was published is known
    counting: Any = None  # `small_numbers.counting` of its questionnaire


@dataclass(frozen=True, slots=True)
class TrendChange:
    """The change from one told period to the next told one."""

    earlier: TrendPoint
    later: TrendPoint
    significant: Significance

    @property
    def difference(self) -> Fraction:
        """The later index minus the earlier one."""
        return (self.later.exact or Fraction()) - (self.earlier.exact or Fraction())


def series(
    results: ResultsReader, agency: Agency, scope: Scope, *, today: date, before: int = BEFORE
) -> tuple[tuple[TrendPoint, ...], Steps]:
    """Return the period of `scope` and `before` periods before it, oldest first, and their steps.

    Empty periods at the beginning are left out. The caller keeps the steps by
    `tx.results.save_told`.
    """
    periode = periods.parse(scope.label, scope.last)
    every = [periode]
    for _ in range(before):
        every.insert(0, periods.previous(every[0]))
    # Oldest first, so that the last one taken of a label is its newest revision.
    published = {row.label: row for row in reversed(published_of_unit(results, scope))}
    found: list[TrendPoint] = []
    steps: list[tuple[str, tuple[Rekap, ...]]] = []
    for one in every:
        mine = replace(scope, label=one.label, first=one.first, last=one.last)
        now = basis(results, agency, mine, brief=is_settled(mine, today))
        point, told = _point(now, agency, mine, published.get(one.label))
        found.append(point)
        steps += told
    while len(found) > 1 and found[0].hidden == "kosong":
        del found[0]
    return tuple(found), tuple(steps)


def changes(points: Sequence[TrendPoint]) -> dict[str, TrendChange]:
    """Return the changes by the later period's label; a period that may not be told is skipped."""
    told = [one for one in points if one.exact is not None]
    return {
        later.label: TrendChange(earlier, later, _significance(earlier, later))
        for earlier, later in pairwise(told)
    }


def _significance(earlier: TrendPoint, later: TrendPoint) -> Significance:
    if (
        earlier.counting is not None
        and later.counting is not None
        and earlier.counting != later.counting
    ):
        return "lain_kuesioner"
    if earlier.basis is None or later.basis is None:
        return "tidak_terukur"
    found = significant(later.basis, earlier.basis)
    if found is None:
        return "tidak_terukur"
    return "nyata" if found else "belum_nyata"


def _point(now: Basis, agency: Agency, scope: Scope, row: Any) -> tuple[TrendPoint, Steps]:
    if now.survey is None:
        return (_of_published(row) if row else TrendPoint(scope.label, now.n, now.hidden)), ()
    ikm = index.compute_total(now.rekap, now.survey, agency.weight_policy)
    target = target_of(agency, scope.unit, scope.layanan, scope.label)
    lettered = has_letter(now.n, target, periods.parse(scope.label, scope.last))
    made = TrendPoint(
        label=scope.label,
        n=now.n,
        exact=ikm.exact,
        ikm=ikm.ikm,
        mutu=ikm.mutu if lettered else None,
        low=Fraction(ikm.interval.low) if ikm.interval else None,
        high=Fraction(ikm.interval.high) if ikm.interval else None,
        provisional=row is None or not lettered,
        basis=ikm,
        counting=counting(now.survey),
    )
    return made, now.steps


def _of_published(row: Publication) -> TrendPoint:
    told = row.figures
    span = told.get("interval") or {}
    return TrendPoint(
        label=row.label,
        n=int(told["n"]),
        exact=Fraction(told["ikm"]),
        ikm=str(told["ikm"]),
        mutu=told["mutu"],
        low=Fraction(span["low"]) if span else None,
        high=Fraction(span["high"]) if span else None,
        provisional=False,
    )
