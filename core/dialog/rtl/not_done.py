"""Belum: obstacle, remedy, a new target with its year, partners; nothing vanishes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from core.dialog.rtl.evidence import KegiatanDialogData
from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, Picked, Typed, needed
from core.errors import InputError
from core.language.catalogue import Words
from core.language.option import Option
from core.periods import triwulan
from core.periods.triwulan import Triwulan

if TYPE_CHECKING:
    from core.dialog.values import DialogFacts, Given

YEARS_AHEAD = 5


class NotDoneStep(StrEnum):
    HAMBATAN = "hambatan"
    STRATEGI = "strategi"
    TARGET = "target"
    PIHAK = "pihak"


@dataclass(frozen=True, slots=True)
class NotDoneData(KegiatanDialogData):
    flow = "belum"

    hambatan: str = ""
    strategi: str = ""
    target: Triwulan | None = None
    pihak: str = ""


@dataclass(frozen=True, slots=True)
class Belum:
    kegiatan: int
    triwulan: Triwulan
    hambatan: str
    strategi: str
    target: Triwulan
    pihak: str
    terakhir: int | None = None


def _route(_data: NotDoneData, _facts: DialogFacts) -> tuple[NotDoneStep, ...]:
    return tuple(NotDoneStep)


def _ask(step: str, _data: NotDoneData, facts: DialogFacts) -> Ask:
    said = Words(f"rtl.belum.{step}")
    if step == NotDoneStep.TARGET:
        coming = triwulan.upcoming(facts.hari)
        return Ask(said, tuple(Option(one.kode, one.label) for one in coming), ketik=True)
    if step == NotDoneStep.PIHAK:
        nobody = Option("tidak_ada", Words("tombol.tidak_ada"), also="juga.tidak_ada")
        return Ask(said, (nobody,), ketik=True)
    return Ask(said, ketik=True)


def _take(
    step: str, data: NotDoneData, given: Given, facts: DialogFacts
) -> AnswerTaken[NotDoneData] | AnswerRefused:
    if step == NotDoneStep.TARGET:
        return _target(data, given, facts)
    if step == NotDoneStep.PIHAK and isinstance(given, Picked):
        return AnswerTaken(replace(data, pihak=""))
    if isinstance(given, Typed):
        return AnswerTaken(_written(step, data, given.text))
    return AnswerRefused(Words("dialog.belum_terbaca"))


def _written(step: str, data: NotDoneData, text: str) -> NotDoneData:
    match step:
        case NotDoneStep.HAMBATAN:
            return replace(data, hambatan=text)
        case NotDoneStep.STRATEGI:
            return replace(data, strategi=text)
    return replace(data, pihak=text)


def _target(
    data: NotDoneData, given: Given, facts: DialogFacts
) -> AnswerTaken[NotDoneData] | AnswerRefused:
    said = given.code if isinstance(given, Picked) else getattr(given, "text", "")
    try:
        target = triwulan.parse(said)
    except InputError:
        return AnswerRefused(Words("rtl.belum.target_salah"))
    now = triwulan.of(facts.hari)
    if target < now or target.year > now.year + YEARS_AHEAD:
        return AnswerRefused(Words("rtl.belum.target_jauh", {"dari": now.label}))
    return AnswerTaken(replace(data, target=target))


def _done(data: NotDoneData, _facts: DialogFacts) -> Belum:
    return Belum(
        data.kegiatan,
        data.triwulan,
        data.hambatan,
        data.strategi,
        needed(data.target),
        data.pihak,
        data.terakhir,
    )


DIALOG = Dialog(NotDoneData, _route, _ask, _take, _done)
