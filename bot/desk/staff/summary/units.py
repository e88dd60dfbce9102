"""Units in a weekly summary: their lowest unsur, a block for each unit, and their common target.

`content.gather` puts these parts into the summary.
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
    """The units that a summary tells of; a bidang that answers for no unit reads of all."""
    return agency.served(bidang) or agency.unit


def by_unit(reader: Reader, week: Scope) -> Mapping[str, int]:
    """Number of answers of a week by the code of the unit."""
    found: dict[str, int] = defaultdict(int)
    for (unit, _), n in reader.results.sizes(week).items():
        found[unit] += n
    return found


def named(agency: Agency, bidang: str | None) -> str:
    """Name of a bidang by its code; the code where it is unknown."""
    return next((one.name for one in agency.bidang if one.code == bidang), bidang or "")


def lowest(agency: Agency, found: Figures, own: str | None) -> Iterator[LowUnsur]:
    """The lowest unsur, with their owners.

    `own`: code of the reader's bidang, whose unsur are marked; None: the owners are named.
    """
    units = [one for one in agency.unit if found.unit in (None, one.code)]
    for one in found.lowest:
        owners = dict.fromkeys(code for unit in units for code in agency.owners(unit, one.key))
        who = (
            ", ".join(named(agency, code) for code in owners)
            if len(owners) <= OWNERS_MOST
            else None
        )
        mutu = one.mutu if found.has_mutu else None
        bidang = who if own is None else None
        yield LowUnsur(one.short, comma(one.printed_nrr), mutu, own in owners, bidang)


def blocks(
    reader: Reader, agency: Agency, scope: Scope, own: str | None, week: Mapping[str, int]
) -> tuple[tuple[UnitBlock, ...], Steps]:
    """A block for each unit, the lowest index first, and the sums that were shown.

    Both are empty where the scope is a single unit.
    """
    if scope.unit is not None:
        return (), ()
    made: list[tuple[Fraction, UnitBlock]] = []
    steps: Steps = ()
    for unit in served(agency, own):
        found = figures(reader.results, agency, replace(scope, unit=unit.code))
        steps += found.steps
        place = found.ikm.exact if found.ikm else Fraction(101)
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
    """The year with the targets of its units added up, where only those are known."""
    if year.target is not None:
        return year
    places = [one for one in agency.unit if scope.unit in (None, one.code)]
    known = [_of_unit(reader, agency, replace(scope, unit=one.code), one) for one in places]
    parts = [one for one in known if one is not None]
    if len(parts) < len(known) or not any(target for target, _ in parts):
        return year
    target, missing = (sum(column) for column in zip(*parts, strict=True))
    return replace(year, target=target, missing=missing)


def _of_unit(reader: Reader, agency: Agency, scope: Scope, unit: Unit) -> tuple[int, int] | None:
    """(target, missing) of a unit, or of its layanan together; None where an N is unknown."""
    whole = agency.users(unit.code, None, scope.label)
    parts = [None] if whole else [one.code for one in unit.layanan]
    target = missing = 0
    for layanan in parts:
        known = agency.users(unit.code, layanan, scope.label)
        service = unit.service(layanan)
        if known is None and (service is None or service.active):
            return None
        if known is not None:
            least = sample_target(known)
            n = sum(row.n for row in reader.results.totals(replace(scope, layanan=layanan)))
            target, missing = target + least, missing + max(0, least - n)
    return target, missing
