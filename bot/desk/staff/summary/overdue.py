"""RTL that are due or overdue, as a weekly summary names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.results.summary import Overdue
from core.rtl.status import keadaan, menurut_kegiatan

if TYPE_CHECKING:
    from datetime import datetime

    from core.office.agency import Agency
    from core.ports.store import Reader
    from core.rtl.status import KegiatanStatus


def tunggakan(
    reader: Reader, agency: Agency, bidang: str | None, now: datetime
) -> tuple[Overdue, ...]:
    """Of one bidang, or of all, each named for every bidang that answers for it; latest first."""
    pada = now.astimezone(agency.zona).date()
    told = (one for one in keadaan(reader.rtl.items(), pada) if one.diminta or one.untuk_pimpinan)
    names = {one.kode: one.nama for one in agency.bidang}
    return tuple(
        _line(each, names.get(kode, kode))
        for each in menurut_kegiatan(told)
        for kode in each[0].kegiatan.bidang
        if bidang in (None, kode)
    )


def _line(each: tuple[KegiatanStatus, ...], bidang: str) -> Overdue:
    first, ticks = each[0], ", ".join(one.target.label for one in each)
    return Overdue(first.kegiatan.uraian, ticks, first.minggu, bidang, first.ke)
