"""RTL that are due or overdue, as a weekly summary names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.digest import Tunggakan
from core.rtl_keadaan import keadaan

if TYPE_CHECKING:
    from datetime import datetime

    from core.agency import Agency
    from core.ports import Reader
    from core.rtl_keadaan import Keadaan


def tunggakan(
    reader: Reader, agency: Agency, bidang: str | None, now: datetime
) -> tuple[Tunggakan, ...]:
    """Of one bidang, or of all, each named for every bidang that answers for it; latest first."""
    pada = now.astimezone(agency.zona).date()
    told = [one for one in keadaan(reader.rtl(), pada) if one.diminta or one.untuk_pimpinan]
    told.sort(key=lambda one: (one.target.last, one.kegiatan.nomor))
    names = {one.kode: one.nama for one in agency.bidang}
    return tuple(
        _line(one, names.get(kode, kode))
        for one in told
        for kode in one.kegiatan.bidang
        if bidang in (None, kode)
    )


def _line(one: Keadaan, bidang: str) -> Tunggakan:
    return Tunggakan(one.kegiatan.uraian, one.target.label, one.minggu, bidang, one.ke)
