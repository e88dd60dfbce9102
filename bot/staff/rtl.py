"""`rtl`: what concerns the asker and how it stands; Rincian: all that is known of a kegiatan."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bot.staff.rtl_umum import concern, find, proofs, stands, subject
from core.angka import tercetak
from core.digest import cut
from core.model import Choice, Compose, Message
from core.rtl_capaian import Bobot, worth_of
from core.rtl_keadaan import Tahap, keadaan
from core.texts import Joined, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from bot.call import Call
    from bot.office import Office
    from bot.sender import Request
    from core.ports import Decision
    from core.rtl import Forum, Rtl
    from core.rtl_keadaan import Keadaan
    from core.texts import Fact, Says

LISTED = 15
LETTERS = 90  # of a kegiatan in a list
BUTTONS = 8


def ask(call: Call) -> Decision:
    """Composed outside the writer; whose it is, is settled here."""
    whose = concern(call)
    if whose == []:
        return call.reply(Words("dialog.bukan_petugas"))
    return call.send(Compose("rtl", {"bahasa": call.language, "bidang": whose}))


def ask_details(call: Call) -> Decision:
    whose = concern(call)
    if whose == []:
        return call.reply(Words("dialog.bukan_petugas"))
    roles = {one.role for one in call.tx.petugas(call.event.person)}
    args = {"bahasa": call.language, "bidang": whose, "apa": call.args}
    return call.send(Compose("rtl_rincian", args | {"lapor": bool(roles & {"admin", "bidang"})}))


def _concerns(one: Keadaan, whose: list[str] | None) -> bool:
    return whose is None or bool(set(one.kegiatan.bidang) & set(whose))


def compose(request: Request, office: Office) -> Message:
    """What is open first, the longest overdue on top; what is done is only counted."""
    args = request.args
    say = _speaker(office, args)
    rtls, today = request.reader.rtl(), request.now.astimezone(office.agency.zona).date()
    mine = [one for one in keadaan(rtls, today) if _concerns(one, args["bidang"])]
    names = None
    if args["bidang"] is not None:
        names = ", ".join(one.nama for one in office.agency.bidang if one.kode in args["bidang"])
    if not mine:
        return Message(text=say(Words("rtl.kosong", {"bidang": names})))
    still = sorted((one for one in mine if not one.selesai and not one.diwakili), key=_urgency)
    rows = [say(head) for head in _heads(mine, rtls, today, names)]
    rows += [say(_row(one)) for one in still[:LISTED]]
    if left := len(mine) - min(len(still), LISTED):
        rows.append(say(Words("rtl.lagi", {"n": left})))
    return Message(
        text="\n".join(rows), choices=tuple(_button(one, say) for one in still[:BUTTONS])
    )


def _urgency(one: Keadaan) -> tuple[Any, ...]:
    return (one.target.last, one.kegiatan.nomor)


def _heads(mine: list[Keadaan], rtls: list[Rtl], today: date, names: str | None) -> Iterator[Words]:
    """What is realised of each plan; what a report prints and nobody checked is told apart."""
    worth = worth_of(rtls, today)
    for periode in dict.fromkeys(one.rtl.periode for one in mine):
        wanted = {one.kegiatan.id for one in mine if one.rtl.periode == periode}
        done = sum(worth[id_] >= Bobot.TERCETAK for id_ in wanted)
        printed = sum(worth[id_] is Bobot.TERCETAK for id_ in wanted)
        persen = tercetak(Fraction(done * 100, len(wanted)), 1)
        facts: dict[str, Fact] = {"periode": periode, "bidang": names, "cetak": printed or None}
        yield Words("rtl.judul", facts | {"kini": done, "total": len(wanted), "persen": persen})


def _row(one: Keadaan) -> Words:
    facts: dict[str, Fact] = {
        "nomor": one.kegiatan.nomor,
        "kegiatan": cut(one.kegiatan.uraian, LETTERS),
        "keadaan": stands(one),
    }
    return Words("rtl.baris", facts)


def _button(one: Keadaan, say: Callable[[Says], str]) -> Choice:
    what = f"{one.kegiatan.id} {one.triwulan.kode}"
    label = f"{say(Words('rtl.tombol.rincian'))} {one.kegiatan.nomor} ({one.triwulan.label})"
    return Choice(f"kt:rtl_rincian:{what}", label)


def _speaker(office: Office, args: Mapping[str, Any]) -> Callable[[Says], str]:
    return lambda words: office.texts.say(args["bahasa"], words)


# -- one kegiatan --------------------------------------------------------------------------------


def compose_details(request: Request, office: Office) -> Message:
    args = request.args
    say = _speaker(office, args)
    rtls, today = request.reader.rtl(), request.now.astimezone(office.agency.zona).date()
    one = find(rtls, args["apa"], today)
    if one is None or not _concerns(one, args["bidang"]):
        return Message(text=say(Words("rtl.tidak_ada")))
    text = "\n".join(say(row) for row in _details(one, office))
    return Message(text=text, choices=tuple(_answers(one, args, say)))


def _answers(one: Keadaan, args: Mapping[str, Any], say: Callable[[Says], str]) -> Iterator[Choice]:
    """What can be answered now; who may is asked again when it is pressed."""
    claim = one.terakhir
    if claim and claim.klaim == "sudah":
        for number, proof in enumerate(claim.bukti, start=1):
            if proof.berkas:
                label = say(Words("rtl.tombol.bukti", {"n": number}))
                yield Choice(f"kt:rtl_bukti:{claim.id} {number}", label)
    if claim and one.tahap is Tahap.DIKLAIM and args["bidang"] is None:
        yield Choice(f"kt:rtl_terima:{claim.id}", say(Words("rtl.tombol.terima")))
        yield Choice(f"kt:rtl_kembali:{claim.id}", say(Words("rtl.tombol.kembalikan")))
    elif args["lapor"] and not one.selesai and one.tahap is not Tahap.DIKLAIM:
        for name in ("sudah", "belum"):
            what = f"{one.kegiatan.id} {one.triwulan.kode}"
            yield Choice(f"kt:rtl_{name}:{what}", say(Words(f"rtl.tombol.{name}")))


def _details(one: Keadaan, office: Office) -> Iterator[Says]:
    yield Words(
        "rtl.rincian.judul",
        {"periode": one.rtl.periode, **subject(one.rtl, one.kegiatan, office.agency)},
    )
    yield f"{one.kegiatan.nomor} {one.kegiatan.uraian}"
    yield Words("rtl.rincian.keadaan", {"keadaan": stands(one)})
    if one.ke:
        plans = ", ".join(plan.label for plan in one.rencana[1:])
        yield Words("rtl.rincian.awal", {"awal": one.awal.label, "ke": one.ke, "rencana": plans})
    if one.asal:
        year = one.asal.jadwal[0].year if one.asal.jadwal else None
        yield Words("rtl.rincian.asal", {"nomor": one.asal.nomor, "tahun": year})
    yield _forum(one.rtl.forum)
    if one.rtl.perlu_anggaran:
        yield Words("rtl.rincian.anggaran")
    yield from _last(one)
    yield from _printed(one)


def _forum(forum: Forum | None) -> Words:
    if forum is None:
        return Words("rtl.rincian.rancangan")
    facts: dict[str, Fact] = {"jenis": forum.jenis, "tanggal": forum.tanggal}
    return Words("rtl.rincian.forum", facts | {"nomor": forum.berita_acara or None})


def _last(one: Keadaan) -> Iterator[Words]:
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


def _printed(one: Keadaan) -> Iterator[Words]:
    told = one.kegiatan.dicetak
    if told is None:
        return
    said = [told.uraian, told.dokumentasi, told.hambatan, told.strategi, told.pihak]
    words: list[Says] = [told.status, *filter(None, said)]
    yield Words("rtl.rincian.tercetak", {"isi": Joined("; ", tuple(words))})
