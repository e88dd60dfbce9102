"""Common parts of the commands about RTL: permissions, ids from buttons, progress, and words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk.group_chats import here, named
from core.errors import InputError
from core.language.catalogue import Joined, Words
from core.periods import triwulan
from core.rtl.names import topic
from core.rtl.realisation import rtl_progress
from core.rtl.status import DONE, TWICE, Stage, kegiatan_statuses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from bot.desk.command import CommandCall
    from core.language.catalogue import Fact, Says
    from core.office.agency import Agency
    from core.office.roles import Role
    from core.rtl.plan import Kegiatan, Realisasi, Rtl
    from core.rtl.status import KegiatanStatus

READERS: frozenset[Role] = frozenset({"admin", "pimpinan", "koordinator", "pengawas"})
EXAMINERS: frozenset[Role] = frozenset(
    {"admin", "pimpinan", "pengawas"}
)  # roles that may open evidence
REPORTERS: frozenset[Role] = frozenset({"admin", "bidang"})


def concern(call: CommandCall, readers: frozenset[Role] = READERS) -> tuple[str, ...] | None:
    """Codes of the bidang whose RTL the sender may see; None: of all, empty: of none.

    In a group they are the group's bidang. `readers`: roles that see the RTL of all bidang.
    """
    if not call.event.private:
        return tuple(here(call.tx, call.event.address))
    roles = call.tx.staff.roles(call.event.person)
    if any(one.role in readers for one in roles):
        return None
    return tuple(one.bidang for one in roles if one.role == "bidang" and one.bidang)


def concerns(kegiatan: Kegiatan, whose: Collection[str] | None) -> bool:
    """Whether a kegiatan is of one of these bidang; None means all bidang."""
    return whose is None or not set(kegiatan.bidang).isdisjoint(whose)


def reports_for(call: CommandCall, kegiatan: Kegiatan) -> str | None:
    """Code of the bidang for which the sender may answer a kegiatan; None: the sender may not.

    A member of one of its bidang answers for that one, an admin for the first.
    """
    roles = call.tx.staff.roles(call.event.person)
    own = next((one for one in kegiatan.bidang if any(r.bidang == one for r in roles)), None)
    leads = any(one.role == "admin" for one in roles)
    return own or (kegiatan.bidang[0] if leads else None)


def number(args: str) -> int:
    """The id that a button names, which is foreign input; 0 where it is no number."""
    digits = args.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else 0  # noqa: PLR2004


def find(rtls: Sequence[Rtl], args: str, today: date) -> KegiatanStatus | None:
    """The tick of a kegiatan that a button names as "12 2023-TW4": its id, and the triwulan's code.

    None where there is none; the words are foreign input.
    """
    number, _, tick = args.partition(" ")
    try:
        asked = triwulan.parse(tick)
    except InputError:
        return None
    return next(
        (
            one
            for one in kegiatan_statuses(rtls, today)
            if str(one.kegiatan.id) == number and one.triwulan == asked
        ),
        None,
    )


def owning(rtls: Iterable[Rtl], realisasi: int) -> tuple[Rtl, Kegiatan, Realisasi] | None:
    """The item, kegiatan and row of a realisasi's id; None where there is no such row."""
    found = (
        (rtl, one, row)
        for rtl in rtls
        for one in rtl.kegiatan
        for row in one.realisasi
        if row.id == realisasi
    )
    return next(found, None)


def answered(rtls: Sequence[Rtl], row: Realisasi) -> list[Rtl]:
    """The same plans with one more answer, as they will stand once it is written."""
    return [
        replace(
            rtl,
            kegiatan=tuple(
                replace(one, realisasi=(*one.realisasi, row)) if one.id == row.kegiatan else one
                for one in rtl.kegiatan
            ),
        )
        for rtl in rtls
    ]


def realised(rtls: Sequence[Rtl], today: date, periode: str | None) -> dict[str, Fact]:
    """Facts of a periode's progress for "6 dari 7 (85,7%); 7 dari 7 setelah diterima".

    `periode` None: of all plans. Give all plans, because an older one may be carried on by a newer.
    """
    found = rtl_progress(rtls, today, periode)
    return {
        "kini": found.current,
        "total": found.total,
        "persen": found.percent(found.current),
        "diklaim": found.claimed,
    }


def remaining(rtls: Sequence[Rtl], row: Realisasi, today: date) -> str | None:
    """Labels of a kegiatan's other triwulan that are still to be answered; None: none is."""
    left = [
        one.triwulan.label
        for one in kegiatan_statuses(rtls, today)
        if one.kegiatan.id == row.kegiatan and one.stage not in (*DONE, Stage.CLAIMED)
    ]
    return ", ".join(left) or None


# -- in words ------------------------------------------------------------------------------------


def owners(kegiatan: Kegiatan, agency: Agency) -> str:
    """Names of the bidang that answer for a kegiatan."""
    return ", ".join(named(agency, code) for code in kegiatan.bidang)


def stands(one: KegiatanStatus) -> Words:
    """Words on the stage of a kegiatan's tick, with its target and delay."""
    facts: dict[str, Fact] = {
        "target": one.target.label,
        "triwulan": one.triwulan.label,
        "minggu": one.weeks,
        "ulang": again(one),
    }
    fresh = one.stage is Stage.OVERDUE and not one.weeks
    return Words("rtl.keadaan.lewat_baru" if fresh else f"rtl.keadaan.{one.stage}", facts)


def again(one: KegiatanStatus) -> Words | None:
    """Words on the times that a kegiatan was planned anew; None where it never was.

    They tell the number from the second time on.
    """
    return Words("rtl.ulang", {"ke": one.nth if one.nth >= TWICE else None}) if one.nth else None


def proofs(row: Realisasi) -> Says:
    """Names or links of an answer's evidence."""
    if not row.evidence:
        return Words("rtl.tanpa_bukti")
    told: list[Says] = [one.link or Words("rtl.berkas", {"nama": one.name}) for one in row.evidence]
    return Joined(", ", tuple(told))


def subject(rtl: Rtl, kegiatan: Kegiatan, agency: Agency) -> dict[str, Fact]:
    """Facts that name a kegiatan in a sentence: bidang, topic, number and description."""
    return {
        "bidang": owners(kegiatan, agency),
        "tentang": topic(rtl),
        "nomor": kegiatan.number,
        "kegiatan": kegiatan.description,
    }
