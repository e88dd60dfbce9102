"""Kembalikan: an admin gives a claim back and says what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, Typed
from core.language.catalogue import Words

if TYPE_CHECKING:
    from core.dialog.values import Data, DialogFacts, Given


@dataclass(frozen=True, slots=True)
class Kembalikan:
    realisasi: int
    alasan: str


def _take(step: str, data: Data, given: Given, _facts: DialogFacts) -> AnswerTaken | AnswerRefused:
    if isinstance(given, Typed):
        return AnswerTaken({**data, step: given.text})
    return AnswerRefused(Words("dialog.belum_terbaca"))


DIALOG = Dialog(
    "kembalikan",
    1,
    lambda _data, _facts: ("alasan",),
    lambda _step, _data, _facts: Ask(Words("rtl.kembalikan.alasan"), ketik=True),
    _take,
    lambda data, _facts: Kembalikan(data["realisasi"], data["alasan"]),
    frozenset({"realisasi"}),
)
