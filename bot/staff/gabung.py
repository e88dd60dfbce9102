"""`gabung KODE` and `keluar`: becoming staff by a one-time code, and ceasing to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.texts import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.desk import Call
    from core.agency import Agency
    from core.ports import Decision


def join(call: Call, agency: Callable[[], Agency]) -> Decision:
    """Five wrong codes an hour; a right one works once."""
    event, now = call.event, call.event.at
    if call.tx.too_many_codes(event.person, now=now):
        return call.reply(Words("jawab.gabung_terlalu_sering"))
    role = call.tx.redeem(call.args, event.person, event.address, now=now)
    if role is None:
        return call.reply(Words("jawab.gabung_salah"))
    named = {one.kode: one.nama for one in agency().bidang}
    facts = {"peran": Words(f"peran.{role.role}"), "bidang": named.get(role.bidang or "")}
    return call.reply(Words("jawab.gabung_berhasil", facts))


def leave(call: Call) -> Decision:
    left = call.tx.leave(call.event.person, now=call.event.at)
    return call.reply(Words("jawab.keluar_berhasil" if left else "jawab.keluar_bukan"))
