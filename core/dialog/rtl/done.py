"""The dialogue of Sudah: a bidang describes the work on a kegiatan and sends evidence.

The result is a claim until an admin outside the bidang accepts it. `DoneClaim` is stored by
`bot.desk.staff.rtl.claims.report`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from core.dialog.rtl.evidence import KegiatanDialogData, link, piece, refused
from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, FileGiven, Picked, Typed
from core.language.catalogue import Words
from core.language.option import Option
from core.messaging.stored_value import StoredAs
from core.periods.triwulan import Triwulan
from core.rtl.waiting_evidence import WaitingLink, WaitingProof

if TYPE_CHECKING:
    from core.dialog.values import DialogFacts, Given
    from core.language.catalogue import Fact

MOST = 10  # pieces of evidence
CHANGE = "ubah"


class DoneStep(StrEnum):
    """The steps in order; each value is part of its catalogue key."""

    DESCRIPTION = "uraian"
    EVIDENCE = "bukti"
    REVIEW = "periksa"


@dataclass(frozen=True, slots=True)
class DoneData(KegiatanDialogData):
    """The answers of one run of the dialogue; empty: not given yet."""

    flow = "sudah"

    description: Annotated[str, StoredAs("uraian")] = ""
    evidence: Annotated[tuple[WaitingProof, ...], StoredAs("bukti")] = ()


@dataclass(frozen=True, slots=True)
class DoneClaim:
    """The result: the work on a kegiatan is said to be done."""

    kegiatan: int  # id
    triwulan: Triwulan  # of the schedule: the one that is answered
    description: str
    evidence: tuple[WaitingProof, ...]
    last: int | None = None  # as `KegiatanDialogData.last`


def _route(_data: DoneData, _facts: DialogFacts) -> tuple[DoneStep, ...]:
    return tuple(DoneStep)


def _ask(step: str, data: DoneData, _facts: DialogFacts) -> Ask:
    given = len(data.evidence)
    if step == DoneStep.DESCRIPTION:
        return Ask(Words("rtl.sudah.uraian"), takes_text=True)
    if step == DoneStep.EVIDENCE:
        code = "cukup" if given else "tanpa"
        enough = Option(code, Words(f"rtl.tombol.{code}"), also="juga.cukup")
        said = Words("rtl.sudah.lagi", {"n": given}) if given else Words("rtl.sudah.bukti")
        return Ask(said, (enough,), takes_text=True, takes_file=True)
    facts: dict[str, Fact] = {"uraian": data.description, "n": given}
    codes = ("kirim", CHANGE)
    return Ask(
        Words("rtl.sudah.periksa" if given else "rtl.sudah.periksa_tanpa", facts),
        tuple(Option(code, Words(f"tombol.{code}"), also=f"juga.{code}") for code in codes),
    )


def _take(
    step: str, data: DoneData, given: Given, _facts: DialogFacts
) -> AnswerTaken[DoneData] | AnswerRefused:
    if step == DoneStep.DESCRIPTION and isinstance(given, Typed):
        return AnswerTaken(replace(data, description=given.text))
    if step == DoneStep.EVIDENCE:
        return _proof(data, given)
    if isinstance(given, Picked):
        return AnswerTaken(data, at=DoneStep.DESCRIPTION if given.code == CHANGE else None)
    return AnswerRefused(Words("dialog.belum_terbaca"))


def _proof(data: DoneData, given: Given) -> AnswerTaken[DoneData] | AnswerRefused:
    if isinstance(given, Picked):
        return AnswerTaken(data)
    if len(data.evidence) >= MOST:
        return AnswerRefused(Words("rtl.sudah.penuh", {"n": MOST}))
    if isinstance(given, FileGiven):
        if why := refused(given.attachment):
            return AnswerRefused(why)
        return _with(data, piece(given.attachment, len(data.evidence) + 1))
    found = link(given.text)
    if found is None:
        return AnswerRefused(Words("rtl.sudah.bukan_tautan"))
    return _with(data, WaitingLink(found))


def _with(data: DoneData, proof: WaitingProof) -> AnswerTaken[DoneData]:
    return AnswerTaken(replace(data, evidence=(*data.evidence, proof)), at=DoneStep.EVIDENCE)


def _done(data: DoneData, _facts: DialogFacts) -> DoneClaim:
    return DoneClaim(data.kegiatan, data.triwulan, data.description, data.evidence, data.last)


DIALOG = Dialog(DoneData, _route, _ask, _take, _done)
