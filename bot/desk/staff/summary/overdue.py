"""RTL that are due or overdue, as a weekly summary (`content.gather`) names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.results.summary import Overdue
from core.rtl.status import by_kegiatan, kegiatan_statuses

if TYPE_CHECKING:
    from datetime import datetime

    from core.office.agency import Agency
    from core.ports.store import Reader
    from core.rtl.status import KegiatanStatus


def overdue_rtl(
    reader: Reader, agency: Agency, bidang: str | None, now: datetime
) -> tuple[Overdue, ...]:
    """Rows of one bidang, or of all (None), the longest overdue first.

    A kegiatan of several bidang has one row for each. `now` is turned into the office's local day.
    """
    on = now.astimezone(agency.zone).date()
    told = (
        one
        for one in kegiatan_statuses(reader.rtl.items(), on)
        if one.is_asked or one.is_for_pimpinan
    )
    names = {one.code: one.name for one in agency.bidang}
    return tuple(
        _line(each, names.get(code, code))
        for each in by_kegiatan(told)
        for code in each[0].kegiatan.bidang
        if bidang in (None, code)
    )


def _line(each: tuple[KegiatanStatus, ...], bidang: str) -> Overdue:
    first, ticks = each[0], ", ".join(one.target.label for one in each)
    return Overdue(first.kegiatan.description, ticks, first.weeks, bidang, first.nth)
