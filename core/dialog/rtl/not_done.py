"""Belum: obstacle, remedy, a new target with its year, partners; nothing vanishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.dialog.rtl.evidence import SUBJECT
from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, Picked, Typed
from core.errors import InputError
from core.language.catalogue import Words
from core.language.option import Option
from core.periods import triwulan

if TYPE_CHECKING:
    from core.dialog.values import Data, DialogFacts, Given
    from core.periods.triwulan import Triwulan

STEPS = ("hambatan", "strategi", "target", "pihak")
YEARS_AHEAD = 5


@dataclass(frozen=True, slots=True)
class Belum:
    kegiatan: int
    triwulan: str
    hambatan: str
    strategi: str
    target: Triwulan
    pihak: str
    terakhir: int | None = None


def _route(_data: Data, _facts: DialogFacts) -> tuple[str, ...]:
    return STEPS


def _ask(step: str, _data: Data, facts: DialogFacts) -> Ask:
    said = Words(f"rtl.belum.{step}")
    if step == "target":
        coming = triwulan.upcoming(facts.hari)
        return Ask(said, tuple(Option(one.kode, one.label) for one in coming), ketik=True)
    if step == "pihak":
        nobody = Option("tidak_ada", Words("tombol.tidak_ada"), also="juga.tidak_ada")
        return Ask(said, (nobody,), ketik=True)
    return Ask(said, ketik=True)


def _take(step: str, data: Data, given: Given, facts: DialogFacts) -> AnswerTaken | AnswerRefused:
    if step == "target":
        return _target(data, given, facts)
    if step == "pihak" and isinstance(given, Picked):
        return AnswerTaken({**data, "pihak": ""})
    if isinstance(given, Typed):
        return AnswerTaken({**data, step: given.text})
    return AnswerRefused(Words("dialog.belum_terbaca"))


def _target(data: Data, given: Given, facts: DialogFacts) -> AnswerTaken | AnswerRefused:
    said = given.code if isinstance(given, Picked) else getattr(given, "text", "")
    try:
        target = triwulan.parse(said)
    except InputError:
        return AnswerRefused(Words("rtl.belum.target_salah"))
    now = triwulan.of(facts.hari)
    if target < now or target.year > now.year + YEARS_AHEAD:
        return AnswerRefused(Words("rtl.belum.target_jauh", {"dari": now.label}))
    return AnswerTaken({**data, "target": target.kode})


def _done(data: Data, _facts: DialogFacts) -> Belum:
    told = {name: data[name] for name in ("hambatan", "strategi", "pihak")}
    return Belum(
        data["kegiatan"],
        data["triwulan"],
        target=triwulan.parse(data["target"]),
        terakhir=data.get("terakhir"),
        **told,
    )


DIALOG = Dialog("belum", 1, _route, _ask, _take, _done, SUBJECT)
