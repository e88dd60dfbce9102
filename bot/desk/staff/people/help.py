"""`bantuan` for staff: the words that their role may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.staff.people import audit_trail as jejak
from bot.desk.staff.question import READERS
from bot.desk.staff.summary.weekly import TOLD
from core.language.catalogue import Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from bot.desk.command import CommandCall
    from core.office.roles import Role
    from core.ports.conversations import Decision


def tell(call: CommandCall) -> Decision:
    roles = {one.role for one in call.tx.staff.roles(call.event.person)}
    told = allowed(roles)
    facts = {name: Words(f"bantuan.{name}") for name, theirs in told.items() if theirs}
    return call.reply(Words("jawab.bantuan_petugas", facts))


def allowed(roles: AbstractSet[Role]) -> Mapping[str, bool]:
    reads = not roles.isdisjoint(READERS)
    told = dict.fromkeys(("ikm", "tren", "responden", "saran", "populasi"), reads)
    told |= {
        "rtl": reads,
        "undang": "admin" in roles,
        "petugas": "admin" in roles,
        "rtl_baru": "admin" in roles,
        "isi": "loket" in roles,
        "jejak": bool(roles & jejak.ROLES),
        "ringkasan": not roles.isdisjoint(TOLD),
    }
    return told
