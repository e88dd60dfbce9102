"""Sudah: what was done, and evidence; a claim until an admin of elsewhere accepts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.dialog.rtl.evidence import SUBJECT, link, piece, refused
from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, FileGiven, Picked, Typed
from core.language.catalogue import Words
from core.language.option import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.dialog.values import Data, DialogFacts, Given

MOST = 10  # pieces of evidence
STEPS = ("uraian", "bukti", "periksa")


@dataclass(frozen=True, slots=True)
class Sudah:
    kegiatan: int
    triwulan: str
    uraian: str
    bukti: tuple[Mapping[str, Any], ...]  # {"tautan"} or {"ref", "mime", "nama"}
    terakhir: int | None = None


def _route(_data: Data, _facts: DialogFacts) -> tuple[str, ...]:
    return STEPS


def _ask(step: str, data: Data, _facts: DialogFacts) -> Ask:
    given = len(data.get("bukti", ()))
    if step == "uraian":
        return Ask(Words("rtl.sudah.uraian"), ketik=True)
    if step == "bukti":
        code = "cukup" if given else "tanpa"
        enough = Option(code, Words(f"rtl.tombol.{code}"), also="juga.cukup")
        said = Words("rtl.sudah.lagi", {"n": given}) if given else Words("rtl.sudah.bukti")
        return Ask(said, (enough,), ketik=True, kirim=True)
    facts = {"uraian": data["uraian"], "n": given}
    codes = ("kirim", "ubah")
    return Ask(
        Words("rtl.sudah.periksa" if given else "rtl.sudah.periksa_tanpa", facts),
        tuple(Option(code, Words(f"tombol.{code}"), also=f"juga.{code}") for code in codes),
    )


def _take(step: str, data: Data, given: Given, _facts: DialogFacts) -> AnswerTaken | AnswerRefused:
    if step == "uraian" and isinstance(given, Typed):
        return AnswerTaken({**data, "uraian": given.text})
    if step == "bukti":
        return _proof(data, given)
    if isinstance(given, Picked):
        return AnswerTaken(data, at="uraian" if given.code == "ubah" else None)
    return AnswerRefused(Words("dialog.belum_terbaca"))


def _proof(data: Data, given: Given) -> AnswerTaken | AnswerRefused:
    if isinstance(given, Picked):
        return AnswerTaken(data)
    kept = list(data.get("bukti", ()))
    if len(kept) >= MOST:
        return AnswerRefused(Words("rtl.sudah.penuh", {"n": MOST}))
    if isinstance(given, Typed):
        found = link(given.text)
        if found is None:
            return AnswerRefused(Words("rtl.sudah.bukan_tautan"))
        return AnswerTaken({**data, "bukti": [*kept, {"tautan": found}]}, at="bukti")
    assert isinstance(given, FileGiven)  # noqa: S101 - the only kind that is left
    if why := refused(given.lampiran):
        return AnswerRefused(why)
    return AnswerTaken({**data, "bukti": [*kept, piece(given.lampiran, len(kept) + 1)]}, at="bukti")


def _done(data: Data, _facts: DialogFacts) -> Sudah:
    proofs = tuple(data.get("bukti", ()))
    about = data["kegiatan"], data["triwulan"]
    return Sudah(*about, data["uraian"], proofs, data.get("terakhir"))


DIALOG = Dialog("sudah", 1, _route, _ask, _take, _done, SUBJECT)
