"""Which reminders are due on a day. Each has a key: sent once under it, it is never sent again.

Told by state, not by event: on any day of a span the same reminder is due, so that a machine which
slept through the first day of a triwulan still tells it, and a new one never repeats an old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from core.rtl.status import SOON, Tahap, keadaan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.roles import Role
    from core.rtl.plan import Rtl
    from core.rtl.status import KegiatanStatus

A_WEEK = timedelta(days=7)
RKA_AHEAD = timedelta(days=30)
SILENT = frozenset({Tahap.DIKLAIM, Tahap.DITERIMA, Tahap.TERCETAK})


class Jenis(StrEnum):
    MULAI = "mulai"  # its triwulan has begun
    DUA_MINGGU = "dua_minggu"  # two weeks are left
    AKHIR = "akhir"  # its triwulan ends
    LEWAT = "lewat"  # overdue: every week, to admin and pimpinan too
    RKA = "rka"  # its budget, or another agency, must be asked for


@dataclass(frozen=True, slots=True)
class Pengingat:
    kunci: str  # unique for ever; add the address to it for the outbox
    jenis: Jenis
    peran: Role  # to whom: "bidang", "admin", "pimpinan"
    bidang: str | None  # which bidang; None for the other roles
    keadaan: KegiatanStatus


def due_reminders(rtls: Sequence[Rtl], today: date, rka: date | None = None) -> list[Pengingat]:
    """All that is due on this local day, sent before or not. `rka`: the next budget deadline."""
    return [
        reminder
        for one in keadaan(rtls, today)
        if one.tahap not in SILENT and not one.diwakili
        for reminder in (*_of_its_time(one, today), *_of_its_budget(one, today, rka))
    ]


def next_rka(month: int, day: int, today: date) -> date:
    """The budget deadline that comes next; on the day itself it is still that one.

    29 February is told as 28 February in the years that lack it.
    """
    this = _dated(today.year, month, day)
    return this if today <= this else _dated(today.year + 1, month, day)


def _dated(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)


def _of_its_time(one: KegiatanStatus, today: date) -> Iterator[Pengingat]:
    first, last = one.target.first, one.target.last
    monday = today - timedelta(days=today.weekday())
    if today < first:
        return
    if monday >= last + A_WEEK:  # from then on each week has a number of its own
        year, week, _ = today.isocalendar()
        yield from _to_bidang(one, Jenis.LEWAT, f"{year}-W{week:02}")
        yield _made(one, Jenis.LEWAT, "admin", None, f"{year}-W{week:02}")
        yield _made(one, Jenis.LEWAT, "pimpinan", None, f"{year}-W{week:02}")
    elif today >= last:
        yield from _to_bidang(one, Jenis.AKHIR)
    elif today >= last - SOON:
        yield from _to_bidang(one, Jenis.DUA_MINGGU)
    else:
        yield from _to_bidang(one, Jenis.MULAI)


def _of_its_budget(one: KegiatanStatus, today: date, rka: date | None) -> Iterator[Pengingat]:
    """For what is promised for the year that the budget is for, and for what is late.

    Another agency plans by the same deadline: what needs one is told then, too.
    """
    needs = one.rtl.perlu_anggaran or one.rtl.instansi_lain
    if rka is None or not needs or not rka - RKA_AHEAD <= today <= rka:
        return
    if one.lewat or one.target.year == rka.year + 1:
        yield from _to_bidang(one, Jenis.RKA, str(rka.year + 1))


def _to_bidang(one: KegiatanStatus, jenis: Jenis, which: str = "") -> Iterator[Pengingat]:
    for bidang in one.kegiatan.bidang:
        yield _made(one, jenis, "bidang", bidang, which)


def _made(
    one: KegiatanStatus, jenis: Jenis, peran: Role, bidang: str | None, which: str
) -> Pengingat:
    # The target belongs to the key: what is planned anew is reminded anew.
    parts = (
        str(one.kegiatan.id),
        one.triwulan.kode,
        one.target.kode,
        jenis,
        which,
        bidang or peran,
    )
    return Pengingat(f"rtl:{':'.join(filter(None, parts))}", jenis, peran, bidang, one)
