"""`undang`: as what, for which bidang; it leads to a one-time code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, DialogData, Picked
from core.language.catalogue import Words
from core.language.option import Option

if TYPE_CHECKING:
    from core.dialog.values import DialogFacts, Given

GRUP = "grup"
OF_BIDANG = ("bidang", GRUP)
KINDS = (*OF_BIDANG, "pimpinan", "admin", "loket", "koordinator", "pengawas")


class InvitationStep(StrEnum):
    SEBAGAI = "sebagai"
    BIDANG = "bidang"


@dataclass(frozen=True, slots=True)
class InvitationData(DialogData):
    flow = "undang"

    sebagai: str = ""  # one of KINDS
    bidang: str = ""


@dataclass(frozen=True, slots=True)
class Undang:
    """Make a code for this role, or for a bidang's group."""

    sebagai: str
    bidang: str | None


def _route(data: InvitationData, facts: DialogFacts) -> tuple[InvitationStep, ...]:
    several = len(facts.agency.bidang) > 1
    if data.sebagai in OF_BIDANG and several:
        return (InvitationStep.SEBAGAI, InvitationStep.BIDANG)
    return (InvitationStep.SEBAGAI,)


def _ask(step: str, _data: InvitationData, facts: DialogFacts) -> Ask:
    if step == InvitationStep.BIDANG:
        named = tuple(Option(one.kode, one.nama) for one in facts.agency.bidang)
        return Ask(Words("undang.bidang"), named)
    return Ask(
        Words("undang.sebagai"),
        tuple(Option(kind, Words(f"undang.pilih.{kind}")) for kind in KINDS),
    )


def _take(
    step: str, data: InvitationData, given: Given, _facts: DialogFacts
) -> AnswerTaken[InvitationData] | AnswerRefused:
    if not isinstance(given, Picked):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    if step == InvitationStep.BIDANG:
        return AnswerTaken(replace(data, bidang=given.code))
    return AnswerTaken(replace(data, sebagai=given.code))


def _done(data: InvitationData, facts: DialogFacts) -> Undang:
    needs = data.sebagai in OF_BIDANG
    return Undang(data.sebagai, (data.bidang or facts.agency.bidang[0].kode) if needs else None)


DIALOG = Dialog(InvitationData, _route, _ask, _take, _done)
