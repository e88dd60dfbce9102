"""The reader of a plan document: nested tables of a file become values of `core.rtl.plan`.

`bot.documents.rtl_reader` parses TOML or XLSX and hands the tables over; `skm rtl` stores the
result. Every fault names file, place and remedy. A fact that the paper does not print, above all
the year of a triwulan, is asked for and never guessed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from core.errors import FileError, InputError
from core.office.document_table import Table
from core.periods import periode, triwulan
from core.rtl.checks import odd, questioned
from core.rtl.names import bidang_of, nearest, unsur_of
from core.rtl.plan import FORUMS, HORIZONS, Forum, Kegiatan, PrintedResult, Rtl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.office.agency import Agency
    from core.office.questionnaire import Questionnaire
    from core.periods.triwulan import Triwulan
    from core.rtl.checks import Oddity

NUMBER_MOST, TEXT_MOST = 16, 2000  # letters
YEAR_REMEDY = 'Tulis tahunnya ("TW IV 2023"), isi tahun di [rencana], atau pakai --tahun'


@dataclass(frozen=True, slots=True)
class ReadContext:
    """The office and the stored plans that a file is read against, and the command's options."""

    agency: Agency
    survey: Questionnaire
    stored_plans: Sequence[Rtl]  # a carried-over kegiatan must be in one of them
    today: date
    unit: str | None = None  # --unit
    periode: str | None = None  # --period
    year: int | None = None  # --tahun: of triwulan without a year
    confirmed: bool = False  # an odd forum date is confirmed


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """A plan that was read, with its oddities and notes for a person to look at."""

    rtls: tuple[Rtl, ...]
    oddities: tuple[Oddity, ...]
    notes: tuple[str, ...]  # values that the reader filled in, and their sources


def parse(data: Mapping[str, Any], file: str, context: ReadContext) -> ParsedPlan:
    """Read a plan out of a file's nested tables; `file` is the name that faults tell.

    Raises FileError with file, place and remedy.
    """
    top = Table(file, data)
    head = top.table("rencana", {})
    unit, label = _unit(head, context), _periode(head, context)
    reading = _Reading(context, unit, label, context.year or head.whole("tahun", None))
    forum = reading.forum(head.table("forum")) if head.raw("forum") is not None else None
    notes = head.text("catatan", "", most=TEXT_MOST)
    rows = [
        replace(reading.rtl(row, place), forum=forum, notes=notes)
        for place, row in enumerate(top.tables("rtl"), start=1)
    ]
    if not rows:
        raise top.fault("rtl", "belum ada", "Tulis sedikitnya satu bagian [[rtl]]")
    head.raw("tahun")  # marks the key as read, where --tahun took its place
    for table in (head, top):
        table.done()
    _once(top, [str(one.number) for one in rows])
    _once(top, [one.number for rtl in rows for one in rtl.kegiatan])
    oddities = dict.fromkeys(found for one in rows for found in odd(one, context.today))
    return ParsedPlan(tuple(rows), tuple(oddities), tuple(reading.notes))


def _unit(head: Table, context: ReadContext) -> str:
    codes = [one.code for one in context.agency.unit]
    unit = context.unit or head.maybe("unit") or (codes[0] if len(codes) == 1 else None)
    head.raw("unit")
    if unit is None:
        raise head.fault("unit", "belum diisi", f"Isi atau pakai --unit: {', '.join(codes)}")
    if unit not in codes:
        raise head.fault("unit", f"{unit!r} tidak ada", nearest(unit, codes))
    return unit


def _periode(head: Table, context: ReadContext) -> str:
    told = context.periode or head.maybe("periode")
    head.raw("periode")
    if told is None:
        remedy = "Isi periode survei yang ditindaklanjuti, atau pakai --period"
        raise head.fault("periode", "belum diisi", remedy)
    try:
        return periode.parse(told, context.today).label
    except InputError as wrong:
        raise head.fault("periode", f"{told!r} tidak terbaca", str(wrong)) from wrong


def _once(top: Table, numbers: Sequence[str]) -> None:
    for number, times in Counter(numbers).items():
        if times > 1:
            raise top.fault("rtl", f"nomor {number} dipakai dua kali", "Pakai nomor yang berbeda")


class _Reading:
    """The reading of one file; it gathers the notes on values that it filled in."""

    def __init__(self, context: ReadContext, unit: str, label: str, year: int | None) -> None:
        self.context, self.unit, self.label, self.year = context, unit, label, year
        self.notes: list[str] = []

    def forum(self, row: Table) -> Forum:
        """Read the table [rencana.forum]; an unconfirmed impossible date makes it doubtful."""
        kind = next((one for one in FORUMS if one == row.text("jenis").upper()), None)
        if kind is None:
            raise row.fault("jenis", "tidak dikenal", f"Pilih: {', '.join(FORUMS)}")
        day = row.raw("tanggal")
        if not isinstance(day, date) or isinstance(day, datetime):
            raise row.fault("tanggal", "bukan tanggal", "Tulis seperti 2025-01-15, tanpa kutip")
        found = Forum(
            kind, day, row.text("peserta", "", most=TEXT_MOST), row.text("berita_acara", "")
        )
        row.done()
        odd_date = questioned(found, self.label, self.context.today)
        cannot_be = any(one.impossible for one in odd_date)
        return replace(found, doubtful=cannot_be and not self.context.confirmed)

    def rtl(self, row: Table, place: int) -> Rtl:
        """Read one [[rtl]]; `place` is its number where the file gives none."""
        unsur = self._unsur(row)
        horizon = row.maybe("horizon")
        if horizon is not None and horizon not in HORIZONS:
            raise row.fault("horizon", f"{horizon!r} tidak dikenal", nearest(horizon, HORIZONS))
        number = row.whole("nomor", place, least=1)
        made = Rtl(
            unit=self.unit,
            periode=self.label,
            number=number,
            unsur=unsur,
            kegiatan=tuple(
                self.kegiatan(one, f"{number}.{n}", unsur)
                for n, one in enumerate(row.tables("kegiatan"), start=1)
            ),
            beyond_unsur=row.maybe("di_luar_unsur"),
            source=row.maybe("sumber"),
            reason=row.maybe("alasan"),
            horizon=next((one for one in HORIZONS if one == horizon), None),
            needs_budget=row.flag("perlu_anggaran"),
            other_agency=row.text("instansi_lain", "", most=TEXT_MOST),
        )
        row.done()
        return made

    def _unsur(self, row: Table) -> str | None:
        written, outside = row.maybe("unsur"), row.maybe("di_luar_unsur")
        if (written is None) == (outside is None):
            raise row.fault("unsur", "isi unsur atau di_luar_unsur, salah satu", "Hapus yang lain")
        if written is None:
            if row.maybe("sumber") is None:
                raise row.fault("sumber", "belum diisi", "Sebutkan dari mana prioritas ini berasal")
            return None
        found = unsur_of(written, self.context.survey.unsur)
        if found is None:
            remedy = nearest(written, (one.name for one in self.context.survey.unsur))
            what = f"{written!r} bukan unsur kuesioner"
            raise row.fault("unsur", what, f"{remedy}, atau isi di_luar_unsur dan sumber")
        return found

    def kegiatan(self, row: Table, number: str, unsur: str | None) -> Kegiatan:
        """Read one [[rtl.kegiatan]]; without a bidang the owner of the unsur answers for it."""
        number = row.text("nomor", number, most=NUMBER_MOST)
        made = Kegiatan(
            number=number,
            description=" ".join(row.text("uraian", most=TEXT_MOST).split()),
            bidang=self._bidang(row, number, unsur),
            schedule=tuple(sorted({self.tick(row, one) for one in row.texts("triwulan", ())})),
            origin=self._origin(row),
            printed=self._printed(row.table("realisasi")) if row.raw("realisasi") else None,
        )
        row.done()
        return made

    def tick(self, row: Table, written: str, key: str = "triwulan") -> Triwulan:
        """Read a triwulan; its year may stand in [rencana] or in --tahun."""
        try:
            return triwulan.parse(written, self.year)
        except InputError as wrong:
            no_year = "tanpa tahun" in str(wrong)
            remedy = YEAR_REMEDY if no_year else "Tulis seperti TW IV 2023"
            what = "tanpa tahun" if no_year else "tidak terbaca"
            raise row.fault(key, f"{written!r} {what}", remedy) from wrong

    def _bidang(self, row: Table, number: str, unsur: str | None) -> tuple[str, ...]:
        agency = self.context.agency
        found = []
        for written in row.texts("bidang", ()):
            code = bidang_of(written, agency)
            if code is None:
                remedy = nearest(written, (one.code for one in agency.bidang))
                raise row.fault("bidang", f"{written!r} tidak ada", remedy)
            found.append(code)
        if not found:
            found = [agency.owner(unsur or "", None)]
            self.notes.append(f"{number}: bidang tidak tercetak, dipakai {found[0]}")
        return tuple(dict.fromkeys(found))

    def _origin(self, row: Table) -> int | None:
        written = row.maybe("asal")
        if written is None:
            return None
        label, _, number = written.partition("/")
        for one in self.context.stored_plans:
            if (one.unit, one.periode) == (self.unit, label.strip()):
                for origin in one.kegiatan:
                    if origin.number == number.strip():
                        return origin.id
        remedy = "Muat dulu rencana periode itu; tulis seperti 2023/4.1"
        raise row.fault("asal", f"kegiatan {written!r} belum ada", remedy)

    def _printed(self, row: Table) -> PrintedResult:
        status = row.text("status").casefold()
        if status not in ("sudah", "belum"):
            raise row.fault("status", f"{status!r} tidak dikenal", "Tulis sudah atau belum")
        target = row.maybe("target")
        made = PrintedResult(
            status="sudah" if status == "sudah" else "belum",
            description=row.text("uraian", "", most=TEXT_MOST),
            documentation=row.text("dokumentasi", "", most=TEXT_MOST),
            obstacle=row.text("hambatan", "", most=TEXT_MOST),
            strategy=row.text("strategi", "", most=TEXT_MOST),
            target=None if target is None else self.tick(row, target, "target"),
            party=row.text("pihak", "", most=TEXT_MOST),
        )
        row.done()
        return made


def elsewhere(fault: FileError, places: Mapping[str, str]) -> FileError:
    """Return the same fault at the place in a sheet that its value was taken from.

    `places` maps a path in the tables ("rtl[1].unsur") to a place in the sheet.
    """
    where = fault.where
    while where and where not in places:
        where = where.rpartition(".")[0]
    return FileError(fault.file, places.get(where, fault.where), fault.what, fault.remedy)
