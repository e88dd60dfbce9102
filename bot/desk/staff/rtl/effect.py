"""Whether an unsur moved after its RTL: the survey of the next period against the one before.

The details of a kegiatan and the news of a closed period show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import InputError
from core.language.catalogue import Words
from core.language.decimals import printed_with_comma
from core.periods import periode as periods
from core.results.figures import scope_of
from core.results.small_numbers import basis, counting
from core.rtl.proposals import moved

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from core.ikm.sums import Rekap
    from core.language.catalogue import Fact
    from core.office.agency import Agency
    from core.periods.periode import Periode
    from core.ports.store import Reader
    from core.results.small_numbers import Basis, Steps
    from core.rtl.plan import Rtl
    from core.rtl.proposals import UnsurMove


def moves(
    reader: Reader, agency: Agency, rtls: Sequence[Rtl], today: date
) -> tuple[list[Words], Steps]:
    """A line for each unsur with an item, once the next period is over; and the sums to keep.

    Periods without answers, labels that name no calendar, and units that are gone get no line.
    """
    told: list[Words] = []
    steps: list[tuple[str, tuple[Rekap, ...]]] = []
    for unit, label in dict.fromkeys((one.unit, one.periode) for one in rtls):
        both = _periods(label, today)
        if both is None or agency.unit_with(unit) is None:
            continue
        sides = [basis(reader.results, agency, scope_of(agency, one, unit)) for one in both]
        if any(one.hidden == "kosong" for one in sides):
            continue
        steps += [step for one in sides for step in one.steps]
        mine = (one.unsur for one in rtls if (one.unit, one.periode) == (unit, label))
        told += [_line(unsur, both, sides) for unsur in dict.fromkeys(mine) if unsur]
    return told, tuple(steps)


def _periods(label: str, today: date) -> tuple[Periode, Periode] | None:
    """The period that an item answers, and the next one; None until that is over."""
    try:
        before = periods.parse(label, today)
    except InputError:  # a label of an old report that names no calendar
        return None
    after = periods.following(before)
    return (before, after) if after.last < today else None


def _line(unsur: str, both: tuple[Periode, Periode], sides: Sequence[Basis]) -> Words:
    facts: dict[str, Fact] = {"unsur": Words(f"unsur.{unsur}"), "sesudah": both[1].label}
    found = _moved(unsur, *sides)
    if found is None:
        return Words("rtl.gerak.belum", facts)
    facts |= {"sebelum": both[0].label, "arah": _move(found)}
    facts |= {"dari": printed_with_comma(found.before), "ke": printed_with_comma(found.after)}
    return Words("rtl.gerak.baris", facts | {"n": found.n[0], "m": found.n[1]})


def _moved(unsur: str, first: Basis, second: Basis) -> UnsurMove | None:
    """The movement of an unsur between two periods.

    None where one side has too few answers, or the two questionnaires count differently.
    """
    if first.survey is None or second.survey is None:
        return None
    if counting(first.survey) != counting(second.survey):
        return None
    return moved(unsur, first.rekap, second.rekap, second.survey)


def _move(found: UnsurMove) -> Words:
    if found.difference == 0:
        return Words("ikm.tetap")
    sure = {True: "nyata", False: "belum_nyata", None: "tidak_terukur"}[found.significant]
    name = "tren.naik" if found.difference > 0 else "tren.turun"
    return Words(
        name, {"selisih": printed_with_comma(abs(found.difference)), "nyata": Words(f"tren.{sure}")}
    )
