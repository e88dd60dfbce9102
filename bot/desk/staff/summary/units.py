"""Units in a weekly summary: their lowest unsur, a block for each unit, and their common target.

`content.gather` puts these parts into the summary. `own` is everywhere the code of the bidang for
which the summary is written; None: it is written for a reader of all bidang.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from core.ikm.sample_size import sample_target
from core.language.decimals import comma
from core.results.figures import figures
from core.results.summary import LowUnsur, UnitBlock, YearFigures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.office.agency import Agency, Unit
    from core.ports.results import Scope
    from core.ports.store import Reader
    from core.results.figures import Figures
    from core.results.small_numbers import Steps

OWNERS_MOST = 2  # most bidang named beside an unsur; of more, none is named


def served(agency: Agency, bidang: str | None) -> tuple[Unit, ...]:
    """The units that a summary tells of: those in which the bidang answers for some unsur.

    A bidang that answers for no unsur anywhere reads of all units.
    """
    return agency.served(bidang) or agency.unit


def by_unit(reader: Reader, week: Scope) -> Mapping[str, int]:
    """Number of answers of a week by the code of the unit."""
    found: dict[str, int] = defaultdict(int)
    for (unit, _layanan), n in reader.results.sizes(week).items():
        found[unit] += n
    return found


def bidang_name(agency: Agency, bidang: str | None) -> str:
    """Name of a bidang by its code; the code where it is unknown."""
    return next((one.name for one in agency.bidang if one.code == bidang), bidang or "")


def lowest(agency: Agency, found: Figures, own: str | None) -> Iterator[LowUnsur]:
    """The lowest unsur. Those of the bidang `own` are marked; without it the owners are named."""
    units = [one for one in agency.unit if found.unit in (None, one.code)]
    for one in found.lowest:
        owners = dict.fromkeys(code for unit in units for code in agency.owners(unit, one.key))
        who = (
            ", ".join(bidang_name(agency, code) for code in owners)
            if len(owners) <= OWNERS_MOST
            else None
        )
        mutu = one.mutu if found.has_mutu else None  # with few answers no letter is told
        bidang = who if own is None else None
        yield LowUnsur(one.short, comma(one.printed_nrr), mutu, own in owners, bidang)


def blocks(
    reader: Reader, agency: Agency, scope: Scope, own: str | None, week: Mapping[str, int]
) -> tuple[tuple[UnitBlock, ...], Steps]:
    """A block for each unit, the lowest index first and units without one last; and the sums shown.

    The caller keeps the sums as told: until five answers more they are shown again unchanged, so
    that nobody can find out single answers by subtraction. `week`: answers of the week by unit.
    Both parts are empty where the scope is a single unit.
    """
    if scope.unit is not None:
        return (), ()
    made: list[tuple[Fraction, UnitBlock]] = []
    steps: Steps = ()
    for unit in served(agency, own):
        found = figures(reader.results, agency, replace(scope, unit=unit.code))
        steps += found.steps
        place = found.ikm.exact if found.ikm else Fraction(101)  # above any index: 100 is the most
        made.append((place, _block(agency, found, own, week.get(unit.code, 0))))
    return tuple(one for _, one in sorted(made, key=lambda pair: pair[0])), steps


def _block(agency: Agency, found: Figures, own: str | None, week: int) -> UnitBlock:
    made = UnitBlock(found.unit_name, found.n, week, target=found.target)
    if found.ikm is None:
        return made
    all_equal = len(found.lowest) == len(found.ikm.unsur)
    return replace(
        made,
        ikm=comma(found.ikm.ikm),
        mutu=found.ikm.mutu if found.has_mutu else None,
        lowest=() if all_equal else tuple(lowest(agency, found, own)),
    )


# -- targets ---------------------------------------------------------------------------------------


def with_target(reader: Reader, agency: Agency, scope: Scope, year: YearFigures) -> YearFigures:
    """The year with the targets of its units added up, or unchanged.

    It stays as it is when it has a target of its own, when the target of one unit is unknown, and
    when all of them are 0.
    """
    if year.target is not None:
        return year
    places = [one for one in agency.unit if scope.unit in (None, one.code)]
    every = [_unit_target(reader, agency, replace(scope, unit=one.code), one) for one in places]
    parts = [one for one in every if one is not None]
    if len(parts) < len(every) or not any(target for target, _ in parts):
        return year
    target, missing = (sum(column) for column in zip(*parts, strict=True))
    return replace(year, target=target, missing=missing)


def _unit_target(
    reader: Reader, agency: Agency, scope: Scope, unit: Unit
) -> tuple[int, int] | None:
    """(target, missing) in answers, of a unit, or of its layanan added up.

    None: neither the N of the unit (its number of users) nor that of each active layanan is known.
    (0, 0): there is no N and no active layanan, so no answer is needed.
    """
    whole = agency.users(unit.code, None, scope.label)
    parts = [None] if whole else [one.code for one in unit.layanan]
    target = missing = 0
    for code in parts:  # None: the whole unit
        population = agency.users(unit.code, code, scope.label)
        layanan = unit.service(code)
        if population is None and (layanan is None or layanan.active):
            return None
        if population is not None:
            least = sample_target(population)
            n = sum(row.n for row in reader.results.totals(replace(scope, layanan=code)))
            target, missing = target + least, missing + max(0, least - n)
    return target, missing
