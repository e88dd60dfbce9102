"""Plans as lines of a terminal and as JSON, for `skm rtl list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.rtl.realisation import rtl_progress
from core.rtl.status import TWICE, Stage, kegiatan_statuses, unscheduled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from core.office.agency import Agency
    from core.rtl.plan import Kegiatan, Rtl
    from core.rtl.status import KegiatanStatus


def lines(rtls: Sequence[Rtl], agency: Agency, on: date) -> Iterator[str]:
    """Yield the kegiatan that are late, due, replanned or claimed on a day, and the realisation."""
    if not rtls:
        yield "Belum ada RTL. Muat dengan: skm rtl import BERKAS"
        return
    every = kegiatan_statuses(rtls, on)
    asked = [one for one in every if one.is_asked]
    late = [one for one in asked if one.is_overdue]
    due = [one for one in asked if not one.is_overdue]
    again = [one for one in every if one.is_for_pimpinan and not one.is_asked]
    claimed = [one for one in every if one.stage is Stage.CLAIMED]
    for title, found in (
        ("Lewat tenggat", late),
        ("Jatuh tempo triwulan ini", due),
        (f"Direncanakan ulang {TWICE} kali atau lebih", again),
        ("Menunggu pemeriksaan admin", claimed),
    ):
        if found:
            yield title
            for one in found:
                yield from _told(one, rtls, agency)
            yield ""
    if unplanned := unscheduled(rtls):
        yield "Belum dijadwalkan"
        yield from (
            f"{rtl.periode} nomor {one.number}: {one.description}" for rtl, one in unplanned
        )
        yield ""
    yield from _realised(rtls, on)


def _told(one: KegiatanStatus, rtls: Sequence[Rtl], agency: Agency) -> Iterator[str]:
    yield f"{one.rtl.periode} nomor {one.kegiatan.number}: {one.kegiatan.description}"
    first = "" if one.first_target == one.target else f"rencana awal {one.first_target.label}, "
    yield f"  {_bidang(one.kegiatan, agency)} · {first}target {one.target.label}{_late(one)}"
    if one.nth:
        yield f"  direncanakan ulang ke-{one.nth} kali: {one.planned[-1].label}{_next(one, rtls)}"


def _late(one: KegiatanStatus) -> str:
    if one.weeks is None:
        return ""
    return f", lewat {one.weeks} minggu" if one.weeks else ", lewat kurang dari seminggu"


def _next(one: KegiatanStatus, rtls: Sequence[Rtl]) -> str:
    if one.successor is None:
        return ""
    plan = next(rtl for rtl in rtls for row in rtl.kegiatan if row.id == one.successor.id)
    draft = ", rancangan" if plan.is_draft else ""
    return f" (rencana {plan.periode} nomor {one.successor.number}{draft})"


def _bidang(one: Kegiatan, agency: Agency) -> str:
    names = {row.code: row.name for row in agency.bidang}
    return ", ".join(names.get(code, code) for code in one.bidang)


def _realised(rtls: Sequence[Rtl], on: date) -> Iterator[str]:
    several = len({one.unit for one in rtls}) > 1
    for unit, periode in dict.fromkeys((one.unit, one.periode) for one in rtls):
        found = rtl_progress([one for one in rtls if one.unit == unit], on, periode)
        if not found.total:
            continue
        place = f"{unit} {periode}" if several else periode
        printed = f"; {found.unreviewed} tercetak, belum diperiksa"
        waits = f"; {found.claimed} dari {found.total} setelah diterima"
        yield (
            f"Realisasi {place}: {found.current} dari {found.total}"
            f" ({found.percent(found.current)}%)"
            + (printed if found.unreviewed else "")
            + (waits if found.claimed > found.current else "")
        )


def as_json(rtls: Sequence[Rtl], on: date) -> dict[str, Any]:
    """Return every scheduled triwulan of every plan, and the realisation by unit and periode."""
    return {
        "pada": on.isoformat(),
        "kegiatan": [_tick(one) for one in kegiatan_statuses(rtls, on)],
        "belum_dijadwalkan": [
            {
                "unit": rtl.unit,
                "periode": rtl.periode,
                "nomor": one.number,
                "uraian": one.description,
            }
            for rtl, one in unscheduled(rtls)
        ],
        "realisasi": [
            _share(unit, periode, [one for one in rtls if one.unit == unit], on)
            for unit, periode in dict.fromkeys((one.unit, one.periode) for one in rtls)
        ],
    }


def _tick(one: KegiatanStatus) -> dict[str, Any]:
    return {
        "id": one.kegiatan.id,
        "unit": one.rtl.unit,
        "periode": one.rtl.periode,
        "nomor": one.kegiatan.number,
        "prioritas": one.rtl.priority,
        "uraian": one.kegiatan.description,
        "bidang": list(one.kegiatan.bidang),
        "triwulan": one.triwulan.label,
        "target": one.target.label,
        "tahap": str(one.stage),
        "minggu_lewat": one.weeks,
        "rencana": [triwulan_of.label for triwulan_of in one.planned],
        "asal": one.kegiatan.origin,
        "penerus": one.successor.id if one.successor else None,
        "rancangan": one.rtl.is_draft,
    }


def _share(unit: str, periode: str, rtls: Sequence[Rtl], on: date) -> dict[str, Any]:
    found = rtl_progress(rtls, on, periode)
    return {
        "unit": unit,
        "periode": periode,
        "total": found.total,
        "tercetak": found.printed,
        "diklaim": found.claimed,
        "diterima": found.accepted,
        "kini": found.current,
        "persen": found.percent(found.current).replace(",", "."),
    }
