"""Kembalikan: an admin gives a claim back and says what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, DialogData, Typed
from core.language.catalogue import Words

if TYPE_CHECKING:
    from core.dialog.values import DialogFacts, Given

ALASAN = "alasan"  # the only step


@dataclass(frozen=True, slots=True)
class ReturnClaimData(DialogData):
    flow = "kembalikan"
    keeps = frozenset({"realisasi"})

    realisasi: int
    alasan: str = ""


@dataclass(frozen=True, slots=True)
class Kembalikan:
    realisasi: int
    alasan: str


def _take(
    _step: str, data: ReturnClaimData, given: Given, _facts: DialogFacts
) -> AnswerTaken[ReturnClaimData] | AnswerRefused:
    if isinstance(given, Typed):
        return AnswerTaken(replace(data, alasan=given.text))
    return AnswerRefused(Words("dialog.belum_terbaca"))


DIALOG = Dialog(
    ReturnClaimData,
    lambda _data, _facts: (ALASAN,),
    lambda _step, _data, _facts: Ask(Words("rtl.kembalikan.alasan"), ketik=True),
    _take,
    lambda data, _facts: Kembalikan(data.realisasi, data.alasan),
)
