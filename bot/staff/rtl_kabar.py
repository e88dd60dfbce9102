"""Who hears of an answer or a decision about RTL: admins, the bidang, and who wished to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.staff.rtl_umum import owning, proofs, subject
from core import periode as periods
from core.errors import InputError
from core.model import Choice, Draft, Message
from core.rtl_capaian import selesai
from core.texts import BASE, Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.office import Office
    from core.model import Address
    from core.ports import Tx
    from core.rtl import Kegiatan, Realisasi, Rtl
    from core.rtl_keadaan import Keadaan
    from core.texts import Fact, Says


def examiners(tx: Tx, kegiatan: Kegiatan, but: Address) -> list[Address]:
    """Chats of admins who are not of the bidang, and not the one that the report came from."""
    own = {to for code in kegiatan.bidang for to in tx.staff_addresses("bidang", code)}
    return [to for to in tx.staff_addresses("admin") if to not in own and to != but]


def about_claim(
    tx: Tx, rtls: Sequence[Rtl], row: Realisasi, office: Office, *, but: Address
) -> list[Draft]:
    """One message to each admin who may check it."""
    found = owning(rtls, row.id)
    assert found is not None  # noqa: S101 - it was just written
    rtl, kegiatan, _ = found
    facts = subject(rtl, kegiatan, office.agency)
    facts |= {"triwulan": row.triwulan.label, "uraian": row.uraian, "bukti": proofs(row)}

    def say(words: Says) -> str:
        return office.texts.say(BASE, words)

    choices = [
        Choice(f"kt:rtl_bukti:{row.id} {number}", say(Words("rtl.tombol.bukti", {"n": number})))
        for number, one in enumerate(row.bukti, start=1)
        if one.berkas
    ]
    choices += [
        Choice(f"kt:rtl_terima:{row.id}", say(Words("rtl.tombol.terima"))),
        Choice(f"kt:rtl_kembali:{row.id}", say(Words("rtl.tombol.kembalikan"))),
    ]
    message = Message(text=say(Words("rtl.klaim", facts)), choices=tuple(choices))
    return [Draft(to=to, body=message) for to in examiners(tx, kegiatan, but)]


def about_delay(
    tx: Tx, one: Keadaan, row: Realisasi, office: Office, *, but: Address
) -> list[Draft]:
    facts = subject(one.rtl, one.kegiatan, office.agency)
    told: dict[str, Fact] = {
        "hambatan": row.hambatan,
        "strategi": row.strategi,
        "pihak": row.pihak or "–",
        "target": row.target.label if row.target else None,
        "ke": one.ke or None,
    }
    text = office.texts.say(BASE, Words("rtl.kabar_belum", facts | told))
    admins = [to for to in tx.staff_addresses("admin") if to != but]
    return [Draft(to=to, body=Message(text=text)) for to in admins]


def to_citizens(
    tx: Tx, rtls: Sequence[Rtl], rtl: Rtl, office: Office, now: datetime
) -> list[Draft]:
    """The one message to those whose saran led to it, once all of the item is accepted."""
    today = now.astimezone(office.agency.zona).date()
    if rtl.unsur is None or not selesai(rtl, rtls, today):
        return []
    try:
        periode = periods.parse(rtl.periode, today)
    except InputError:  # a label of an old report that names no calendar
        return []
    done = "; ".join(one.uraian for one in rtl.kegiatan)
    text = office.texts.say(BASE, Words("rtl.kabar_warga", {"kegiatan": done}))
    wished = tx.take_kabar(rtl.unit, rtl.unsur, periode.first, periode.last, now=now)
    return [Draft(to=to, body=Message(text=text)) for to in wished]


def to_bidang(tx: Tx, kegiatan: Kegiatan, message: Message, *, but: Address) -> list[Draft]:
    """The staff of every bidang that answers for it, and their groups."""
    places: dict[Address, None] = {}
    for code in kegiatan.bidang:
        places |= dict.fromkeys(tx.staff_addresses("bidang", code))
        places |= dict.fromkeys(group.address for group in tx.groups(code))
    return [Draft(to=to, body=message) for to in places if to != but]
