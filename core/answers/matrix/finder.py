"""The search for the respondent matrix in the lines of a report, with notes on each cleaned line.

`bot/documents/matrix_reader.py` calls `find` for `skm import` and `skm verify`. Nothing is
guessed: a line that could be read in two ways is refused with line and reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.answers.matrix import footer
from core.answers.matrix.header import HeaderMatch, HeadersSeen, judge
from core.answers.matrix.shape import DECIMAL, WHOLE, RowShapes, numbered, stripped, wrong_cell
from core.answers.matrix.values import CleaningNote, MatrixRow, ScoreMatrix, TableLine
from core.errors import FileError

ROWS_MOST = 100_000
LIKE = 5  # single digits that make a line look like a respondent's row


def find(lines: Sequence[TableLine], file: str, width: int = 9) -> ScoreMatrix:
    """Return the matrix of `width` scores a row. Raises FileError with line, reason and remedy."""
    search = _Search(file, width)
    for one in lines:
        search.take(one)
    return search.result()


@dataclass(slots=True)
class _Search:
    """The state of one search; `take` reads the next line, `result` ends the search."""

    file: str
    width: int
    rows: dict[int, MatrixRow] = field(default_factory=dict)
    log: list[CleaningNote] = field(default_factory=list)
    heads: HeadersSeen = field(default_factory=HeadersSeen)
    form: RowShapes = field(default_factory=RowShapes)
    last: int | None = None  # number of the last respondent
    offset: int | None = None  # running number minus respondent's number, in the row before
    skipped: list[CleaningNote] = field(default_factory=list)  # since the last row
    ended: int | None = None  # number of `skipped` before the empty line under the rows
    sums: list[int] = field(default_factory=list)  # of each column so far

    def __post_init__(self) -> None:
        self.sums = [0] * self.width

    def take(self, one: TableLine) -> None:
        """Read the next line of the file; an empty line ends the notes on lines under the rows.

        Raises FileError for a line that must be a row and is not sound.
        """
        cells = stripped(one.cells)
        if not cells:
            self.ended = len(self.skipped) if self.ended is None else self.ended
        elif kind := judge(cells, self.width, table=one.table):
            self._head(one, kind, cells)
        elif self._counts_columns(cells):
            self._pass(one, "nomor kolom diulang")
        elif footer.name(cells, self.width) or self._is_total(cells):
            self._foot(one.line, cells)
        elif self._looks_like_row(cells):
            self._row(one, self._whole(one.line, cells))
        else:
            self._other(one, cells)

    def _head(self, one: TableLine, kind: HeaderMatch, cells: tuple[str, ...]) -> None:
        self.heads.see(one.line, kind)
        self.form.early.clear()
        self._pass(one, "kepala tabel diulang" if kind == "proof" else _no_row(cells))

    def _foot(self, line: int, cells: tuple[str, ...]) -> None:
        if not self.rows:
            self._leave_table()
        elif footer.name(cells, self.width) and (
            what := footer.checked(cells, self.sums, len(self.rows))
        ):
            self.log.append(CleaningNote(line, what))

    def _leave_table(self) -> None:
        """Forget the head above the figures of another table: it is not that of the matrix."""
        self.heads.leave_table()
        self.form.early.clear()

    def _other(self, one: TableLine, cells: tuple[str, ...]) -> None:
        numbers = sum(footer.NUMBER.fullmatch(cell) is not None for cell in cells)
        if numbers >= self.width and not self.rows:
            self._leave_table()
        if self.form.has_holes(one):
            raise self._fault(one.line, *wrong_cell(cells))
        if not self.rows and numbered(one):
            self.form.early.append(one)
        elif self.form.fits(one):
            self.log.append(CleaningNote(one.line, _no_row(cells)))
        else:
            self._pass(one, _no_row(cells))

    def _pass(self, one: TableLine, what: str) -> None:
        if self.rows:
            self.skipped.append(CleaningNote(one.line, what))

    def _counts_columns(self, cells: tuple[str, ...]) -> bool:
        """Tell whether the line is the count 1 2 3 … 10 of columns under many a table's head."""
        return len(cells) >= self.width and cells == tuple(
            str(number) for number in range(1, len(cells) + 1)
        )

    def _looks_like_row(self, cells: tuple[str, ...]) -> bool:
        """Tell whether the line must be a sound row: many digits, or nothing but numbers."""
        if len(cells) >= self.width and all(WHOLE.fullmatch(cell) for cell in cells):
            return True
        digits = sum(len(cell) == 1 and cell in "0123456789" for cell in cells)
        if not WHOLE.fullmatch(cells[0]):
            return digits >= self.width
        decimals = sum(DECIMAL.fullmatch(cell) is not None for cell in cells)
        return digits >= LIKE or (decimals >= LIKE and len(cells) > self.width)

    def _is_total(self, cells: tuple[str, ...]) -> bool:
        last = cells[-self.width :]
        if not self.rows or not all(WHOLE.fullmatch(cell) for cell in last):
            return False
        numbers = [int(cell) for cell in last]
        # While the sums are small, a respondent may well have answered the same.
        labelled = not WHOLE.fullmatch(cells[0])
        return numbers == self.sums and (labelled or max(numbers) > 4)  # noqa: PLR2004

    def _whole(self, line: int, cells: tuple[str, ...]) -> list[int]:
        if not all(WHOLE.fullmatch(cell) for cell in cells):
            raise self._fault(line, *wrong_cell(cells))
        return [int(cell) for cell in cells]

    def _row(self, one: TableLine, numbers: list[int]) -> None:
        line = one.line
        numbers = self._without_total(line, numbers)
        extra = len(numbers) - self.width - 1
        if extra not in (0, 1):
            raise self._fault(
                line,
                f"{len(numbers)} angka; satu baris berisi nomor responden dan {self.width} skor",
                "Lengkapi atau hapus baris itu",
            )
        number, scores = numbers[extra], tuple(numbers[extra + 1 :])
        for place, score in enumerate(scores, start=1):
            if not 1 <= score <= 4:  # noqa: PLR2004 - the scale of the form
                what = f"skor ke-{place} bernilai {score}"
                raise self._fault(line, what, "Skor hanya 1, 2, 3, atau 4")
        known = self.rows.get(number)
        if extra:
            self._stray(line, numbers[0], number)
        else:
            self.offset = None
        self._cover(one)
        self._keep(MatrixRow(line, number, scores), known)

    def _without_total(self, line: int, numbers: list[int]) -> list[int]:
        """Check a last column that holds the row's own sum, and leave it out."""
        scores = numbers[-self.width - 1 : -1]
        if len(numbers) < self.width + 2 or numbers[-1] < self.width:
            return numbers
        if numbers[-1] != sum(scores):
            what = f"angka terakhir {numbers[-1]}, bukan jumlah skornya ({sum(scores)})"
            raise self._fault(line, what, "Perbaiki baris itu")
        return numbers[:-1]

    def _stray(self, line: int, stray: int, number: int) -> None:
        """Check two numbers before the scores: only a series that goes on tells which counts."""
        goes_on = number in self.rows or number == (self.last or 0) + 1
        if not goes_on and stray - number != self.offset:
            raise self._fault(
                line,
                f"dua nomor di depan skor ({stray} dan {number}), dan {number} tidak melanjutkan"
                f" nomor sebelumnya ({self.last or 'belum ada'})",
                "Hapus nomor yang bukan nomor responden",
            )
        self.offset = stray - number
        self.log.append(
            CleaningNote(line, f"nomor liar {stray} di depan responden {number} dibuang")
        )

    def _keep(self, row: MatrixRow, known: MatrixRow | None) -> None:
        self.last = row.number
        if known is None:
            self.rows[row.number] = row
            self.sums = [sum(pair) for pair in zip(self.sums, row.scores, strict=True)]
        elif known.scores == row.scores:
            what = f"responden {row.number} sama dengan baris {known.line}: ulangan, dibuang"
            self.log.append(CleaningNote(row.line, what))
        else:
            raise self._fault(
                row.line,
                f"responden {row.number} sudah ada di baris {known.line} dengan skor lain"
                f" ({_spaced(known.scores)} dan {_spaced(row.scores)})",
                "Betulkan nomor atau skornya",
            )
        if len(self.rows) > ROWS_MOST:
            raise self._fault(row.line, f"lebih dari {ROWS_MOST} responden", "Bagi berkasnya")

    def _cover(self, one: TableLine) -> None:
        """Judge the lines above a sound row.

        Raises FileError when their head names another order, or when one of them is a row with
        holes.
        """
        if not self.heads.note_row():
            what = "kepala tabel tidak menurut urutan unsur"
            remedy = "Susun kolomnya U1–U9, atau hapus kepala itu dan tulis --order form"
            raise self._fault(self.heads.line, what, remedy)
        self.form.learn(one)
        if hole := self.form.hole_above(headed=self.heads.kind is not None):
            raise self._fault(hole.line, *wrong_cell(stripped(hole.cells)))
        self.form.early.clear()
        self.log += self.skipped
        self.skipped, self.ended = [], None

    def result(self) -> ScoreMatrix:
        """Return the matrix and the notes in order of lines.

        Raises FileError when no row was found.
        """
        if not self.rows:
            raise FileError(
                self.file,
                "seluruh berkas",
                "tabel responden tidak ditemukan",
                f"Tiap baris: nomor responden lalu {self.width} skor 1-4",
            )
        # Notes on lines below an empty line are dropped: the report goes on with other things.
        log = [*self.log, *self.skipped[: self.ended], *self._gaps()]
        return ScoreMatrix(
            tuple(self.rows.values()),
            tuple(sorted(log, key=lambda one: one.line)),
            self.heads.proven(),
            self.heads.named,
        )

    def _gaps(self) -> Iterator[CleaningNote]:
        before = 0
        for number in sorted(self.rows):
            if number > before + 1:
                missing = f"{before + 1}" if number == before + 2 else f"{before + 1}–{number - 1}"
                yield CleaningNote(self.rows[number].line, f"nomor responden {missing} tidak ada")
            before = number

    def _fault(self, line: int, what: str, remedy: str) -> FileError:
        return FileError(self.file, f"baris {line}", what, remedy)


def _no_row(cells: tuple[str, ...]) -> str:
    return f"bukan baris responden, dilewati: {' '.join(cells)[:60]!r}"


def _spaced(scores: tuple[int, ...]) -> str:
    return " ".join(str(one) for one in scores)
