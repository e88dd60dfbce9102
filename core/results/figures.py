"""The figures of a unit, layanan and period, as chat and command line alike may tell them.

Composers of staff questions, `skm ikm` and `core.results.closing` call `figures`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from core.errors import InputError
from core.ikm import index
from core.ikm.sample_size import sample_target, significant
from core.periods import periode as periods
from core.ports.results import Scope
from core.results.small_numbers import Basis, basis, counting, is_settled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from core.ikm.index import Ikm, NilaiUnsur
    from core.office.agency import Agency, Layanan, Unit, WeightPolicy
    from core.office.questionnaire import Questionnaire
    from core.periods.periode import Periode
    from core.ports.results import Publication, ResultsReader
    from core.results.small_numbers import Hidden, Steps


Coded = TypeVar("Coded", "Unit", "Layanan")

ENOUGH = 30  # answers for a letter when the sample target is larger or unknown


@dataclass(frozen=True, slots=True)
class PreviousPeriod:
    """The IKM of the period before, compared with this one."""

    label: str
    n: int  # answers
    ikm: str  # as printed: "93.54"
    difference: Fraction  # now minus then
    significant: bool | None  # larger than chance? None: cannot be told
    basis: Ikm | None = None  # None: only what was published is known


@dataclass(frozen=True, slots=True)
class Figures:
    """All that may be told of a scope. `ikm` is None when `hidden` says why."""

    periode: Periode
    unit: str | None  # code; None: all units
    unit_name: str
    layanan: str | None  # code
    layanan_name: str | None
    n: int  # answers behind the figures; all answers, where `hidden`
    ikm: Ikm | None = None
    survey: Questionnaire | None = None
    hidden: Hidden | None = None
    # (policy, printed IKM) of another weight policy, where the print differs.
    other_weight: tuple[WeightPolicy, str] | None = None
    users: int | None = None  # N; None: unknown, or a target was set by letter
    target: int | None = None  # answers that the sample needs; None: N is unknown
    source: str | None = None  # of N or the target, in words
    previous: PreviousPeriod | None = None
    has_mutu: bool = False  # letters may be told
    revision: int | None = None  # last published revision of this unit and period
    ikm_target: Fraction | None = None  # the yearly IKM target
    left_out: tuple[tuple[str, int], ...] = ()  # (questionnaire, n) left out: counts otherwise
    steps: Steps = ()  # to be kept by the caller: `tx.results.save_told(key, rekaps)`

    @property
    def missing(self) -> int | None:
        """The answers missing to the sample target; None: the target is unknown."""
        return None if self.target is None else max(0, self.target - self.n)

    @property
    def provisional(self) -> bool:
        """Whether no letter may be told yet, or the period was never published."""
        return not self.has_mutu or self.revision is None

    @property
    def lowest(self) -> tuple[NilaiUnsur, ...]:
        """The three lowest unsur, or more where the last place is shared."""
        return self.ikm.lowest(3) if self.ikm else ()

    @property
    def achievement(self) -> str | None:
        """The printed IKM in percent of the yearly target; None but for a year with a target."""
        if self.ikm is None or self.ikm_target is None or self.periode.kind != "tahun":
            return None
        return index.achievement(self.ikm, self.ikm_target)


def scope_of(
    agency: Agency, periode: Periode, unit: str | None = None, layanan: str | None = None
) -> Scope:
    """Return the scope of a period and codes in upper or lower case.

    The only unit, and the unit of a layanan, need not be named. Raises InputError with an
    Indonesian sentence when a code is unknown or the layanan belongs to another unit.
    """
    every = [service for place in agency.unit for service in place.layanan]
    service = _by_code(every, layanan, "Layanan")
    place = _by_code(agency.unit, unit, "Unit")
    if place is None and service is not None:
        place = next(one for one in agency.unit if service in one.layanan)
    if place is None and len(agency.unit) == 1:
        place = agency.unit[0]
    if service is not None and place is not None and service not in place.layanan:
        raise InputError(f"Layanan {service.code} bukan layanan unit {place.code}.")
    return Scope(
        place.code if place else None,
        service.code if service else None,
        periode.label,
        periode.first,
        periode.last,
    )


def _by_code(known: Iterable[Coded], code: str | None, what: str) -> Coded | None:
    if code is None:
        return None
    codes = {one.code.casefold(): one for one in known}
    if code.casefold() not in codes:
        pick = ", ".join(one.code for one in codes.values())
        raise InputError(f"{what} {code} tidak ada. Pilih: {pick}.")
    return codes[code.casefold()]


def figures(
    results: ResultsReader,
    agency: Agency,
    scope: Scope,
    *,
    final: bool = False,
    today: date | None = None,
    alone: bool = False,
) -> Figures:
    """Return all that may be told of a scope; the caller keeps `steps`, so that all tell the same.

    `final` is for closing a period: every answer counts, also those short of the next step.
    `alone` leaves the period before out. With `today` given, a period before that is settled is
    read by its totals alone, which is faster. Raises InputError when a questionnaire is not kept.
    """
    now = basis(results, agency, scope, final=final)
    made = _target(_named(agency, scope, now), agency)
    if now.survey is None:
        return made
    policy = agency.weight_policy
    ikm = index.compute(now.rekap, now.survey, policy)
    before, steps = (None, ()) if alone else _before(results, agency, made, ikm, today)
    return replace(
        made,
        ikm=ikm,
        other_weight=_other(now, policy, ikm),
        has_mutu=has_letter(made.n, made.target, made.periode),
        revision=_revision(results, scope),
        previous=before,
        steps=(*made.steps, *steps),
    )


def _named(agency: Agency, scope: Scope, now: Basis) -> Figures:
    place = agency.unit_with(scope.unit)
    service = place.service(scope.layanan) if place else None
    return Figures(
        periode=periods.parse(scope.label, scope.last),
        unit=scope.unit,
        unit_name=place.short if place else agency.short,
        layanan=scope.layanan,
        layanan_name=service.name if service else None,
        n=now.n,
        survey=now.survey,
        hidden=now.hidden,
        ikm_target=agency.ikm_target,
        left_out=now.left_out,
        steps=now.steps,
    )


def _target(made: Figures, agency: Agency) -> Figures:
    known = agency.users(made.unit, made.layanan, made.periode.label) if made.unit else None
    if known is None:
        return made
    target = sample_target(known)
    return replace(made, users=known.users, target=target, source=known.source)


def target_of(agency: Agency, unit: str | None, layanan: str | None, label: str) -> int | None:
    """Return the answers that the sample needs; None: the number of users is unknown."""
    known = agency.users(unit, layanan, label) if unit else None
    return None if known is None else sample_target(known)


def has_letter(n: int, target: int | None, periode: Periode) -> bool:
    """Return whether a mutu may be told: with 30 answers or the target, and never of a week."""
    enough = n >= ENOUGH or (target is not None and n >= target)
    return enough and periode.kind != "minggu"


def _other(now: Basis, policy: WeightPolicy, ikm: Ikm) -> tuple[WeightPolicy, str] | None:
    other: WeightPolicy = "0.111" if policy == "exact" else "exact"
    assert now.survey is not None  # noqa: S101 - asked only where an index was computed
    try:
        printed = index.compute(now.rekap, now.survey, other).ikm
    except InputError:  # a printed weight has no meaning for this questionnaire
        return None
    return (other, printed) if printed != ikm.ikm else None


def _revision(results: ResultsReader, scope: Scope) -> int | None:
    return max((int(row.revision) for row in published_revisions(results, scope)), default=None)


def published_revisions(results: ResultsReader, scope: Scope) -> list[Publication]:
    """Return the published revisions of exactly this scope, newest first."""
    return [row for row in published_of_unit(results, scope) if row.label == scope.label]


def published_of_unit(results: ResultsReader, scope: Scope) -> list[Publication]:
    """Return the published revisions of all periods of a scope's unit, newest first.

    Empty for a layanan or for all units: only a whole unit is published.
    """
    if scope.unit is None or scope.layanan is not None:
        return []
    return results.published(scope.unit)


def _before(
    results: ResultsReader, agency: Agency, made: Figures, now: Ikm, today: date | None
) -> tuple[PreviousPeriod | None, Steps]:
    """The period before, from its answers, or else from its last published revision."""
    last = periods.previous(made.periode)
    earlier = Scope(made.unit, made.layanan, last.label, last.first, last.last)
    brief = today is not None and is_settled(earlier, today)
    then = basis(results, agency, earlier, brief=brief)
    assert made.survey is not None  # noqa: S101 - asked only where an index was computed
    if then.survey is not None and counting(then.survey) == counting(made.survey):
        old = index.compute_total(then.rekap, then.survey, now.policy)
        gap = now.exact - old.exact
        earlier_period = PreviousPeriod(last.label, old.n, old.ikm, gap, significant(now, old), old)
        return earlier_period, then.steps
    for row in published_revisions(results, earlier):
        told = row.figures
        if told.get("weight_policy") == now.policy:
            gap = now.exact - Fraction(told["ikm"])
            return PreviousPeriod(last.label, int(told["n"]), str(told["ikm"]), gap, None), ()
    return None, ()
