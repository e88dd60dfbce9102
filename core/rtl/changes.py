"""The rules on changes of an item: no answer and no delay may vanish from the record.

The dialogue of `rtl ubah` shows the locks, and `storage/rtl/part.py` enforces them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from core.periods.triwulan import Triwulan
    from core.rtl.plan import Kegiatan, Rtl

# The triwulan was answered; or it has begun and counts as a promise.
LockReason = Literal["lapor", "mulai"]
# Fields, each with its name in the audit trail.
OF_ITEM = {
    "horizon": "horizon",
    "needs_budget": "perlu_anggaran",
    "other_agency": "instansi_lain",
    "forum": "forum",
    "reason": "alasan",
    "source": "sumber",
    "notes": "catatan",
}
OF_KEGIATAN = {
    "number": "nomor",
    "description": "uraian",
    "bidang": "bidang",
    "schedule": "jadwal",
    "origin": "asal",
}


def locked_triwulan(rtl: Rtl, one: Kegiatan, today: date) -> dict[Triwulan, LockReason]:
    """Return the triwulan of a kegiatan that must stay in its schedule, each with the reason.

    A draft is no promise yet, unless the kegiatan was printed or carried over from another plan.
    """
    answered = {row.triwulan for row in one.realisasi}
    promised = not rtl.is_draft or one.printed is not None or one.origin is not None
    begun = {tick for tick in one.schedule if promised and tick.first <= today}
    found: dict[Triwulan, LockReason] = dict.fromkeys(begun, "mulai")
    return found | dict.fromkeys(answered, "lapor")


def may_be_removed(rtl: Rtl, one: Kegiatan) -> bool:
    """Return whether a kegiatan may be deleted, if no later plan carries it on (the store asks)."""
    return rtl.is_draft and one.printed is None and not one.realisasi and one.origin is None


def changed_parts(before: Rtl, after: Rtl) -> list[str]:
    """Return the names of the parts that differ, for the audit trail; never the texts in them."""
    return [*_item(before, after), *_kegiatan(before, after)]


def _item(before: Rtl, after: Rtl) -> Iterator[str]:
    yield from (
        told for name, told in OF_ITEM.items() if getattr(before, name) != getattr(after, name)
    )


def _kegiatan(before: Rtl, after: Rtl) -> Iterator[str]:
    old = {one.id: one for one in before.kegiatan}
    kept = {one.id for one in after.kegiatan}
    for one in after.kegiatan:
        was = old.get(one.id)
        if was is None:
            yield f"{one.number} baru"
        else:
            yield from (
                f"{was.number} {told}"
                for name, told in OF_KEGIATAN.items()
                if getattr(was, name) != getattr(one, name)
            )
    yield from (f"{one.number} dihapus" for one in before.kegiatan if one.id not in kept)
