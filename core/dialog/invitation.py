"""`undang`: as what, for which bidang; it leads to a one-time code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, Picked
from core.language.catalogue import Words
from core.language.option import Option

if TYPE_CHECKING:
    from core.dialog.values import Data, DialogFacts, Given

GRUP = "grup"
OF_BIDANG = ("bidang", GRUP)
KINDS = (*OF_BIDANG, "pimpinan", "admin", "loket", "koordinator", "pengawas")


@dataclass(frozen=True, slots=True)
class Undang:
    """Make a code for this role, or for a bidang's group."""

    sebagai: str
    bidang: str | None


def _route(data: Data, facts: DialogFacts) -> tuple[str, ...]:
    several = len(facts.agency.bidang) > 1
    return ("sebagai", "bidang") if data.get("sebagai") in OF_BIDANG and several else ("sebagai",)


def _ask(step: str, _data: Data, facts: DialogFacts) -> Ask:
    if step == "bidang":
        named = tuple(Option(one.kode, one.nama) for one in facts.agency.bidang)
        return Ask(Words("undang.bidang"), named)
    return Ask(
        Words("undang.sebagai"),
        tuple(Option(kind, Words(f"undang.pilih.{kind}")) for kind in KINDS),
    )


def _take(step: str, data: Data, given: Given, _facts: DialogFacts) -> AnswerTaken | AnswerRefused:
    if not isinstance(given, Picked):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    return AnswerTaken({**data, step: given.code})


def _done(data: Data, facts: DialogFacts) -> Undang:
    needs = data["sebagai"] in OF_BIDANG
    return Undang(
        data["sebagai"], data.get("bidang", facts.agency.bidang[0].kode) if needs else None
    )


DIALOG = Dialog("undang", 1, _route, _ask, _take, _done)
