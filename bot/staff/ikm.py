"""`ikm [periode] [layanan]`: running figures for staff, the last published result for anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model import Compose

if TYPE_CHECKING:
    from bot.desk import Call
    from core.ports import Decision

READERS = {"admin", "pimpinan", "bidang", "koordinator", "pengawas"}  # loket sees no scores


def ask(call: Call) -> Decision:
    """Composed outside the writer: the turn only notes what was asked."""
    roles = {one.role for one in call.tx.petugas(call.event.person)}
    name = "ikm" if roles & READERS else "hasil"
    return call.send(Compose(name, {"bahasa": call.language, "apa": call.args}))
