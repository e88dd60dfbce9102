"""`Terima` and `Kembalikan`: an admin of no bidang concerned reviews a claim.

`notices` tells the bidang, and citizens whose saran led to the item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.desk.dialogs import DialogResult
from bot.desk.staff.rtl.claims.notices import to_bidang, to_citizens
from bot.desk.staff.rtl.shared import number, owning, realised, remaining, subject
from core.dialog.rtl.return_claim import ReturnClaimData
from core.language.catalogue import BASE, Words
from core.messaging.outgoing import Choice, Message
from core.ports.conversations import Decision
from core.rtl.plan import ClaimReview

if TYPE_CHECKING:
    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from bot.desk.dialogs import Dialogs
    from core.dialog.rtl.return_claim import ClaimReturn
    from core.language.catalogue import Fact
    from core.rtl.plan import Kegiatan, Realisasi, Rtl, Verdict


class Claim(NamedTuple):
    """A claim to be reviewed, with its kegiatan, item, and all plans."""

    rtls: list[Rtl]  # all plans, before the review
    rtl: Rtl
    kegiatan: Kegiatan
    row: Realisasi


def _claim(call: CommandCall, realisasi: int) -> Claim | Words:
    """The claim with this id, or the reason why the sender cannot review it.

    The sender must be an admin, of none of the kegiatan's bidang, and not the reporter; the claim
    must be the newest answer and not reviewed.
    """
    roles = call.tx.staff.roles(call.event.person)
    if not any(one.role == "admin" for one in roles):
        return Words("petugas.bukan_admin")
    rtls = call.tx.rtl.items()
    found = owning(rtls, realisasi)
    if found is None:
        return Words("rtl.tidak_ada")
    rtl, kegiatan, row = found
    own = any(one.bidang in kegiatan.bidang for one in roles if one.role == "bidang")
    if own or row.by == call.tx.staff.audit_name(call.event.person):
        return Words("rtl.bukan_pemeriksa")
    newest = [one for one in kegiatan.realisasi if one.triwulan == row.triwulan][-1]
    if row.review is not None or row.claim != "sudah" or newest.id != row.id:
        return Words("rtl.tidak_menunggu")
    return Claim(rtls, rtl, kegiatan, row)


def _decide(call: CommandCall, claim: Claim, verdict: Verdict, reason: str = "") -> None:
    by = call.tx.staff.audit_name(call.event.person)
    call.tx.rtl.decide(claim.row.id, ClaimReview(verdict, reason, by, call.event.at))


def _facts(claim: Claim, office: Office) -> dict[str, Fact]:
    facts = subject(claim.rtl, claim.kegiatan, office.agency)
    return facts | {"triwulan": claim.row.triwulan.label}


def accept(call: CommandCall, office: Office) -> Decision:
    """Accept a claim at one press; the message with the buttons becomes its record.

    The bidang is told, and so are citizens whose saran led to the item, once all of it is done.
    """
    claim = _claim(call, number(call.args))
    if isinstance(claim, Words):
        return call.reply(claim)
    _decide(call, claim, "diterima")
    today = call.event.at.astimezone(office.agency.zone).date()
    facts = _facts(claim, office)
    after = call.tx.rtl.items()
    share = realised(after, today, claim.rtl.periode)
    share["sisa"] = remaining(after, claim.row, today)
    said = Message(text=call.say(Words("rtl.diterima", facts | share)))
    told = call.notice(Words("rtl.diterima_bidang", facts))
    drafts = to_bidang(call.tx, claim.kegiatan, told, but=call.event.address)
    drafts += to_citizens(call.tx, claim.rtls, after, office, call.event.at)
    return Decision(call.seen.state, drafts=(call.draft(said), *drafts))


def start_return(call: CommandCall, dialogs: Dialogs) -> Decision:
    """Open the dialogue that asks why the claim is returned."""
    claim = _claim(call, number(call.args))
    if isinstance(claim, Words):
        return call.reply(claim)
    return dialogs.start(call, ReturnClaimData(claim.row.id))


def give_back(call: CommandCall, effect: ClaimReturn, office: Office) -> DialogResult:
    """Return a claim; the bidang gets the reason as it was written, and a button to answer."""
    claim = _claim(call, effect.realisasi)
    if isinstance(claim, Words):
        return DialogResult(Message(text=call.say(claim)))
    _decide(call, claim, "dikembalikan", effect.reason)
    facts = _facts(claim, office)
    again = Choice(
        f"kt:rtl_sudah:{claim.kegiatan.id} {claim.row.triwulan.code}",
        office.texts.say(BASE, Words("rtl.tombol.sudah")),
    )
    words = Words("rtl.dikembalikan_bidang", facts | {"alasan": effect.reason})
    told = call.notice(words, again)
    drafts = to_bidang(call.tx, claim.kegiatan, told, but=call.event.address)
    return DialogResult(Message(text=call.say(Words("rtl.dikembalikan", facts))), tuple(drafts))
