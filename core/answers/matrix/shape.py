"""The shape of a matrix's rows: it tells a row with holes from a line that is no row.

`finder` uses it to refuse an incomplete questionnaire instead of passing over it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.answers.matrix.values import TableLine

WHOLE = re.compile(r"[0-9]{1,6}")
DECIMAL = re.compile(r"[0-9]+[.,][0-9]+")
WORD = re.compile(r"[^\W\d_]{3}")
MARK = 2  # letters; a longer cell in a line cut by blanks may be a word of a sentence


@dataclass(slots=True)
class RowShapes:
    """The shapes (cut by marks or by blanks, number of cells) of the rows read so far."""

    shapes: set[tuple[bool, int]] = field(default_factory=set)
    early: list[TableLine] = field(default_factory=list)  # numbered lines before the first row
    line: int | None = None  # of the last row

    def learn(self, row: TableLine) -> None:
        """Note the shape and line of a sound row."""
        self.shapes.add(_shape(row))
        self.line = row.line

    def fits(self, one: TableLine) -> bool:
        """Tell whether the line begins with a number, and has as many cells as the rows have."""
        return _shape(one) in self.shapes and numbered(one)

    def has_holes(self, one: TableLine) -> bool:
        """Tell whether the line is a respondent with missing scores.

        A line with words that is not next to a row belongs to another table.
        """
        near = self.line is not None and abs(one.line - self.line) == 1
        return self.fits(one) and (near or not any(WORD.search(cell) for cell in one.cells))

    def hole_above(self, *, headed: bool) -> TableLine | None:
        """Return the first line above the first row that is a respondent with missing scores.

        Under the head of the matrix (`headed`) every numbered line of a row's shape is a
        respondent. None: there is no such line.
        """
        for one in self.early:
            if self.has_holes(one) or (headed and self.fits(one)):
                return one
        return None


def _shape(one: TableLine) -> tuple[bool, int]:
    return one.table, len(one.cells)


def numbered(one: TableLine) -> bool:
    """Tell whether the line begins with a number or a formula.

    A line cut by blanks must also have no cell that may be a word.
    """
    first, *others = stripped(one.cells)
    cut = one.table or all(len(cell) <= MARK for cell in others)
    return cut and (WHOLE.fullmatch(first) is not None or first.startswith("="))


def stripped(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cells without the empty ones at both ends.

    An empty cell in the middle stays, for it is a missing score.
    """
    full = [at for at, cell in enumerate(cells) if cell.strip()]
    return tuple(cell.strip() for cell in cells[full[0] : full[-1] + 1]) if full else ()


def wrong_cell(cells: tuple[str, ...]) -> tuple[str, str]:
    """Return fault and remedy, in Indonesian, of the first cell that is no number."""
    cell = next((cell for cell in cells if not WHOLE.fullmatch(cell)), "")
    if not cell:
        return "ada skor yang kosong", "Kuesioner yang tidak lengkap tidak dihitung; hapus barisnya"
    if cell.startswith("="):
        return f"sel berisi rumus {cell[:30]!r}", "Salin lalu tempel sebagai nilai"
    if DECIMAL.fullmatch(cell):
        return (
            f"skor {cell} bukan bilangan bulat",
            "Tabel ini harus berisi jawaban, bukan rata-rata",
        )
    return f"{cell[:30]!r} bukan angka", "Satu baris berisi nomor responden dan skor 1-4 saja"
