"""Sudah: what was done, and evidence; a claim until an admin of elsewhere accepts it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from core.dialog.rtl.evidence import KegiatanDialogData, link, piece, refused
from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, FileGiven, Picked, Typed
from core.language.catalogue import Words
from core.language.option import Option
from core.periods.triwulan import Triwulan
from core.rtl.waiting_evidence import WaitingLink, WaitingProof

if TYPE_CHECKING:
    from core.dialog.values import DialogFacts, Given
    from core.language.catalogue import Fact

MOST = 10  # pieces of evidence
CHANGE = "ubah"


class DoneStep(StrEnum):
    URAIAN = "uraian"
    BUKTI = "bukti"
    PERIKSA = "periksa"


@dataclass(frozen=True, slots=True)
class DoneData(KegiatanDialogData):
    flow = "sudah"

    uraian: str = ""
    bukti: tuple[WaitingProof, ...] = ()


@dataclass(frozen=True, slots=True)
class Sudah:
    kegiatan: int
    triwulan: Triwulan
    uraian: str
    bukti: tuple[WaitingProof, ...]
    terakhir: int | None = None


def _route(_data: DoneData, _facts: DialogFacts) -> tuple[DoneStep, ...]:
    return tuple(DoneStep)


def _ask(step: str, data: DoneData, _facts: DialogFacts) -> Ask:
    given = len(data.bukti)
    if step == DoneStep.URAIAN:
        return Ask(Words("rtl.sudah.uraian"), ketik=True)
    if step == DoneStep.BUKTI:
        code = "cukup" if given else "tanpa"
        enough = Option(code, Words(f"rtl.tombol.{code}"), also="juga.cukup")
        said = Words("rtl.sudah.lagi", {"n": given}) if given else Words("rtl.sudah.bukti")
        return Ask(said, (enough,), ketik=True, kirim=True)
    facts: dict[str, Fact] = {"uraian": data.uraian, "n": given}
    codes = ("kirim", CHANGE)
    return Ask(
        Words("rtl.sudah.periksa" if given else "rtl.sudah.periksa_tanpa", facts),
        tuple(Option(code, Words(f"tombol.{code}"), also=f"juga.{code}") for code in codes),
    )


def _take(
    step: str, data: DoneData, given: Given, _facts: DialogFacts
) -> AnswerTaken[DoneData] | AnswerRefused:
    if step == DoneStep.URAIAN and isinstance(given, Typed):
        return AnswerTaken(replace(data, uraian=given.text))
    if step == DoneStep.BUKTI:
        return _proof(data, given)
    if isinstance(given, Picked):
        return AnswerTaken(data, at=DoneStep.URAIAN if given.code == CHANGE else None)
    return AnswerRefused(Words("dialog.belum_terbaca"))


def _proof(data: DoneData, given: Given) -> AnswerTaken[DoneData] | AnswerRefused:
    if isinstance(given, Picked):
        return AnswerTaken(data)
    if len(data.bukti) >= MOST:
        return AnswerRefused(Words("rtl.sudah.penuh", {"n": MOST}))
    if isinstance(given, FileGiven):
        if why := refused(given.lampiran):
            return AnswerRefused(why)
        return _with(data, piece(given.lampiran, len(data.bukti) + 1))
    found = link(given.text)
    if found is None:
        return AnswerRefused(Words("rtl.sudah.bukan_tautan"))
    return _with(data, WaitingLink(found))


def _with(data: DoneData, proof: WaitingProof) -> AnswerTaken[DoneData]:
    return AnswerTaken(replace(data, bukti=(*data.bukti, proof)), at=DoneStep.BUKTI)


def _done(data: DoneData, _facts: DialogFacts) -> Sudah:
    return Sudah(data.kegiatan, data.triwulan, data.uraian, data.bukti, data.terakhir)


DIALOG = Dialog(DoneData, _route, _ask, _take, _done)
