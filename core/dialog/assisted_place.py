"""Where a citizen was served, as `isi` asks for it: unit, loket, layanan, unless it is known.

The loket is recorded as it is for a code on a poster, so that `responden` counts every way alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.language.option import Option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.dialog.values import Data, DialogFacts
    from core.office.agency import Layanan, Loket, Unit

STEPS = ("unit", "loket", "layanan")
ELSEWHERE = "."  # at no loket; a code never has this sign


def units(facts: DialogFacts) -> list[Unit]:
    return [unit for unit in facts.agency.unit if any(one.aktif for one in unit.layanan)]


def unit_of(data: Data, facts: DialogFacts) -> Unit:
    return facts.agency.place(data.get("unit")) or units(facts)[0]


def loket_of(data: Data, facts: DialogFacts) -> Loket | None:
    every = unit_of(data, facts).loket
    return next((one for one in every if one.kode == data.get("loket")), None)


def route(data: Data, facts: DialogFacts) -> tuple[str, ...]:
    several = ("unit",) if len(units(facts)) > 1 else ()
    spots = ("loket",) if unit_of(data, facts).loket else ()
    return (*several, *spots, *(() if _served(data, facts) else ("layanan",)))


def choices(step: str, data: Data, facts: DialogFacts) -> Iterator[Option]:
    here = unit_of(data, facts)
    match step:
        case "unit":
            yield from (Option(one.kode, one.singkat) for one in units(facts))
        case "loket":
            yield from (Option(one.kode, one.nama) for one in here.loket)
            yield Option(ELSEWHERE, Words("isi.tombol.bukan_loket"))
        case _:
            yield from (Option(one.kode, one.label) for one in here.layanan if one.aktif)


def taken(step: str, code: str, data: Data, facts: DialogFacts) -> Data:
    """What was told of another place before is told no more."""
    kept = {key: value for key, value in data.items() if key not in STEPS[STEPS.index(step) :]}
    told = kept | {step: code}
    only = _served(told, facts) if step == "loket" else None
    return told | ({"layanan": only.kode} if only else {})


def _served(data: Data, facts: DialogFacts) -> Layanan | None:
    """The one layanan of the loket, where it has but one."""
    spot = loket_of(data, facts)
    found = unit_of(data, facts).service(spot.layanan) if spot else None
    return found if found and found.aktif else None
