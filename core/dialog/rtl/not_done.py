"""The dialogue of Belum: a bidang tells why a kegiatan is not done, and promises a new triwulan.

The old target stays in the record. `NotDoneClaim` is stored by `bot.desk.staff.rtl.claims.report`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from core.dialog.rtl.evidence import KegiatanDialogData
from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, Picked, Typed, needed
from core.errors import InputError
from core.language.catalogue import Words
from core.language.option import Option
from core.messaging.stored_value import StoredAs
from core.periods import triwulan
from core.periods.triwulan import Triwulan

if TYPE_CHECKING:
    from core.dialog.values import DialogFacts, Given

YEARS_AHEAD = 5  # the farthest year of a new target


class NotDoneStep(StrEnum):
    """The steps in order; each value is part of its catalogue key."""

    OBSTACLE = "hambatan"
    STRATEGY = "strategi"
    TARGET = "target"
    PARTY = "pihak"


@dataclass(frozen=True, slots=True)
class NotDoneData(KegiatanDialogData):
    """The answers of one run of the dialogue; "" and None: not given yet."""

    flow = "belum"

    obstacle: Annotated[str, StoredAs("hambatan")] = ""
    strategy: Annotated[str, StoredAs("strategi")] = ""
    target: Triwulan | None = None
    party: Annotated[str, StoredAs("pihak")] = ""


@dataclass(frozen=True, slots=True)
class NotDoneClaim:
    """The result: the work on a kegiatan is not done, with a new target."""

    kegiatan: int  # id
    triwulan: Triwulan  # of the schedule: the one that is answered
    obstacle: str
    strategy: str
    target: Triwulan  # the new one
    party: str  # another party that is needed; "": none
    last: int | None = None  # as `KegiatanDialogData.last`


def _route(_data: NotDoneData, _facts: DialogFacts) -> tuple[NotDoneStep, ...]:
    return tuple(NotDoneStep)


def _ask(step: str, _data: NotDoneData, facts: DialogFacts) -> Ask:
    said = Words(f"rtl.belum.{step}")
    if step == NotDoneStep.TARGET:
        coming = triwulan.upcoming(facts.today)
        return Ask(said, tuple(Option(one.code, one.label) for one in coming), takes_text=True)
    if step == NotDoneStep.PARTY:
        nobody = Option("tidak_ada", Words("tombol.tidak_ada"), also="juga.tidak_ada")
        return Ask(said, (nobody,), takes_text=True)
    return Ask(said, takes_text=True)


def _take(
    step: str, data: NotDoneData, given: Given, facts: DialogFacts
) -> AnswerTaken[NotDoneData] | AnswerRefused:
    if step == NotDoneStep.TARGET:
        return _target(data, given, facts)
    if step == NotDoneStep.PARTY and isinstance(given, Picked):
        return AnswerTaken(replace(data, party=""))
    if isinstance(given, Typed):
        return AnswerTaken(_written(step, data, given.text))
    return AnswerRefused(Words("dialog.belum_terbaca"))


def _written(step: str, data: NotDoneData, text: str) -> NotDoneData:
    match step:
        case NotDoneStep.OBSTACLE:
            return replace(data, obstacle=text)
        case NotDoneStep.STRATEGY:
            return replace(data, strategy=text)
    return replace(data, party=text)


def _target(
    data: NotDoneData, given: Given, facts: DialogFacts
) -> AnswerTaken[NotDoneData] | AnswerRefused:
    said = given.code if isinstance(given, Picked) else getattr(given, "text", "")
    try:
        target = triwulan.parse(said)
    except InputError:
        return AnswerRefused(Words("rtl.belum.target_salah"))
    now = triwulan.of(facts.today)
    if target < now or target.year > now.year + YEARS_AHEAD:
        return AnswerRefused(Words("rtl.belum.target_jauh", {"dari": now.label}))
    return AnswerTaken(replace(data, target=target))


def _done(data: NotDoneData, _facts: DialogFacts) -> NotDoneClaim:
    return NotDoneClaim(
        data.kegiatan,
        data.triwulan,
        data.obstacle,
        data.strategy,
        needed(data.target),
        data.party,
        data.last,
    )


DIALOG = Dialog(NotDoneData, _route, _ask, _take, _done)
