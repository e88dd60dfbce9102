"""`rtl ubah` for admins: chooses an item, opens `core.dialog.rtl.change`, and writes the change."""

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
from core.rtl.changes import locked_triwulan, may_be_removed
from core.rtl.names import topic
from core.rtl.plan import Kegiatan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from bot.desk.dialogs import Dialogs
    from core.dialog.rtl.change import ItemChange
    from core.language.catalogue import Fact
    from core.messaging.outgoing import Draft
    from core.ports.conversations import Decision
    from core.rtl.plan import Rtl

LISTED = 20  # most items: the web chat shows no more buttons


def choose(call: CommandCall, dialogs: Dialogs, office: Office) -> Decision:
    """`rtl ubah [periode]`: offer the items to change; a single one is not offered but opened."""
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    asked = call.args.strip().casefold()
    items = [one for one in call.tx.rtl.items() if asked in ("", one.periode.casefold())]
    if not items:
        return call.reply(Words("rtl.kosong", {"periode": call.args.strip()[:16] or None}))
    if len(items) == 1:
        return _start(call, dialogs, office, items[0])
    newest = sorted(items, key=lambda one: (one.periode, -one.number), reverse=True)
    choices = tuple(_choice(call, one, office) for one in newest[:LISTED])
    words = Words("rtl.ubah.mana", {"lebih": len(items) - LISTED if items[LISTED:] else None})
    return call.send(Message(text=call.say(words), choices=choices))


def _choice(call: CommandCall, one: Rtl, office: Office) -> Choice:
    facts: dict[str, Fact] = {"periode": one.periode, "nomor": one.number, "tentang": topic(one)}
    if len(office.agency.unit) > 1:
        place = office.agency.unit_with(one.unit)
        facts["unit"] = place.short if place else one.unit
    return Choice(f"kt:rtl_ubah_isi:{one.id}", call.say(Words("rtl.ubah.pilihan", facts)))


def start(call: CommandCall, dialogs: Dialogs, office: Office) -> Decision:
    """Open the dialogue for an item; `call.args` is its id, as a button names it."""
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    one = next((one for one in call.tx.rtl.items() if str(one.id) == call.args.strip()), None)
    if one is None:
        return call.reply(Words("rtl.tidak_ada"))
    return _start(call, dialogs, office, one)


def _start(call: CommandCall, dialogs: Dialogs, office: Office, one: Rtl) -> Decision:
    today = call.event.at.astimezone(office.agency.zone).date()
    content = ChangeData(
        rtl=one.id,
        fingerprint=_mark(one),
        periode=one.periode,
        number=one.number,
        topic=call.say(topic(one)),
        kegiatan=tuple(_draft(one, row, today) for row in one.kegiatan),
        horizon=one.horizon,
        needs_budget=one.needs_budget,
        partners=one.other_agency,
    )
    return dialogs.start(call, content)


def _draft(rtl: Rtl, one: Kegiatan, today: date) -> KegiatanDraft:
    return KegiatanDraft(
        id=one.id,
        number=one.number,
        description=one.description,
        bidang=one.bidang,
        schedule=one.schedule,
        locked=locked_triwulan(rtl, one, today),
        removable=may_be_removed(rtl, one),
    )


def _mark(one: Rtl) -> str:
    """A checksum that tells an item from the same item after somebody else has changed it."""
    rows = [
        [
            row.id,
            row.number,
            row.description,
            list(row.bidang),
            [tick.code for tick in row.schedule],
        ]
        for row in one.kegiatan
    ]
    told = [rows, one.horizon, one.needs_budget, one.other_agency]
    return f"{crc32(json.dumps(told).encode()):08x}"


# -- keeping it ----------------------------------------------------------------------------------


def carry_out(call: CommandCall, effect: ItemChange, office: Office) -> DialogResult:
    """Write the change, and tell the bidang concerned.

    A change that the store refuses, or that somebody else's change came before, leaves the item as
    it was; the message tells the reason.
    """
    before = next((one for one in call.tx.rtl.items() if one.id == effect.rtl), None)
    if before is None or _mark(before) != effect.fingerprint:
        return DialogResult(Message(text=call.say(Words("rtl.ubah.berubah"))))
    made = replace(
        before,
        kegiatan=tuple(_kegiatan(before, effect)),
        horizon=effect.horizon,
        needs_budget=effect.needs_budget,
        other_agency=effect.partners,
    )
    try:
        stored = call.tx.rtl.change(
            made, by=call.tx.staff.audit_name(call.event.person), now=call.event.at
        )
    except InputError as refused:
        return DialogResult(Message(text=f"{refused}\n{call.say(Words('rtl.ubah.ditolak'))}"))
    facts: dict[str, Fact] = {"periode": stored.periode, "nomor": stored.number}
    text = call.say(Words("rtl.ubah.tersimpan", facts))
    return DialogResult(Message(text=text), tuple(_news(call, before, stored, office)))


def _kegiatan(before: Rtl, effect: ItemChange) -> Iterator[Kegiatan]:
    old = {one.id: one for one in before.kegiatan}
    taken = {one.number for one in before.kegiatan}
    for row in effect.kegiatan:
        ticks = tuple(sorted(row.schedule))
        if row.id in old:
            yield replace(
                old[row.id], description=row.description, bidang=row.bidang, schedule=ticks
            )
            continue
        numbers = (f"{before.number}.{n}" for n in range(1, len(taken) + 2))
        number = next(one for one in numbers if one not in taken)
        taken.add(number)
        yield Kegiatan(number, row.description, row.bidang, ticks)


def _news(call: CommandCall, before: Rtl, after: Rtl, office: Office) -> Iterator[Draft]:
    """Notices to bidang whose kegiatan in an agreed plan are new or changed."""
    if after.is_draft:
        return
    for one in after.kegiatan:
        if one not in before.kegiatan:
            facts: dict[str, Fact] = {
                "periode": after.periode,
                "nomor": one.number,
                "kegiatan": one.description,
                "bidang": ", ".join(
                    row.name for row in office.agency.bidang if row.code in one.bidang
                ),
                "triwulan": ", ".join(tick.label for tick in one.schedule),
            }
            told = call.notice(Words("rtl.ubah.kabar", facts))
            yield from to_bidang(call.tx, one, told, but=call.event.address)
