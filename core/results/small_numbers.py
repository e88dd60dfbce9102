"""The guard of small numbers: it decides which sums may be told, for all of `core.results`.

It lets no figure under 5 answers pass, lets running figures move in steps of at least 5 answers,
and holds a layanan back from which the few answers of another one could be found by subtraction
(docs/counting.md, section 7).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from core.errors import InputError
from core.office.questionnaire import from_snapshot
from core.periods.periode import CLOSES_AFTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from core.ikm.sums import Rekap
    from core.office.agency import Agency
    from core.office.questionnaire import Questionnaire
    from core.ports.results import ResultsReader, Scope

Key = TypeVar("Key", str, str | None)

LEAST = 5  # answers behind any figure, and between two of its steps

# The reasons to tell nothing: no answers, under 5 of them, a small remainder by subtraction.
Hidden = Literal["kosong", "kurang_dari_5", "sisa_kecil"]
# (key, sums) for `tx.results.save_told`.
Steps = tuple[tuple[str, tuple["Rekap", ...]], ...]
CountedGroup = list[tuple["Rekap", "Questionnaire"]]


@dataclass(frozen=True, slots=True)
class Basis:
    """The sums that may be told now, of one way of counting; or the reason why none may."""

    n: int  # answers behind `rekap`; all answers, where `hidden`
    rekap: tuple[Rekap, ...] = ()
    survey: Questionnaire | None = None  # None: `hidden` says why
    hidden: Hidden | None = None
    left_out: tuple[tuple[str, int], ...] = ()  # (questionnaire, n) that counts otherwise
    steps: Steps = ()  # to be kept by the caller: `tx.results.save_told(key, rekaps)`


def basis(
    results: ResultsReader,
    agency: Agency,
    scope: Scope,
    *,
    final: bool = False,
    brief: bool = False,
) -> Basis:
    """Return the sums of a scope that may be told now.

    The sums told last are returned again until 5 answers more make a new step. `final` takes every
    answer. `brief` is for callers that want the index alone: it reads the totals, a tenth of the
    rows. Raises InputError when a questionnaire is not kept.
    """
    # The totals are few rows; the sums of each question are read only for a new step.
    groups = _groups(results, results.totals(scope))
    if not groups:
        return Basis(0, hidden="kosong")
    main, *rest = groups
    n = _n(main)
    if n < LEAST:
        return Basis(n, hidden="kurang_dari_5")
    if betrays(results, agency, scope):
        return Basis(n, hidden="sisa_kecil")
    told = None if final else _told(results, scope, main)
    if told and not brief and not told[0].nilai:
        if sum(one.n for one in told) != n:  # the sums of each question at that step are gone
            return Basis(n, hidden="sisa_kecil")
        told = None
    shown = told or (_totals(main) if brief else _whole(results, scope, main))
    steps = () if told else ((key_of(scope), shown),)
    return Basis(
        n=sum(one.n for one in shown),
        rekap=shown,
        survey=main[0][1],
        left_out=tuple((f"{one[0][1].id} {one[0][1].version}", _n(one)) for one in rest),
        steps=steps,
    )


def is_settled(scope: Scope, today: date) -> bool:
    """Return whether a period ended more than `CLOSES_AFTER` ago, so that answers come no more.

    Before that, each step keeps the sums of every question, which later readers ask for.
    """
    return scope.last + CLOSES_AFTER < today


def step_day(daily: Mapping[date | None, int], scope: Scope, today: date) -> date | None:
    """Return the last local day whose saran and profiles may be told; None: none yet.

    Between it and the step before lie at least 5 answers, and it is never today. Without dated
    answers, or once the period is settled, it is yesterday. `daily` is `ResultsReader.daily`.
    """
    before = today - timedelta(days=1)
    dated = sorted(day for day in daily if day is not None and day <= before)
    if is_settled(scope, today) or not any(day is not None for day in daily):
        return before
    found, waiting = None, daily.get(None, 0)
    for day in dated:
        waiting += daily[day]
        if waiting >= LEAST:
            found, waiting = day, 0
    return found


def key_of(scope: Scope) -> str:
    """Return the key under which the sums last told of a scope are kept."""
    marked = {None: "", True: "ditandai", False: "tanpa yang ditandai"}[scope.flagged]
    parts = (scope.unit or "", scope.layanan or "", scope.label, *(scope.modes or ()))
    return "|".join((*parts, marked) if marked else parts)


def counting(survey: Questionnaire) -> Any:
    """Return a value that is equal for questionnaires whose answers may be summed together.

    It holds unsur, weights and questions; other words or translations make no difference.
    """
    unsur = tuple((one.key, one.code, one.weight) for one in survey.unsur)
    return unsur, tuple(sorted((one.key, one.unsur) for one in survey.questions))


def _n(group: CountedGroup) -> int:
    return sum(one.n for one, _ in group)


def _groups(results: ResultsReader, rekaps: Iterable[Rekap]) -> list[CountedGroup]:
    """The sums grouped by `counting`, the group of most answers first; groups are never merged."""
    found: dict[Any, CountedGroup] = defaultdict(list)
    for one in rekaps:
        if one.n:
            survey = frozen_questionnaire(results, one.snapshot)
            found[counting(survey)].append((one, survey))
    return sorted(found.values(), key=lambda group: (-_n(group), group[0][0].snapshot))


def frozen_questionnaire(results: ResultsReader, snapshot: str) -> Questionnaire:
    """Return a questionnaire as its answers were given. Raises InputError when it is not kept."""
    document = results.snapshot(snapshot)
    if document is None:
        raise InputError(f"Kuesioner {snapshot} tidak tersimpan; jawabannya tidak dapat dihitung.")
    return from_snapshot(document)


def _told(results: ResultsReader, scope: Scope, main: CountedGroup) -> tuple[Rekap, ...] | None:
    """The sums told last, until 5 answers more make a new step; then None."""
    told = tuple(results.told(key_of(scope)) or ())
    same = bool(told) and counting(frozen_questionnaire(results, told[0].snapshot)) == counting(
        main[0][1]
    )
    return told if same and abs(_n(main) - sum(one.n for one in told)) < LEAST else None


def _totals(main: CountedGroup) -> tuple[Rekap, ...]:
    return tuple(one for one, _ in main)


def _whole(results: ResultsReader, scope: Scope, main: CountedGroup) -> tuple[Rekap, ...]:
    mine = {one.snapshot for one, _ in main}
    return tuple(one for one in results.rekap(scope) if one.snapshot in mine)


# -- by subtraction ----------------------------------------------------------------------------


def betrays(results: ResultsReader, agency: Agency, scope: Scope) -> bool:
    """Return whether this scope, subtracted from a larger one, would leave fewer than 5 answers."""
    if scope.modes is not None:
        sizes: dict[str, int] = defaultdict(int)
        for _, mode, _, n in results.spread(replace(scope, modes=None)):
            sizes[mode] += n
        return not _kept_back(dict(sizes)).isdisjoint(scope.modes)
    if scope.unit is None:
        parts = _parts((one.code for one in agency.unit), _sizes(results, scope, 0))
        few = sum(n for n in parts.values() if n < LEAST)
        return 0 < few < LEAST
    if scope.layanan is None:
        return False
    place = agency.unit_with(scope.unit)
    every = (one.code for one in place.layanan) if place else ()
    sizes = _sizes(results, replace(scope, layanan=None), 1)
    return scope.layanan in _kept_back(_parts(every, sizes))


def _sizes(results: ResultsReader, scope: Scope, place: int) -> dict[str, int]:
    """Answers by unit (0) or by layanan (1)."""
    found: dict[str, int] = defaultdict(int)
    for key, n in results.sizes(scope).items():
        found[key[place]] += n
    return found


class _Once:
    """A `ResultsReader` that asks for the sizes of a scope but once."""

    def __init__(self, results: ResultsReader) -> None:
        self._results = results
        self._counted: dict[Scope, Mapping[tuple[str, str], int]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._results, name)

    def sizes(self, scope: Scope) -> Mapping[tuple[str, str], int]:
        if scope not in self._counted:
            self._counted[scope] = self._results.sizes(scope)
        return self._counted[scope]


def counting_once(results: ResultsReader) -> ResultsReader:
    """Wrap a reader so that the sizes of each scope are read once.

    A list of all layanan asks for the sizes of their unit again for each of them.
    """
    return cast("ResultsReader", _Once(results))


def _parts(known: Iterable[str], sizes: Mapping[str, int]) -> dict[str | None, int]:
    """The answers of each known part of a scope; the key None counts those of no known part."""
    found: dict[str | None, int] = {one: sizes.get(one, 0) for one in known}
    return found | {None: sum(sizes.values()) - sum(found.values())}


def _kept_back(parts: Mapping[Key, int]) -> set[Key]:
    """The parts under 5, and as many of the next small ones as hide them: together 5 or more."""
    hidden: set[Key] = set()
    total = 0
    for part, n in sorted(parts.items(), key=lambda one: one[1]):
        if n >= LEAST and (total == 0 or total >= LEAST):
            break
        hidden.add(part)
        total += n
    return hidden
