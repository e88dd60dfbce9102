"""Reminders of RTL in words: one kegiatan with its buttons, or a list of what is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sender import Needless
from core.digest import cut
from core.model import Choice, Message
from core.rtl_keadaan import keadaan
from core.rtl_pengingat import Jenis, next_rka
from core.texts import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date

    from bot.office import Office
    from bot.sender import Request
    from core.rtl import Rtl
    from core.rtl_keadaan import Keadaan
    from core.texts import Fact, Says

LISTED = 8  # kegiatan in a list; the others are counted
LETTERS = 70  # of a kegiatan in a list
BUTTONS = ("rtl_sudah", "rtl_belum", "rtl_rincian")


def compose(request: Request, office: Office, words: Collection[str]) -> Message:
    """Written when it is sent, from how things stand then."""
    args = request.args
    whom = args["penerima"]
    if whom and all(one.kunci != whom for one in request.reader.recipients()):
        raise Needless("has left")

    def say(said: Says) -> str:
        return office.texts.say(args["bahasa"], said)

    today = request.now.astimezone(office.agency.zona).date()
    asked = {(number, tick) for number, tick in args["tentang"]}
    about = [
        one
        for one in keadaan(request.reader.rtl(), today)
        if (one.kegiatan.id, one.triwulan.kode) in asked and not one.selesai
    ]
    if not about:
        raise Needless("done meanwhile")
    if args["peran"] != "bidang":
        return Message(text="\n".join(map(say, _listed(about, office))))
    text = "\n".join(map(say, _one(about[0], args["jenis"], args["bidang"], office, today)))
    return Message(text=text, choices=tuple(_buttons(about[0], say, words)))


def _one(one: Keadaan, jenis: str, bidang: str, office: Office, today: date) -> Iterator[Says]:
    yield Words("pengingat.judul", {"bidang": named(office, bidang), "tentang": topic(one.rtl)})
    yield one.kegiatan.uraian
    yield target(one)
    yield _why(one, jenis, office, today)
    yield Words("pengingat.tanya")


def topic(rtl: Rtl) -> Says:
    return Words(f"unsur.{rtl.unsur}") if rtl.unsur else rtl.di_luar_unsur or ""


def named(office: Office, bidang: str) -> str:
    return next((one.nama for one in office.agency.bidang if one.kode == bidang), bidang)


def target(one: Keadaan) -> Words:
    facts: dict[str, Fact] = {"target": one.target.label, "lewat": one.minggu}
    if one.awal != one.target:
        facts |= {"awal": one.awal.label, "ke": one.ke}
    return Words("pengingat.target", facts)


def _why(one: Keadaan, jenis: str, office: Office, today: date) -> Words:
    if jenis == Jenis.RKA and office.agency.jadwal.batas_rka:
        return Words("pengingat.rka", {"batas": next_rka(*office.agency.jadwal.batas_rka, today)})
    name = "akhir" if jenis == Jenis.DUA_MINGGU else jenis
    return Words(f"pengingat.{name}", {"akhir": one.target.last})


def _buttons(one: Keadaan, say: Callable[[Says], str], words: Collection[str]) -> Iterator[Choice]:
    """Only those that the bot knows; typing works too."""
    for name in BUTTONS:
        if name in words:
            what = f"{one.kegiatan.id} {one.triwulan.kode}"
            yield Choice(f"kt:{name}:{what}", say(Words(f"pengingat.tombol_{name}")))


def _listed(about: list[Keadaan], office: Office) -> Iterator[Says]:
    """For admin and pimpinan: what is overdue, the latest first."""
    about = sorted(about, key=lambda one: (one.target.last, one.kegiatan.nomor))
    yield Words("pengingat.daftar", {"n": len(about)})
    for one in about[:LISTED]:
        names = ", ".join(named(office, kode) for kode in one.kegiatan.bidang)
        facts: dict[str, Fact] = {"bidang": names, "kegiatan": cut(one.kegiatan.uraian, LETTERS)}
        facts |= {"target": one.target.label, "lewat": one.minggu, "ke": one.ke or None}
        yield Words("pengingat.baris", facts)
    if len(about) > LISTED:
        yield Words("pengingat.lagi", {"n": len(about) - LISTED})
