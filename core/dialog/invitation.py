"""`undang`: as what, for which bidang; it leads to a one-time code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.dialog.values import Ask, Dialog, Picked, Refused, Taken
from core.language.catalogue import Words
from core.language.option import Pilih

if TYPE_CHECKING:
    from core.dialog.values import Data, Facts, Given

GRUP = "grup"
OF_BIDANG = ("bidang", GRUP)
KINDS = (*OF_BIDANG, "pimpinan", "admin", "loket", "koordinator", "pengawas")


@dataclass(frozen=True, slots=True)
class Undang:
    """Make a code for this role, or for a bidang's group."""

    sebagai: str
    bidang: str | None


def _route(data: Data, facts: Facts) -> tuple[str, ...]:
    several = len(facts.agency.bidang) > 1
    return ("sebagai", "bidang") if data.get("sebagai") in OF_BIDANG and several else ("sebagai",)


def _ask(step: str, _data: Data, facts: Facts) -> Ask:
    if step == "bidang":
        named = tuple(Pilih(one.kode, one.nama) for one in facts.agency.bidang)
        return Ask(Words("undang.bidang"), named)
    return Ask(
        Words("undang.sebagai"), tuple(Pilih(kind, Words(f"undang.pilih.{kind}")) for kind in KINDS)
    )


def _take(step: str, data: Data, given: Given, _facts: Facts) -> Taken | Refused:
    if not isinstance(given, Picked):
        return Refused(Words("dialog.belum_terbaca"))
    return Taken({**data, step: given.code})


def _done(data: Data, facts: Facts) -> Undang:
    needs = data["sebagai"] in OF_BIDANG
    return Undang(
        data["sebagai"], data.get("bidang", facts.agency.bidang[0].kode) if needs else None
    )


DIALOG = Dialog("undang", 1, _route, _ask, _take, _done)
