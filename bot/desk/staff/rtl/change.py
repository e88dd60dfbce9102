"""`rtl ubah` for admins: which item, the dialogue of `core.dialog.rtl.change`, and keeping it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from zlib import crc32

from bot.desk.dialogs import DialogResult
from bot.desk.staff.people.members import is_admin
from bot.desk.staff.rtl.claims.notices import to_bidang
from core.dialog.rtl.change import ChangeData, KegiatanDraft
from core.errors import InputError
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Message
from core.rtl.changes import lepas, terkunci
from core.rtl.names import topic
from core.rtl.plan import Kegiatan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from bot.desk.dialogs import Dialogs
    from core.dialog.rtl.change import KegiatanChange
    from core.language.catalogue import Fact
    from core.messaging.outgoing import Draft
    from core.ports.conversations import Decision
    from core.rtl.plan import Rtl

LISTED = 20  # items: the web shows no more buttons


def choose(call: CommandCall, flows: Dialogs, office: Office) -> Decision:
    """`rtl ubah [periode]`: which item; the only one is not asked for."""
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    asked = call.args.strip().casefold()
    items = [one for one in call.tx.rtl.items() if asked in ("", one.periode.casefold())]
    if not items:
        return call.reply(Words("rtl.kosong", {"periode": call.args.strip()[:16] or None}))
    if len(items) == 1:
        return _start(call, flows, office, items[0])
    newest = sorted(items, key=lambda one: (one.periode, -one.nomor), reverse=True)
    choices = tuple(_choice(call, one, office) for one in newest[:LISTED])
    words = Words("rtl.ubah.mana", {"lebih": len(items) - LISTED if items[LISTED:] else None})
    return call.send(Message(text=call.say(words), choices=choices))


def _choice(call: CommandCall, one: Rtl, office: Office) -> Choice:
    facts: dict[str, Fact] = {"periode": one.periode, "nomor": one.nomor, "tentang": topic(one)}
    if len(office.agency.unit) > 1:
        place = office.agency.place(one.unit)
        facts["unit"] = place.singkat if place else one.unit
    return Choice(f"kt:rtl_ubah_isi:{one.id}", call.say(Words("rtl.ubah.pilihan", facts)))


def start(call: CommandCall, flows: Dialogs, office: Office) -> Decision:
    """An item by its id, as a button says it."""
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    one = next((one for one in call.tx.rtl.items() if str(one.id) == call.args.strip()), None)
    if one is None:
        return call.reply(Words("rtl.tidak_ada"))
    return _start(call, flows, office, one)


def _start(call: CommandCall, flows: Dialogs, office: Office, one: Rtl) -> Decision:
    today = call.event.at.astimezone(office.agency.zona).date()
    isi = ChangeData(
        rtl=one.id,
        sidik=_mark(one),
        periode=one.periode,
        nomor=one.nomor,
        tentang=call.say(topic(one)),
        kegiatan=tuple(_draft(one, row, today) for row in one.kegiatan),
        horizon=one.horizon,
        anggaran=one.perlu_anggaran,
        mitra=one.instansi_lain,
    )
    return flows.start(call, isi)


def _draft(rtl: Rtl, one: Kegiatan, today: date) -> KegiatanDraft:
    return KegiatanDraft(
        id=one.id,
        nomor=one.nomor,
        uraian=one.uraian,
        bidang=one.bidang,
        jadwal=one.jadwal,
        tetap=terkunci(rtl, one, today),
        lepas=lepas(rtl, one),
    )


def _mark(one: Rtl) -> str:
    """Tells an item from the same item after somebody else has changed it."""
    rows = [
        [row.id, row.nomor, row.uraian, list(row.bidang), [tick.kode for tick in row.jadwal]]
        for row in one.kegiatan
    ]
    told = [rows, one.horizon, one.perlu_anggaran, one.instansi_lain]
    return f"{crc32(json.dumps(told).encode()):08x}"


# -- keeping it ----------------------------------------------------------------------------------


def carry_out(call: CommandCall, effect: KegiatanChange, office: Office) -> DialogResult:
    """What the store refuses is told in its words; the item stays as it was."""
    before = next((one for one in call.tx.rtl.items() if one.id == effect.rtl), None)
    if before is None or _mark(before) != effect.sidik:
        return DialogResult(Message(text=call.say(Words("rtl.ubah.berubah"))))
    made = replace(
        before,
        kegiatan=tuple(_kegiatan(before, effect)),
        horizon=effect.horizon,
        perlu_anggaran=effect.anggaran,
        instansi_lain=effect.mitra,
    )
    try:
        stored = call.tx.rtl.change(
            made, by=call.tx.staff.audit_name(call.event.person), now=call.event.at
        )
    except InputError as refused:
        return DialogResult(Message(text=f"{refused}\n{call.say(Words('rtl.ubah.ditolak'))}"))
    facts: dict[str, Fact] = {"periode": stored.periode, "nomor": stored.nomor}
    text = call.say(Words("rtl.ubah.tersimpan", facts))
    return DialogResult(Message(text=text), tuple(_news(call, before, stored, office)))


def _kegiatan(before: Rtl, effect: KegiatanChange) -> Iterator[Kegiatan]:
    old = {one.id: one for one in before.kegiatan}
    taken = {one.nomor for one in before.kegiatan}
    for row in effect.kegiatan:
        ticks = tuple(sorted(row.jadwal))
        if row.id in old:
            yield replace(old[row.id], uraian=row.uraian, bidang=row.bidang, jadwal=ticks)
            continue
        numbers = (f"{before.nomor}.{n}" for n in range(1, len(taken) + 2))
        nomor = next(one for one in numbers if one not in taken)
        taken.add(nomor)
        yield Kegiatan(nomor, row.uraian, row.bidang, ticks)


def _news(call: CommandCall, before: Rtl, after: Rtl, office: Office) -> Iterator[Draft]:
    """Of an agreed plan, the bidang whose kegiatan are new or changed hear of it."""
    if after.rancangan:
        return
    for one in after.kegiatan:
        if one not in before.kegiatan:
            facts: dict[str, Fact] = {
                "periode": after.periode,
                "nomor": one.nomor,
                "kegiatan": one.uraian,
                "bidang": ", ".join(
                    row.nama for row in office.agency.bidang if row.kode in one.bidang
                ),
                "triwulan": ", ".join(tick.label for tick in one.jadwal),
            }
            told = call.notice(Words("rtl.ubah.kabar", facts))
            yield from to_bidang(call.tx, one, told, but=call.event.address)
