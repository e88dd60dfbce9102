"""Rincian: all that is known of a kegiatan, and what somebody may do about it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.desk.staff.question import keeping, speaker
from bot.desk.staff.rtl.effect import moves
from bot.desk.staff.rtl.shared import EXAMINERS, concern, concerns, find, proofs, stands, subject
from core.language.catalogue import Joined, Words
from core.messaging.outgoing import Choice, Compose, Message
from core.rtl.status import Tahap, keadaan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.language.catalogue import Fact, Says
    from core.ports.composer import Composed, Request
    from core.ports.conversations import Decision
    from core.results.small_numbers import Steps
    from core.rtl.plan import Rtl
    from core.rtl.status import KegiatanStatus

OPEN_AGAIN = frozenset({Tahap.DIKLAIM, Tahap.DITERIMA})  # nothing can be answered now


def ask(call: CommandCall) -> Decision:
    whose = concern(call)
    if whose == []:
        return call.reply(Words("dialog.bukan_petugas"))
    call.looked("rtl_rincian")
    standing = call.tx.staff.roles(call.event.person)
    args = {
        "bahasa": call.language,
        "bidang": whose,
        "apa": call.args,
        "bukti": concern(call, EXAMINERS) != [],
        "admin": any(one.role == "admin" for one in standing),
        "serves": [one.bidang for one in standing if one.role == "bidang"],
        "sendiri": call.event.private,
    }
    return call.send(Compose("rtl_rincian", args))


def compose(request: Request, office: Office) -> Composed | Message:
    args, say = request.args, speaker(request, office)
    rtls, today = request.reader.rtl.items(), request.now.astimezone(office.agency.zona).date()
    one = find(rtls, args["apa"], today)
    if one is None or not concerns(one.kegiatan, args["bidang"]):
        return Message(text=say(Words("rtl.tidak_ada")))
    moved, steps = moves(request.reader, office.agency, [one.rtl], today)
    rows: list[Says] = [*_details(one, rtls, office), *moved]
    text = "\n".join(say(row) for row in rows)
    every: Sequence[Steps] = [steps]
    choices = (*_choices(one, args, say), *_others(one, keadaan(rtls, today)))
    return keeping(Message(text=text, choices=choices), request, every)


def _others(one: KegiatanStatus, states: Sequence[KegiatanStatus]) -> Iterator[Choice]:
    """The same kegiatan's other ticks: each is answered for itself."""
    for other in states:
        if other.kegiatan.id == one.kegiatan.id and other.triwulan != one.triwulan:
            tick = other.triwulan
            yield Choice(f"kt:rtl_rincian:{other.kegiatan.id} {tick.kode}", tick.label)


def _choices(
    one: KegiatanStatus, args: Mapping[str, Any], say: Callable[[Says], str]
) -> Iterator[Choice]:
    """What can be done now; who may is asked again when it is pressed."""
    if args["bukti"]:
        yield from _files(one, say)
    claim = one.terakhir
    serves = set(args["serves"]) & set(one.kegiatan.bidang)
    if claim and one.tahap is Tahap.DIKLAIM and args["admin"] and args["sendiri"] and not serves:
        yield Choice(f"kt:rtl_terima:{claim.id}", say(Words("rtl.tombol.terima")))
        yield Choice(f"kt:rtl_kembali:{claim.id}", say(Words("rtl.tombol.kembalikan")))
    if one.tahap not in OPEN_AGAIN and not one.diwakili and (serves or args["admin"]):
        what = f"{one.kegiatan.id} {one.triwulan.kode}"
        for name in ("sudah", "belum") if not one.selesai else ("sudah",):
            yield Choice(f"kt:rtl_{name}:{what}", say(Words(f"rtl.tombol.{name}")))


def _files(one: KegiatanStatus, say: Callable[[Says], str]) -> Iterator[Choice]:
    if one.rtl.forum and one.rtl.forum.berkas:
        yield Choice(f"kt:rtl_ba:{one.rtl.id}", say(Words("rtl.tombol.berita_acara")))
    claim = one.terakhir
    for number, proof in enumerate(claim.bukti if claim else (), start=1):
        if claim and proof.berkas:
            label = say(Words("rtl.tombol.bukti", {"n": number}))
            yield Choice(f"kt:rtl_bukti:{claim.id} {number}", label)


# -- in words ------------------------------------------------------------------------------------


def _details(one: KegiatanStatus, rtls: Sequence[Rtl], office: Office) -> Iterator[Says]:
    yield Words(
        "rtl.rincian.judul",
        {"periode": one.rtl.periode, **subject(one.rtl, one.kegiatan, office.agency)},
    )
    yield f"{one.kegiatan.nomor} {one.kegiatan.uraian}"
    yield Words("rtl.rincian.keadaan", {"keadaan": stands(one)})
    if others := [tick.label for tick in one.kegiatan.jadwal if tick != one.triwulan]:
        yield Words("rtl.rincian.juga", {"triwulan": ", ".join(others)})
    if one.ke:
        plans = ", ".join(plan.label for plan in one.rencana[1:])
        yield Words("rtl.rincian.awal", {"awal": one.awal.label, "ke": one.ke, "rencana": plans})
    yield from _chain(one, rtls)
    yield from _plan(one.rtl)
    yield from _last(one)
    yield from _printed(one)


def _chain(one: KegiatanStatus, rtls: Sequence[Rtl]) -> Iterator[Words]:
    """Where it comes from, and which plan carries it on."""
    for name, other in (("asal", one.asal), ("lanjutan", one.penerus)):
        if other is not None:
            plan = next(rtl for rtl in rtls for row in rtl.kegiatan if row.id == other.id)
            facts: dict[str, Fact] = {"nomor": other.nomor, "periode": plan.periode}
            facts["rancangan"] = Words("rtl.rancangan") if plan.rancangan else None
            yield Words(f"rtl.rincian.{name}", facts)


def _plan(rtl: Rtl) -> Iterator[Words]:
    yield _forum(rtl)
    for name in ("sumber", "alasan"):
        if said := getattr(rtl, name):
            yield Words(f"rtl.rincian.{name}_pilihan", {name: said})
    if rtl.horizon:
        yield Words("rtl.rincian.horizon", {"horizon": Words(f"rtl.horizon.{rtl.horizon}")})
    if rtl.perlu_anggaran:
        yield Words("rtl.rincian.anggaran")
    if rtl.instansi_lain:
        yield Words("rtl.rincian.mitra", {"mitra": rtl.instansi_lain})
    if rtl.catatan:
        yield Words("rtl.rincian.catatan", {"catatan": rtl.catatan})


def _forum(rtl: Rtl) -> Words:
    forum = rtl.forum
    if forum is None:
        return Words("rtl.rincian.rancangan")
    facts: dict[str, Fact] = {"jenis": forum.jenis, "tanggal": forum.tanggal}
    facts["nomor"] = forum.berita_acara or None
    return Words("rtl.rincian.forum_janggal" if forum.diragukan else "rtl.rincian.forum", facts)


def _last(one: KegiatanStatus) -> Iterator[Words]:
    row = one.terakhir
    if row is None:
        return
    for name in ("uraian", "hambatan", "strategi", "pihak"):
        if said := getattr(row, name):
            yield Words(f"rtl.rincian.{name}", {name: said})
    if row.klaim == "sudah":
        yield Words("rtl.rincian.bukti", {"bukti": proofs(row)})
    if row.keputusan and row.keputusan.hasil == "dikembalikan":
        yield Words("rtl.rincian.alasan", {"alasan": row.keputusan.alasan})


def _printed(one: KegiatanStatus) -> Iterator[Words]:
    told = one.kegiatan.dicetak
    if told is None:
        return
    said = [told.uraian, told.dokumentasi, told.hambatan, told.strategi, told.pihak]
    words: list[Says] = [told.status, *(one.rstrip(" .") for one in said if one)]
    yield Words("rtl.rincian.tercetak", {"isi": Joined("; ", tuple(words))})
