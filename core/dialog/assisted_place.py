"""The steps of `isi` that ask for the place of a visit: unit, loket and layanan.

`core.dialog.assisted` leaves a step out when the office has but one choice for it. The loket is
recorded as it is for a code on a poster, so that `responden` counts all modes alike.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.dialog.assisted_data import AssistedStep
from core.language.catalogue import Words
from core.language.option import Option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.dialog.assisted_data import AssistedData
    from core.dialog.values import DialogFacts
    from core.office.agency import Layanan, Loket, Unit

ELSEWHERE = "."  # at no loket; a code never has this sign


def units(facts: DialogFacts) -> list[Unit]:
    """Return the units that have an active layanan."""
    return [unit for unit in facts.agency.unit if any(one.active for one in unit.layanan)]


def unit_of(data: AssistedData, facts: DialogFacts) -> Unit:
    """Return the chosen unit, or the first one when none was chosen."""
    return facts.agency.unit_with(data.unit) or units(facts)[0]


def loket_of(data: AssistedData, facts: DialogFacts) -> Loket | None:
    """Return the chosen loket; None: none was chosen, or the citizen was at no loket."""
    every = unit_of(data, facts).loket
    return next((one for one in every if one.code == data.loket), None)


def route(data: AssistedData, facts: DialogFacts) -> tuple[AssistedStep, ...]:
    """Return the steps about the place that are left to ask, given the answers so far."""
    several = (AssistedStep.UNIT,) if len(units(facts)) > 1 else ()
    spots = (AssistedStep.LOKET,) if unit_of(data, facts).loket else ()
    services = () if _served(data, facts) else (AssistedStep.LAYANAN,)
    return (*several, *spots, *services)


def choices(step: str, data: AssistedData, facts: DialogFacts) -> Iterator[Option]:
    """Yield the choices of one step about the place."""
    here = unit_of(data, facts)
    match step:
        case AssistedStep.UNIT:
            yield from (Option(one.code, one.short) for one in units(facts))
        case AssistedStep.LOKET:
            yield from (Option(one.code, one.name) for one in here.loket)
            yield Option(ELSEWHERE, Words("isi.tombol.bukan_loket"))
        case _:
            yield from (Option(one.code, one.label) for one in here.layanan if one.active)


def taken(step: str, code: str, data: AssistedData, facts: DialogFacts) -> AssistedData:
    """Return the answers with this choice; answers that belong to another place are dropped."""
    match step:
        case AssistedStep.UNIT:
            return replace(data, unit=code, loket="", layanan="")
        case AssistedStep.LOKET:
            told = replace(data, loket=code, layanan="")
            only = _served(told, facts)
            return replace(told, layanan=only.code) if only else told
    return replace(data, layanan=code)


def _served(data: AssistedData, facts: DialogFacts) -> Layanan | None:
    """The layanan of the loket, where the loket names an active one."""
    spot = loket_of(data, facts)
    found = unit_of(data, facts).service(spot.layanan) if spot else None
    return found if found and found.active else None
