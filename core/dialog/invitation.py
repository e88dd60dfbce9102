"""The dialogue of `undang`: an admin chooses a role and perhaps a bidang for a one-time code.

`bot.desk.staff.people.invite` makes the code out of the `NewInvitation`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, DialogData, Picked
from core.language.catalogue import Words
from core.language.option import Option
from core.messaging.stored_value import StoredAs

if TYPE_CHECKING:
    from core.dialog.values import DialogFacts, Given

GROUP = "grup"  # no role of a person: the code makes a group chat serve a bidang
OF_BIDANG = ("bidang", GROUP)
KINDS = (*OF_BIDANG, "pimpinan", "admin", "loket", "koordinator", "pengawas")


class InvitationStep(StrEnum):
    """The steps in order; the bidang is asked only where the role needs one of several."""

    ROLE = "sebagai"
    BIDANG = "bidang"


@dataclass(frozen=True, slots=True)
class InvitationData(DialogData):
    """The answers of one run of the dialogue; "": not given yet."""

    flow = "undang"

    role: Annotated[str, StoredAs("sebagai")] = ""  # one of KINDS
    bidang: str = ""


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """The result: make a code for this role, or for a bidang's group."""

    role: str  # one of KINDS
    bidang: str | None  # code; None: the role belongs to no bidang


def _route(data: InvitationData, facts: DialogFacts) -> tuple[InvitationStep, ...]:
    several = len(facts.agency.bidang) > 1
    if data.role in OF_BIDANG and several:
        return (InvitationStep.ROLE, InvitationStep.BIDANG)
    return (InvitationStep.ROLE,)


def _ask(step: str, _data: InvitationData, facts: DialogFacts) -> Ask:
    if step == InvitationStep.BIDANG:
        named = tuple(Option(one.code, one.name) for one in facts.agency.bidang)
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
    return AnswerTaken(replace(data, role=given.code))


def _done(data: InvitationData, facts: DialogFacts) -> NewInvitation:
    needs = data.role in OF_BIDANG
    return NewInvitation(data.role, (data.bidang or facts.agency.bidang[0].code) if needs else None)


DIALOG = Dialog(InvitationData, _route, _ask, _take, _done)
