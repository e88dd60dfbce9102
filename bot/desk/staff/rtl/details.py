"""`rtl_rincian`: all that is known of a kegiatan's tick, with buttons for the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.staff.question import keeping, speaker
from bot.desk.staff.rtl.effect import moves
from bot.desk.staff.rtl.shared import EXAMINERS, concern, concerns, find, proofs, stands, subject
from core.language.catalogue import Joined, Words
from core.messaging.outgoing import Choice, Message
from core.ports.requests.rtl import KegiatanQuestion
from core.rtl.status import Stage, kegiatan_statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.language.catalogue import Fact, Says
    from core.ports.composer import Composed, Request
    from core.ports.conversations import Decision
    from core.results.small_numbers import Steps
    from core.rtl.plan import Rtl
    from core.rtl.status import KegiatanStatus

CLOSED = frozenset({Stage.CLAIMED, Stage.ACCEPTED})  # nothing can be answered now


def ask(call: CommandCall) -> Decision:
    """Request the details; the request says what the sender may see and do."""
    whose = concern(call)
    if whose == ():
        return call.reply(Words("dialog.bukan_petugas"))
    call.looked("rtl_rincian")
    standing = call.tx.staff.roles(call.event.person)
    asked = KegiatanQuestion(
        language=call.language,
        bidang=whose,
        query=call.args,
        evidence=concern(call, EXAMINERS) != (),
        admin=any(one.role == "admin" for one in standing),
        serves=tuple(one.bidang for one in standing if one.role == "bidang" and one.bidang),
        in_private=call.event.private,
    )
    return call.send(asked.envelope())


def compose(request: Request[KegiatanQuestion], office: Office) -> Composed | Message:
    """Tell the kegiatan's history and effect, with buttons that fit its stage."""
    asked, say = request.asked, speaker(request, office)
    rtls, today = request.reader.rtl.items(), request.now.astimezone(office.agency.zone).date()
    one = find(rtls, asked.query, today)
    if one is None or not concerns(one.kegiatan, asked.bidang):
        return Message(text=say(Words("rtl.tidak_ada")))
    moved, steps = moves(request.reader, office.agency, [one.rtl], today)
    rows: list[Says] = [*_details(one, rtls, office), *moved]
    text = "\n".join(say(row) for row in rows)
    every: Sequence[Steps] = [steps]
    choices = (*_choices(one, asked, say), *_others(one, kegiatan_statuses(rtls, today)))
    return keeping(Message(text=text, choices=choices), request, every)


def _others(one: KegiatanStatus, states: Sequence[KegiatanStatus]) -> Iterator[Choice]:
    """Buttons to the other ticks of the kegiatan, which are answered one by one."""
    for other in states:
        if other.kegiatan.id == one.kegiatan.id and other.triwulan != one.triwulan:
            tick = other.triwulan
            yield Choice(f"kt:rtl_rincian:{other.kegiatan.id} {tick.code}", tick.label)


def _choices(
    one: KegiatanStatus, asked: KegiatanQuestion, say: Callable[[Says], str]
) -> Iterator[Choice]:
    """Buttons for the next steps; each command checks the presser's roles again."""
    if asked.evidence:
        yield from _files(one, say)
    claim = one.last
    serves = set(asked.serves) & set(one.kegiatan.bidang)
    if claim and one.stage is Stage.CLAIMED and asked.admin and asked.in_private and not serves:
        yield Choice(f"kt:rtl_terima:{claim.id}", say(Words("rtl.tombol.terima")))
        yield Choice(f"kt:rtl_kembali:{claim.id}", say(Words("rtl.tombol.kembalikan")))
    if one.stage not in CLOSED and not one.represented and (serves or asked.admin):
        what = f"{one.kegiatan.id} {one.triwulan.code}"
        for name in ("sudah", "belum") if not one.finished else ("sudah",):
            yield Choice(f"kt:rtl_{name}:{what}", say(Words(f"rtl.tombol.{name}")))


def _files(one: KegiatanStatus, say: Callable[[Says], str]) -> Iterator[Choice]:
    if one.rtl.forum and one.rtl.forum.file:
        yield Choice(f"kt:rtl_ba:{one.rtl.id}", say(Words("rtl.tombol.berita_acara")))
    claim = one.last
    for number, proof in enumerate(claim.evidence if claim else (), start=1):
        if claim and proof.file:
            label = say(Words("rtl.tombol.bukti", {"n": number}))
            yield Choice(f"kt:rtl_bukti:{claim.id} {number}", label)


# -- in words ------------------------------------------------------------------------------------


def _details(one: KegiatanStatus, rtls: Sequence[Rtl], office: Office) -> Iterator[Says]:
    yield Words(
        "rtl.rincian.judul",
        {"periode": one.rtl.periode, **subject(one.rtl, one.kegiatan, office.agency)},
    )
    yield f"{one.kegiatan.number} {one.kegiatan.description}"
    yield Words("rtl.rincian.keadaan", {"keadaan": stands(one)})
    if others := [tick.label for tick in one.kegiatan.schedule if tick != one.triwulan]:
        yield Words("rtl.rincian.juga", {"triwulan": ", ".join(others)})
    if one.nth:
        plans = ", ".join(plan.label for plan in one.planned[1:])
        yield Words(
            "rtl.rincian.awal", {"awal": one.first_target.label, "ke": one.nth, "rencana": plans}
        )
    yield from _chain(one, rtls)
    yield from _plan(one.rtl)
    yield from _last(one)
    yield from _printed(one)


def _chain(one: KegiatanStatus, rtls: Sequence[Rtl]) -> Iterator[Words]:
    """The kegiatan that this one was carried over from, and the plan that carries it on."""
    for name, other in (("asal", one.origin), ("lanjutan", one.successor)):
        if other is not None:
            plan = next(rtl for rtl in rtls for row in rtl.kegiatan if row.id == other.id)
            facts: dict[str, Fact] = {"nomor": other.number, "periode": plan.periode}
            facts["rancangan"] = Words("rtl.rancangan") if plan.is_draft else None
            yield Words(f"rtl.rincian.{name}", facts)


def _plan(rtl: Rtl) -> Iterator[Words]:
    yield _forum(rtl)
    for name, said in (("sumber", rtl.source), ("alasan", rtl.reason)):
        if said:
            yield Words(f"rtl.rincian.{name}_pilihan", {name: said})
    if rtl.horizon:
        yield Words("rtl.rincian.horizon", {"horizon": Words(f"rtl.horizon.{rtl.horizon}")})
    if rtl.needs_budget:
        yield Words("rtl.rincian.anggaran")
    if rtl.other_agency:
        yield Words("rtl.rincian.mitra", {"mitra": rtl.other_agency})
    if rtl.notes:
        yield Words("rtl.rincian.catatan", {"catatan": rtl.notes})


def _forum(rtl: Rtl) -> Words:
    forum = rtl.forum
    if forum is None:
        return Words("rtl.rincian.rancangan")
    facts: dict[str, Fact] = {"jenis": forum.kind, "tanggal": forum.day}
    facts["nomor"] = forum.minutes or None
    return Words("rtl.rincian.forum_janggal" if forum.doubtful else "rtl.rincian.forum", facts)


def _last(one: KegiatanStatus) -> Iterator[Words]:
    row = one.last
    if row is None:
        return
    told = (
        ("uraian", row.description),
        ("hambatan", row.obstacle),
        ("strategi", row.strategy),
        ("pihak", row.party),
    )
    for name, said in told:
        if said:
            yield Words(f"rtl.rincian.{name}", {name: said})
    if row.claim == "sudah":
        yield Words("rtl.rincian.bukti", {"bukti": proofs(row)})
    if row.review and row.review.verdict == "dikembalikan":
        yield Words("rtl.rincian.alasan", {"alasan": row.review.reason})


def _printed(one: KegiatanStatus) -> Iterator[Words]:
    told = one.kegiatan.printed
    if told is None:
        return
    said = [told.description, told.documentation, told.obstacle, told.strategy, told.party]
    words: list[Says] = [told.status, *(one.rstrip(" .") for one in said if one)]
    yield Words("rtl.rincian.tercetak", {"isi": Joined("; ", tuple(words))})
