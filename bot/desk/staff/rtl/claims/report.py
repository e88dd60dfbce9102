"""`Sudah` and `Belum`: a bidang's answer about one triwulan of a kegiatan, checked and written.

Evidence that lies with the channel is fetched outside the writer; the claim is written with it.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from bot.desk.dialogs import DialogResult, says
from bot.desk.staff.rtl.claims.evidence import fetched as fetched_of
from bot.desk.staff.rtl.claims.notices import about_claim, about_delay, examiners
from bot.desk.staff.rtl.shared import (
    again,
    answered,
    find,
    realised,
    remaining,
    reports_for,
    stands,
)
from core.language.catalogue import Words
from core.messaging.outgoing import Message
from core.ports.composer import Composed, Overtaken
from core.ports.requests.rtl import WaitingClaim
from core.rtl.plan import Evidence, Realisasi
from core.rtl.status import Stage
from core.rtl.waiting_evidence import WaitingFile, WaitingLink, WaitingProof

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from bot.desk.dialogs import Dialogs
    from core.dialog.rtl.done import DoneClaim, DoneData
    from core.dialog.rtl.not_done import NotDoneClaim, NotDoneData
    from core.language.catalogue import Fact
    from core.ports.composer import Request
    from core.ports.conversations import Decision
    from core.ports.store import Tx
    from core.rtl.plan import Status
    from core.rtl.status import KegiatanStatus

    Fetched = tuple[WaitingProof, bytes | None]  # a piece of evidence, and its bytes

CLOSED = frozenset({Stage.CLAIMED, Stage.ACCEPTED})  # nothing can be answered now


def start(
    call: CommandCall, office: Office, dialogs: Dialogs, opens: type[DoneData | NotDoneData]
) -> Decision:
    """Open the dialogue for the kegiatan and triwulan that the pressed button names."""
    one = find(call.tx.rtl.items(), call.args, _today(call, office))
    if refusal := _refusal(call, one):
        return call.reply(refusal)
    assert one is not None  # noqa: S101 - else it was refused
    return dialogs.start(call, opens(one.kegiatan.id, one.triwulan, newest(one)))


def _today(call: CommandCall, office: Office) -> date:
    return call.event.at.astimezone(office.agency.zone).date()


def _refusal(call: CommandCall, one: KegiatanStatus | None) -> Words | None:
    """The reason why the sender may not answer; asked at the beginning and before writing."""
    if one is None:
        return Words("rtl.tidak_ada")
    if reports_for(call, one.kegiatan) is None:
        return Words("rtl.bukan_bidang")
    return _overtaken(one, newest(one))


def newest(one: KegiatanStatus) -> int:
    """Id of the newest answer about a tick, 0 for none; a dialogue notes it when it begins."""
    return one.last.id if one.last else 0


def _overtaken(one: KegiatanStatus, last: int | None) -> Words | None:
    """The reason why an answer comes too late: another one is claimed, accepted, or newer.

    `last`: the newest answer when the dialogue began; None where an older version did not note it.
    """
    if one.stage in CLOSED:
        return Words("rtl.sudah_lapor", {"keadaan": stands(one)})
    if last is not None and last != newest(one):
        return Words("rtl.didahului", {"keadaan": stands(one)})
    return None


def _row(call: CommandCall, one: KegiatanStatus, claim: Status) -> Realisasi:
    return Realisasi(
        kegiatan=one.kegiatan.id,
        triwulan=one.triwulan,
        bidang=reports_for(call, one.kegiatan) or "",
        by=call.tx.staff.audit_name(call.event.person),
        claim=claim,
    )


# -- Sudah ---------------------------------------------------------------------------------------


def report_done(call: CommandCall, effect: DoneClaim, office: Office) -> DialogResult:
    """Write a claim and tell the admins who may review it.

    With files among its evidence, the claim is put into the outbox until they are fetched.
    """
    rtls, today = call.tx.rtl.items(), _today(call, office)
    one = find(rtls, f"{effect.kegiatan} {effect.triwulan.code}", today)
    if refusal := _refusal(call, one) or (one and _overtaken(one, effect.last)):
        return DialogResult(Message(text=call.say(refusal)))
    assert one is not None  # noqa: S101 - else it was refused
    row = dataclasses.replace(_row(call, one, "sudah"), description=effect.description)
    links = [_link(proof) for proof in effect.evidence if isinstance(proof, WaitingLink)]
    if len(links) < len(effect.evidence):
        return _later(call, row, effect)
    row = dataclasses.replace(row, evidence=tuple(links))
    stored = call.tx.rtl.report(row, now=call.event.at)
    after = answered(rtls, stored)
    facts = realised(after, today, one.rtl.periode) | {"sisa": remaining(after, row, today)}
    text = call.say(Words("rtl.tercatat_sudah", facts))
    at, here = call.event.at, call.event.address
    told = about_claim(call.tx, after, stored, office, but=here, now=at)
    if not told:
        text += "\n" + call.say(Words("rtl.pemeriksa_tidak_ada"))
    return DialogResult(Message(text=text), tuple(told))


def _link(proof: WaitingLink) -> Evidence:
    return Evidence(name=proof.link, link=proof.link)


def _later(call: CommandCall, row: Realisasi, effect: DoneClaim) -> DialogResult:
    """The claim waits in the outbox until its files are fetched; it never expires there."""
    asked = WaitingClaim(
        language=call.language,
        kegiatan=row.kegiatan,
        triwulan=row.triwulan,
        description=row.description,
        bidang=row.bidang,
        by=row.by,
        evidence=effect.evidence,
        last=effect.last,
    )
    draft = dataclasses.replace(call.draft(asked.envelope(), fresh=True), expires_at=None)
    files = sum(isinstance(one, WaitingFile) for one in effect.evidence)
    return DialogResult(says(call, "rtl.sedang_disimpan", {"n": files}), (draft,))


def compose_claim(request: Request[WaitingClaim], office: Office) -> Composed:
    """Fetch the evidence, then write the claim with it, unless another answer came first.

    The files are fetched before anything is read, so that no snapshot stays open for so long.
    `keep` raises Overtaken where an answer came since; then the claim is composed anew.
    """
    asked, today = request.asked, request.now.astimezone(office.agency.zone).date()
    fetched = [(proof, fetched_of(request, proof)) for proof in asked.evidence]
    rtls, row = request.reader.rtl.items(), _waiting(asked)
    one = find(rtls, _which(row), today)
    gone = _overtaken(one, asked.last) if one else Words("rtl.tidak_ada")
    if gone or one is None:
        return Composed(Message(text=office.texts.say(asked.language, gone or "")))
    before = newest(one)

    def keep(tx: Tx) -> None:
        still = find(tx.rtl.items(), _which(row), today)
        if still is None or newest(still) != before:
            raise Overtaken("another answer came meanwhile")
        _stored(tx, row, fetched, request, office)

    after = answered(rtls, row)
    facts = realised(after, today, one.rtl.periode) | {"sisa": remaining(after, row, today)}
    words = [Words("rtl.tercatat_sudah", facts), *_lacks(request, one, fetched)]
    said = (office.texts.say(asked.language, one) for one in words)
    return Composed(Message(text="\n".join(said)), keep)


def _which(row: Realisasi) -> str:
    return f"{row.kegiatan} {row.triwulan.code}"


def _stored(
    tx: Tx, row: Realisasi, fetched: Sequence[Fetched], request: Request[object], office: Office
) -> None:
    proofs = [_kept(tx, proof, data, request) for proof, data in fetched]
    whole = dataclasses.replace(row, evidence=tuple(filter(None, proofs)))
    stored = tx.rtl.report(whole, now=request.now)
    now = request.now
    told = about_claim(tx, tx.rtl.items(), stored, office, but=request.row.to, now=now)
    tx.outbox.enqueue(told, now=now)


def _waiting(asked: WaitingClaim) -> Realisasi:
    """The claim as it waited in the outbox."""
    return Realisasi(
        asked.kegiatan,
        asked.triwulan,
        "sudah",
        asked.description,
        bidang=asked.bidang,
        by=asked.by,
    )


def _lacks(
    request: Request[object], one: KegiatanStatus, fetched: Sequence[Fetched]
) -> Iterator[Words]:
    """Words on files that are gone, and on a claim that no admin can review."""
    if lost := sum(data is None and isinstance(proof, WaitingFile) for proof, data in fetched):
        yield Words("rtl.bukti_gagal", {"n": lost})
    if not examiners(request.reader, one.kegiatan, request.row.to):
        yield Words("rtl.pemeriksa_tidak_ada")


def _kept(
    tx: Tx, proof: WaitingProof, data: bytes | None, request: Request[object]
) -> Evidence | None:
    if isinstance(proof, WaitingLink):
        return _link(proof)
    if data is None:
        return None
    return Evidence(name=proof.name, file=tx.rtl.save_file(data, proof.mime, now=request.now))


# -- Belum ---------------------------------------------------------------------------------------


def report_not_done(call: CommandCall, effect: NotDoneClaim, office: Office) -> DialogResult:
    """Write that a kegiatan is not done, with its new target, and tell the other admins.

    The old target stays on record, and the times that the kegiatan was planned anew are counted.
    """
    rtls, today = call.tx.rtl.items(), _today(call, office)
    which = f"{effect.kegiatan} {effect.triwulan.code}"
    one = find(rtls, which, today)
    if refusal := _refusal(call, one) or (one and _overtaken(one, effect.last)):
        return DialogResult(Message(text=call.say(refusal)))
    assert one is not None  # noqa: S101 - else it was refused
    row = dataclasses.replace(
        _row(call, one, "belum"),
        obstacle=effect.obstacle,
        strategy=effect.strategy,
        target=effect.target,
        party=effect.party,
    )
    stored = call.tx.rtl.report(row, now=call.event.at)
    after = find(answered(rtls, stored), which, today)
    assert after is not None  # noqa: S101 - it was there a moment ago
    facts: dict[str, Fact] = {"target": effect.target.label, "ulang": again(after)}
    drafts = about_delay(call, after, stored, office)
    return DialogResult(Message(text=call.say(Words("rtl.tercatat_belum", facts))), tuple(drafts))
