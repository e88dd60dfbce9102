"""The dialogue of Kembalikan: an admin returns a claim to its bidang with a reason.

`bot.desk.staff.rtl.claims.review` stores the `ClaimReturn` as a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, DialogData, Typed
from core.language.catalogue import Words
from core.messaging.stored_value import StoredAs

if TYPE_CHECKING:
    from core.dialog.values import DialogFacts, Given

REASON = "alasan"  # the only step


@dataclass(frozen=True, slots=True)
class ReturnClaimData(DialogData):
    """The claim in question, and the reason; "": not given yet."""

    flow = "kembalikan"
    keeps = frozenset({"realisasi"})

    realisasi: int
    reason: Annotated[str, StoredAs("alasan")] = ""


@dataclass(frozen=True, slots=True)
class ClaimReturn:
    """The result: return this claim."""

    realisasi: int  # id of the claim
    reason: str


def _take(
    _step: str, data: ReturnClaimData, given: Given, _facts: DialogFacts
) -> AnswerTaken[ReturnClaimData] | AnswerRefused:
    if isinstance(given, Typed):
        return AnswerTaken(replace(data, reason=given.text))
    return AnswerRefused(Words("dialog.belum_terbaca"))


DIALOG = Dialog(
    ReturnClaimData,
    lambda _data, _facts: (REASON,),
    lambda _step, _data, _facts: Ask(Words("rtl.kembalikan.alasan"), takes_text=True),
    _take,
    lambda data, _facts: ClaimReturn(data.realisasi, data.reason),
)
