"""Reads a csv, xlsx or text file into cells, and finds the respondent matrix in them.

`skm verify` and `skm import` use it; `core.answers.matrix.finder` does the finding. The other
readers take only `sheets` or `workbook`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from core.answers.matrix.finder import find
from core.answers.matrix.values import TableLine
from core.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

    from core.answers.matrix.values import Order, ScoreMatrix

MOST = 10 * 2**20  # bytes of a file
UNPACKED = 200 * 2**20  # bytes to which a workbook may unfold
WIDEST = 200  # cells of a line that are read


@dataclass(frozen=True, slots=True)
class MatrixFile:
    """A file that was read: its name, the SHA-256 of its bytes, and the matrix found in it."""

    name: str
    sha256: str
    matrix: ScoreMatrix


def read(path: Path, width: int = 9) -> MatrixFile:
    """The one matrix of a file, with `width` scores in each row.

    Raises FileError when the file cannot be read, is larger than 10 MB, or holds no matrix,
    several, or one that can be read in two ways.
    """
    data = _bytes(path)
    name = path.name
    sheets = _lines(data, name, path.suffix.casefold())
    return MatrixFile(name, hashlib.sha256(data).hexdigest(), _only(sheets, name, width))


def workbook(path: Path) -> dict[str, list[TableLine]] | None:
    """The lines of every sheet by its name; None: the file is not .xlsx. Raises FileError."""
    return sheets(_bytes(path), path.name) if path.suffix.casefold() == ".xlsx" else None


def refuse_contradiction(found: MatrixFile, order: Order | None) -> None:
    """Raise FileError for `--order form` where the table's head names the unsur in order.

    One of the two is wrong, and only a person knows which.
    """
    line = found.matrix.header or found.matrix.named
    if order == "form" and line is not None:
        raise FileError(
            found.name,
            f"baris {line}",
            "kepala tabel menyebut urutan unsur, bukan --order form",
            "Tulis --order unsur, atau hapus kepala itu bila kolomnya menurut formulir",
        )


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except FileNotFoundError:
        raise FileError(path.name, "berkas", "tidak ada", "Periksa nama dan foldernya") from None
    except IsADirectoryError:
        remedy = "Sebutkan berkas di dalamnya"
        raise FileError(path.name or str(path), "berkas", "adalah folder", remedy) from None
    except OSError as wrong:
        what = f"tidak dapat dibuka ({wrong.strerror})"
        raise FileError(path.name, "berkas", what, "Periksa nama dan izinnya") from wrong
    if not data.strip():
        raise FileError(path.name, "berkas", "kosong", "Pilih berkas yang berisi tabel responden")
    if len(data) > MOST:
        what = f"lebih dari {MOST // 2**20} MB"
        raise FileError(path.name, "berkas", what, "Salin tabel respondennya saja")
    return data


def _lines(data: bytes, name: str, suffix: str) -> dict[str, list[TableLine]]:
    if suffix == ".xlsx":
        return sheets(data, name)
    if suffix in (".csv", ".tsv"):
        return {"": _csv(_text(data, name), name)}
    if suffix in (".txt", ".md", ""):
        return {"": _plain(_text(data, name))}
    what = f"jenis berkas {suffix} tidak dikenal"
    raise FileError(name, "berkas", what, "Simpan sebagai csv, xlsx, txt, atau md")


def _only(sheets: dict[str, list[TableLine]], name: str, width: int) -> ScoreMatrix:
    """The matrix of the one sheet that has one; a fault on any other sheet still counts."""
    found: dict[str, ScoreMatrix] = {}
    nothing: FileError | None = None
    for sheet, lines in sheets.items():
        try:
            found[sheet] = find(lines, f"{name}, lembar {sheet}" if sheet else name, width)
        except FileError as wrong:
            if wrong.where != "seluruh berkas":
                raise
            nothing = nothing or wrong
    if len(found) > 1:
        what = f"tabel responden ada di beberapa lembar: {', '.join(found)}"
        raise FileError(name, "lembar", what, "Simpan satu lembar saja")
    if not found:
        assert nothing is not None  # noqa: S101 - a file has at least one sheet
        raise nothing
    return found.popitem()[1]


# -- text --------------------------------------------------------------------------------------


def _text(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        what = f"huruf tidak terbaca (0x{data[wrong.start]:02x}), bukan UTF-8"
        raise FileError(name, f"baris {line}", what, "Simpan ulang sebagai UTF-8") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FileError(name, f"baris {line}", "bukan teks", "Simpan ulang sebagai UTF-8")
    return text


def _plain(text: str) -> list[TableLine]:
    return [
        TableLine(line, _cells(row), _is_table(row))
        for line, row in enumerate(text.split("\n"), start=1)
    ]


def _cells(row: str) -> tuple[str, ...]:
    """Cut a line at tabs or strokes, which keep an empty cell visible, else at blanks."""
    for mark in ("\t", "|"):
        if mark in row:
            return tuple(cell.strip() for cell in row.split(mark)[:WIDEST])
    return tuple(row.split()[:WIDEST])


def _is_table(row: str) -> bool:
    return "\t" in row or "|" in row


def _csv(text: str, name: str) -> list[TableLine]:
    counts = {mark: text.count(mark) for mark in (",", ";", "\t")}
    mark = max(counts, key=lambda one: counts[one])
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        return [
            TableLine(rows.line_num, tuple(cell.strip() for cell in row[:WIDEST]), table=True)
            for row in rows
        ]
    except csv.Error as wrong:
        where = f"baris {rows.line_num}"
        raise FileError(name, where, f"bukan CSV yang benar ({wrong})", "Simpan ulang") from wrong


# -- workbooks ---------------------------------------------------------------------------------


def sheets(data: bytes, name: str) -> dict[str, list[TableLine]]:
    """Every sheet of an xlsx workbook by its name, its cells as text.

    Raises FileError when the bytes are no workbook, or would unfold to more than 200 MB.
    """
    import openpyxl  # noqa: PLC0415 - heavy, and most files are text

    _refuse_bomb(data, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles, which do not matter here
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
            sheets = {sheet.title: list(_sheet(sheet)) for sheet in book.worksheets}
        except AttributeError as wrong:  # openpyxl's, for a chart sheet without a chart
            remedy = "Salin tabel respondennya ke buku kerja baru"
            what = "ada lembar yang tidak terbaca, misalnya lembar grafik kosong"
            raise FileError(name, "lembar", what, remedy) from wrong
        except (KeyError, ValueError, TypeError, OSError, SyntaxError) as wrong:
            remedy = "Buka lalu simpan ulang sebagai xlsx"
            raise FileError(name, "berkas", "bukan xlsx yang utuh", remedy) from wrong
    if not sheets:
        remedy = "Salin tabel respondennya ke sebuah lembar"
        raise FileError(name, "lembar", "hanya ada lembar grafik", remedy)
    return sheets


def _refuse_bomb(data: bytes, name: str) -> None:
    import zipfile  # noqa: PLC0415 - with openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile as wrong:
        remedy = "Buka lalu simpan ulang sebagai xlsx"
        raise FileError(name, "berkas", "bukan xlsx yang utuh", remedy) from wrong
    if size > UNPACKED:
        what = f"isinya lebih dari {UNPACKED // 2**20} MB"
        raise FileError(name, "berkas", what, "Salin tabel respondennya saja")


def _sheet(sheet: Any) -> Iterator[TableLine]:
    sheet.reset_dimensions()  # the size that a sheet states may be too small
    blank = False
    for line, row in enumerate(sheet.iter_rows(max_col=WIDEST, values_only=True), start=1):
        empty = all(value is None for value in row)
        # One of many empty lines is enough: it shows that a table ended.
        if not (empty and blank):
            yield TableLine(line, tuple(_value(value) for value in row), table=True)
        blank = empty


def _value(value: Any) -> str:
    """The text of a cell as it shows; a formula keeps its equals sign, for which it is refused."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
