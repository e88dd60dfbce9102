"""Plans as lines of a terminal and as JSON: what is late, due, claimed, and how much is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.rtl.realisation import capaian
from core.rtl.status import TWICE, Tahap, belum_dijadwalkan, keadaan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from core.office.agency import Agency
    from core.rtl.plan import Kegiatan, Rtl
    from core.rtl.status import KegiatanStatus


def lines(rtls: Sequence[Rtl], agency: Agency, pada: date) -> Iterator[str]:
    if not rtls:
        yield "Belum ada RTL. Muat dengan: skm rtl import BERKAS"
        return
    every = keadaan(rtls, pada)
    asked = [one for one in every if one.diminta]
    late = [one for one in asked if one.lewat]
    due = [one for one in asked if not one.lewat]
    again = [one for one in every if one.untuk_pimpinan and not one.diminta]
    claimed = [one for one in every if one.tahap is Tahap.DIKLAIM]
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
    if unplanned := belum_dijadwalkan(rtls):
        yield "Belum dijadwalkan"
        yield from (f"{rtl.periode} nomor {one.nomor}: {one.uraian}" for rtl, one in unplanned)
        yield ""
    yield from _realised(rtls, pada)


def _told(one: KegiatanStatus, rtls: Sequence[Rtl], agency: Agency) -> Iterator[str]:
    yield f"{one.rtl.periode} nomor {one.kegiatan.nomor}: {one.kegiatan.uraian}"
    first = "" if one.awal == one.target else f"rencana awal {one.awal.label}, "
    yield f"  {_bidang(one.kegiatan, agency)} · {first}target {one.target.label}{_late(one)}"
    if one.ke:
        yield f"  direncanakan ulang ke-{one.ke} kali: {one.rencana[-1].label}{_next(one, rtls)}"


def _late(one: KegiatanStatus) -> str:
    if one.minggu is None:
        return ""
    return f", lewat {one.minggu} minggu" if one.minggu else ", lewat kurang dari seminggu"


def _next(one: KegiatanStatus, rtls: Sequence[Rtl]) -> str:
    if one.penerus is None:
        return ""
    plan = next(rtl for rtl in rtls for row in rtl.kegiatan if row.id == one.penerus.id)
    draft = ", rancangan" if plan.rancangan else ""
    return f" (rencana {plan.periode} nomor {one.penerus.nomor}{draft})"


def _bidang(one: Kegiatan, agency: Agency) -> str:
    names = {row.kode: row.nama for row in agency.bidang}
    return ", ".join(names.get(kode, kode) for kode in one.bidang)


def _realised(rtls: Sequence[Rtl], pada: date) -> Iterator[str]:
    several = len({one.unit for one in rtls}) > 1
    for unit, periode in dict.fromkeys((one.unit, one.periode) for one in rtls):
        found = capaian([one for one in rtls if one.unit == unit], pada, periode)
        if not found.total:
            continue
        place = f"{unit} {periode}" if several else periode
        printed = f"; {found.belum_diperiksa} tercetak, belum diperiksa"
        waits = f"; {found.diklaim} dari {found.total} setelah diterima"
        yield (
            f"Realisasi {place}: {found.kini} dari {found.total} ({found.persen(found.kini)}%)"
            + (printed if found.belum_diperiksa else "")
            + (waits if found.diklaim > found.kini else "")
        )


def as_json(rtls: Sequence[Rtl], pada: date) -> dict[str, Any]:
    """Every tick of every plan, and the realisation by unit and periode."""
    return {
        "pada": pada.isoformat(),
        "kegiatan": [_tick(one) for one in keadaan(rtls, pada)],
        "belum_dijadwalkan": [
            {"unit": rtl.unit, "periode": rtl.periode, "nomor": one.nomor, "uraian": one.uraian}
            for rtl, one in belum_dijadwalkan(rtls)
        ],
        "realisasi": [
            _share(unit, periode, [one for one in rtls if one.unit == unit], pada)
            for unit, periode in dict.fromkeys((one.unit, one.periode) for one in rtls)
        ],
    }


def _tick(one: KegiatanStatus) -> dict[str, Any]:
    return {
        "id": one.kegiatan.id,
        "unit": one.rtl.unit,
        "periode": one.rtl.periode,
        "nomor": one.kegiatan.nomor,
        "prioritas": one.rtl.prioritas,
        "uraian": one.kegiatan.uraian,
        "bidang": list(one.kegiatan.bidang),
        "triwulan": one.triwulan.label,
        "target": one.target.label,
        "tahap": str(one.tahap),
        "minggu_lewat": one.minggu,
        "rencana": [tw.label for tw in one.rencana],
        "asal": one.kegiatan.asal,
        "penerus": one.penerus.id if one.penerus else None,
        "rancangan": one.rtl.rancangan,
    }


def _share(unit: str, periode: str, rtls: Sequence[Rtl], pada: date) -> dict[str, Any]:
    found = capaian(rtls, pada, periode)
    return {
        "unit": unit,
        "periode": periode,
        "total": found.total,
        "tercetak": found.dicetak,
        "diklaim": found.diklaim,
        "diterima": found.diterima,
        "kini": found.kini,
        "persen": found.persen(found.kini).replace(",", "."),
    }
