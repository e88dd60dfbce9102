"""The reminders of RTL that are due on a day, each with a key under which it is sent only once.

`scheduler.jobs.rtl_reminders` posts them. A reminder follows from a state, not from an event: it is
due on every day of a span, so that a machine which slept through the first day of a triwulan still
sends it, and the key keeps a second machine from repeating it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from core.rtl.status import SOON, Stage, kegiatan_statuses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.roles import Role
    from core.rtl.plan import Rtl
    from core.rtl.status import KegiatanStatus

A_WEEK = timedelta(days=7)
RKA_AHEAD = timedelta(days=30)  # before the budget deadline
SILENT = frozenset({Stage.CLAIMED, Stage.ACCEPTED, Stage.PRINTED})


class ReminderKind(StrEnum):
    """The reasons for a reminder of a kegiatan."""

    STARTED = "mulai"  # its triwulan has begun
    TWO_WEEKS_LEFT = "dua_minggu"  # of its triwulan
    ENDING = "akhir"  # its triwulan ends
    OVERDUE = "lewat"  # every week, to admin and pimpinan too
    RKA = "rka"  # its budget, or another agency, must be asked for


@dataclass(frozen=True, slots=True)
class RtlReminder:
    """One reminder that is due, to one role or bidang."""

    key: str  # unique for ever; add the address to it for the outbox
    kind: ReminderKind
    role: Role  # "bidang", "admin" or "pimpinan"
    bidang: str | None  # code; None for the other roles
    status: KegiatanStatus


def due_reminders(rtls: Sequence[Rtl], today: date, rka: date | None = None) -> list[RtlReminder]:
    """Return all reminders that are due on this local day, sent before or not.

    `rtls` are all plans of all units; `rka` is the next budget deadline, None: there is none.
    """
    return [
        reminder
        for one in kegiatan_statuses(rtls, today)
        if one.stage not in SILENT and not one.represented
        for reminder in (*_of_its_time(one, today), *_of_its_budget(one, today, rka))
    ]


def next_rka(month: int, day: int, today: date) -> date:
    """Return the next budget deadline (rencana kerja dan anggaran); today may be the day itself.

    29 February becomes 28 February in years that lack it.
    """
    this = _dated(today.year, month, day)
    return this if today <= this else _dated(today.year + 1, month, day)


def _dated(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)


def _of_its_time(one: KegiatanStatus, today: date) -> Iterator[RtlReminder]:
    first, last = one.target.first, one.target.last
    monday = today - timedelta(days=today.weekday())
    if today < first:
        return
    if monday >= last + A_WEEK:  # each further week has its own number, and so its own key
        year, week, _ = today.isocalendar()
        yield from _to_bidang(one, ReminderKind.OVERDUE, f"{year}-W{week:02}")
        yield _made(one, ReminderKind.OVERDUE, "admin", None, f"{year}-W{week:02}")
        yield _made(one, ReminderKind.OVERDUE, "pimpinan", None, f"{year}-W{week:02}")
    elif today >= last:
        yield from _to_bidang(one, ReminderKind.ENDING)
    elif today >= last - SOON:
        yield from _to_bidang(one, ReminderKind.TWO_WEEKS_LEFT)
    else:
        yield from _to_bidang(one, ReminderKind.STARTED)


def _of_its_budget(one: KegiatanStatus, today: date, rka: date | None) -> Iterator[RtlReminder]:
    """Of kegiatan promised for the budget's year, and of overdue ones.

    Another agency plans by the same deadline, so a kegiatan that needs one is reminded then, too.
    """
    needs = one.rtl.needs_budget or one.rtl.other_agency
    if rka is None or not needs or not rka - RKA_AHEAD <= today <= rka:
        return
    if one.is_overdue or one.target.year == rka.year + 1:
        yield from _to_bidang(one, ReminderKind.RKA, str(rka.year + 1))


def _to_bidang(one: KegiatanStatus, kind: ReminderKind, which: str = "") -> Iterator[RtlReminder]:
    for bidang in one.kegiatan.bidang:
        yield _made(one, kind, "bidang", bidang, which)


def _made(
    one: KegiatanStatus, kind: ReminderKind, role: Role, bidang: str | None, which: str
) -> RtlReminder:
    # The target belongs to the key: a kegiatan planned anew is reminded anew.
    parts = (
        str(one.kegiatan.id),
        one.triwulan.code,
        one.target.code,
        kind,
        which,
        bidang or role,
    )
    return RtlReminder(f"rtl:{':'.join(filter(None, parts))}", kind, role, bidang, one)
