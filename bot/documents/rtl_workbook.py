"""Reads a plan of RTL out of a workbook: the RTL table and the realisasi tables of the reports.

`rtl_reader` gets the same document as from a TOML file, with the cell of each value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.documents.matrix_reader import sheets
from core.errors import FileError
from core.rtl.names import listed, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from core.answers.matrix.values import TableLine

TICKS = frozenset({"v", "√", "✓", "✔", "x", "ya", "1", "o", "●"})
BLANK = frozenset({"", "-", "–"})
TRIWULAN = re.compile(r"(?:tw|triwulan) ?(?:iv|i{1,3}|[1-4])(?: [0-9]{4})?")
NUMBERED = re.compile(r"([0-9]+\.[0-9]+)\.?\s+(.+)", re.DOTALL)
# Words that a heading must hold to be that column; the first entry that fits takes it.
PLAN = {
    "bidang": ("penanggung jawab",),
    "uraian": ("kegiatan",),
    "di_luar_unsur": ("di luar unsur",),
    "unsur": ("unsur",),
    "sumber": ("sumber",),
    "alasan": ("alasan",),
    "horizon": ("jangka", "horizon"),
    "anggaran": ("anggaran",),
    "instansi_lain": ("instansi",),
    "asal": ("asal",),
}
REPORT = {
    "status": ("sudah belum", "ditindaklanjuti"),
    "uraian_realisasi": ("deskripsi",),
    "dokumentasi": ("dokumentasi",),
    "hambatan": ("hambatan", "tantangan"),
    "strategi": ("strategi",),
    "target": ("target",),
    "pihak": ("stakeholder", "pihak"),
    "uraian": ("rencana tindak lanjut", "rtl"),
}
WORDS = {"uraian_realisasi": "uraian"} | {
    key: key for key in ("status", "dokumentasi", "hambatan", "strategi", "target", "pihak")
}


@dataclass(slots=True)
class WorkbookDocument:
    """The document that a TOML file would hold, and the cell of each part of it."""

    document: dict[str, Any] = field(default_factory=lambda: {"rtl": []})
    # "lembar RTL, sel B4" by the path of a part, "rtl[1].kegiatan[2].bidang".
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableHeading:
    """The heading of a table: the column of each name, and the columns that are ticked."""

    columns: Mapping[str, int]  # column by name, from 0
    ticks: Mapping[int, str] = field(default_factory=dict)  # triwulan as written, by column


@dataclass(frozen=True, slots=True)
class WorkbookRow:
    """One line under a heading, with the file and sheet it stands in."""

    file: str
    sheet: str
    line: int
    cells: Sequence[str]
    title: TableHeading

    def get(self, name: str) -> str:
        """The text under a named heading; empty where the column is missing or holds a dash."""
        column = self.title.columns.get(name)
        found = "" if column is None else self.at(column)
        return "" if found in BLANK else found

    def at(self, column: int) -> str:
        """The stripped text of a column; empty beyond the last cell."""
        return self.cells[column].strip() if column < len(self.cells) else ""

    def place(self, name: str) -> str:
        """Sheet and cell of a named column, in Indonesian, for a message."""
        column = self.title.columns.get(name)
        return f"lembar {self.sheet}, " + (
            f"baris {self.line}" if column is None else f"sel {letters(column)}{self.line}"
        )

    def fault(self, name: str, what: str, remedy: str) -> FileError:
        """A FileError at the cell of a named column."""
        return FileError(self.file, self.place(name), what, remedy)


def letters(column: int) -> str:
    """The letters by which a sheet names a column: 0 is A, 26 is AA."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def document(data: bytes, name: str) -> WorkbookDocument:
    """The document of a plan out of the bytes of an xlsx file.

    Raises FileError when there is no RTL table, or a line of it cannot be understood.
    """
    made = WorkbookDocument()
    rows = [one for sheet, lines in sheets(data, name).items() for one in _rows(name, sheet, lines)]
    for row in rows:
        if row.title.ticks:
            _plan(made, row)
    if not made.document["rtl"]:
        what = "tabel RTL (Prioritas Unsur, Kegiatan, TW I–IV, Penanggung Jawab) tidak ditemukan"
        raise FileError(name, "seluruh berkas", what, "Salin tabelnya beserta kepalanya")
    for row in rows:
        if not row.title.ticks:
            _report(made, row)
    return made


def _rows(name: str, sheet: str, lines: Sequence[TableLine]) -> Iterator[WorkbookRow]:
    """The lines under each heading; the lines above the first one are prose."""
    title: TableHeading | None = None
    above: Sequence[str] = ()
    for one in lines:
        if found := _heading(one.cells, above):
            title = found
        elif title is not None:
            yield WorkbookRow(name, sheet, one.line, one.cells, title)
        above = one.cells


def _heading(cells: Sequence[str], above: Sequence[str]) -> TableHeading | None:
    """The heading in a line, or None. Reports print TW I–IV in a second line, under "Waktu"."""
    ticks = {n: cell for n, cell in enumerate(cells) if TRIWULAN.fullmatch(plain(cell))}
    if len(ticks) > 1:
        wide = max(len(cells), len(above))
        both = [
            (cells[n] if n < len(cells) and cells[n] else above[n] if n < len(above) else "")
            for n in range(wide)
        ]
        return TableHeading(_columns(both, PLAN), ticks)
    columns = _columns(cells, REPORT)
    return (
        TableHeading(columns)
        if "uraian" in columns and {"status", "strategi"} & set(columns)
        else None
    )


def _columns(cells: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(cells):
        told = plain(cell)
        fits = (
            name
            for name, words in names.items()
            for word in words
            if word in told.split(" ") or (" " in word and word in told)
        )
        name = next(fits, None)
        if name is not None and name not in found:
            found[name] = column
    return found


# -- the plan --------------------------------------------------------------------------------------


def _plan(made: WorkbookDocument, row: WorkbookRow) -> None:
    items = made.document["rtl"]
    if row.get("unsur") or row.get("di_luar_unsur"):
        items.append(_item(row))
        for key in ("unsur", "sumber", "horizon"):
            made.places[f"rtl[{len(items)}].{key}"] = row.place(key)
        made.places[f"rtl[{len(items)}]"] = row.place("unsur")
    if not row.get("uraian"):
        return
    if not items:
        raise row.fault("unsur", "prioritas unsur belum diisi", "Isi di baris ini")
    activities = items[-1]["kegiatan"]
    activities.append(_activity(row, f"{len(items)}.{len(activities) + 1}"))
    where = f"rtl[{len(items)}].kegiatan[{len(activities)}]"
    made.places[where] = row.place("uraian")
    for key in ("bidang", "asal"):
        made.places[f"{where}.{key}"] = row.place(key)
    made.places[f"{where}.triwulan"] = f"lembar {row.sheet}, baris {row.line}"


def _item(row: WorkbookRow) -> dict[str, Any]:
    found: dict[str, Any] = {"kegiatan": []}
    for key in ("unsur", "di_luar_unsur", "sumber", "alasan", "instansi_lain"):
        if told := row.get(key):
            found[key] = told
    if told := row.get("horizon"):
        found["horizon"] = plain(told).removeprefix("jangka ")
    found["perlu_anggaran"] = plain(row.get("anggaran")) in (*TICKS, "perlu")
    return found


def _activity(row: WorkbookRow, number: str) -> dict[str, Any]:
    told = row.get("uraian")
    if numbered := NUMBERED.fullmatch(told):
        number, told = numbered[1], numbered[2]
    ticked = [written for column, written in row.title.ticks.items() if _ticked(row, column)]
    found = {"nomor": number, "uraian": told, "triwulan": ticked}
    found["bidang"] = listed(row.get("bidang"))
    return found | ({"asal": row.get("asal")} if row.get("asal") else {})


def _ticked(row: WorkbookRow, column: int) -> bool:
    told = row.at(column).casefold()
    if told not in TICKS and told not in BLANK:
        place = f"lembar {row.sheet}, sel {letters(column)}{row.line}"
        raise FileError(row.file, place, f"{told!r} bukan tanda centang", "Isi √ atau kosongkan")
    return told in TICKS


# -- realisasi -------------------------------------------------------------------------------------


def _report(made: WorkbookDocument, row: WorkbookRow) -> None:
    if not row.get("uraian"):
        return
    where, activity = _meant(made, row)
    found = activity.setdefault("realisasi", {"status": "belum"})
    for column, key in WORDS.items():
        if told := row.get(column):
            found[key] = told
            made.places[f"{where}.realisasi.{key}"] = row.place(column)


def _meant(made: WorkbookDocument, row: WorkbookRow) -> tuple[str, dict[str, Any]]:
    told = NUMBERED.sub(r"\2", row.get("uraian"))
    for number, item in enumerate(made.document["rtl"], start=1):
        for place, one in enumerate(item["kegiatan"], start=1):
            if plain(one["uraian"]) == plain(told):
                return f"rtl[{number}].kegiatan[{place}]", one
    what = f"{told[:60]!r} tidak ada dalam tabel RTL"
    raise row.fault("uraian", what, "Samakan kata-katanya dengan tabel RTL")
