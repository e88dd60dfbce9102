"""Finds the respondent matrix in lines copied out of a report, and says what it cleaned.

Nothing is guessed: what could be read in two ways is refused with line and reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.errors import FileError
from core.matriks import Baris, Bersih, Matriks, Responden

WHOLE = re.compile(r"[0-9]{1,6}")
DECIMAL = re.compile(r"[0-9]+[.,][0-9]+")
ROWS_MOST = 100_000
LIKE = 5  # single digits that make a line look like a respondent's row


def find(lines: Sequence[Baris], file: str, width: int = 9) -> Matriks:
    """The matrix of `width` scores a row. Raises FileError with line, reason and remedy."""
    search = _Search(file, width)
    for one in lines:
        search.take(one)
    return search.result()


@dataclass(slots=True)
class _Search:
    file: str
    width: int
    rows: dict[int, Responden] = field(default_factory=dict)
    log: list[Bersih] = field(default_factory=list)
    header: bool = False
    last: int | None = None  # the number read last
    offset: int | None = None  # running number minus respondent, on the row before
    skipped: list[Bersih] = field(default_factory=list)  # told only if rows follow
    sums: list[int] = field(default_factory=list)  # of each column so far

    def __post_init__(self) -> None:
        self.sums = [0] * self.width

    def take(self, one: Baris) -> None:
        cells = _stripped(one.cells)
        if not cells:
            return
        if self._is_header(cells):
            self.header = True
            self._pass(one, "kepala tabel diulang")
        elif self._counts_columns(cells):
            self._pass(one, "nomor kolom diulang")
        elif self._looks_like_row(cells):
            self._row(one.line, self._whole(one.line, cells))
        else:
            self._pass(one, f"bukan baris responden, dilewati: {' '.join(cells)[:60]!r}")

    def _pass(self, one: Baris, what: str) -> None:
        if self.rows:
            self.skipped.append(Bersih(one.line, what))

    def _is_header(self, cells: tuple[str, ...]) -> bool:
        wanted = tuple(f"U{number}" for number in range(1, self.width + 1))
        codes = tuple(cell.upper().replace(" ", "") for cell in cells)
        return any(codes[at : at + self.width] == wanted for at in range(len(codes)))

    def _counts_columns(self, cells: tuple[str, ...]) -> bool:
        """The line 1 2 3 … 10 under many a table's head."""
        return len(cells) >= self.width and cells == tuple(
            str(number) for number in range(1, len(cells) + 1)
        )

    def _looks_like_row(self, cells: tuple[str, ...]) -> bool:
        """Whether it must be a sound row: many digits, or nothing but numbers, and no total."""
        if self._is_total(cells):
            return False
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
        for cell in cells:
            if not WHOLE.fullmatch(cell):
                raise self._fault(line, *_reason(cell))
        return [int(cell) for cell in cells]

    def _row(self, line: int, numbers: list[int]) -> None:
        numbers = self._without_total(line, numbers)
        extra = len(numbers) - self.width - 1
        if extra not in (0, 1):
            raise self._fault(
                line,
                f"{len(numbers)} angka; satu baris berisi nomor responden dan {self.width} skor",
                "Lengkapi atau hapus baris itu",
            )
        nomor, skor = numbers[extra], tuple(numbers[extra + 1 :])
        for place, score in enumerate(skor, start=1):
            if not 1 <= score <= 4:  # noqa: PLR2004 - the scale of the form
                what = f"skor ke-{place} bernilai {score}"
                raise self._fault(line, what, "Skor hanya 1, 2, 3, atau 4")
        known = self.rows.get(nomor)
        if extra:
            self._stray(line, numbers[0], nomor)
        else:
            self.offset = None
        self._tell_skipped()
        self._keep(Responden(line, nomor, skor), known)

    def _without_total(self, line: int, numbers: list[int]) -> list[int]:
        """A last column that holds the row's own sum is checked and left out."""
        scores = numbers[-self.width - 1 : -1]
        if len(numbers) < self.width + 2 or numbers[-1] < self.width:
            return numbers
        if numbers[-1] != sum(scores):
            what = f"angka terakhir {numbers[-1]}, bukan jumlah skornya ({sum(scores)})"
            raise self._fault(line, what, "Perbaiki baris itu")
        return numbers[:-1]

    def _stray(self, line: int, stray: int, nomor: int) -> None:
        """Two numbers before the scores: only a series that goes on tells which one counts."""
        goes_on = nomor in self.rows or nomor == (self.last or 0) + 1
        if not goes_on and stray - nomor != self.offset:
            raise self._fault(
                line,
                f"dua nomor di depan skor ({stray} dan {nomor}), dan {nomor} tidak melanjutkan"
                f" nomor sebelumnya ({self.last or 'belum ada'})",
                "Hapus nomor yang bukan nomor responden",
            )
        self.offset = stray - nomor
        self.log.append(Bersih(line, f"nomor liar {stray} di depan responden {nomor} dibuang"))

    def _keep(self, row: Responden, known: Responden | None) -> None:
        self.last = row.nomor
        if known is None:
            self.rows[row.nomor] = row
            self.sums = [sum(pair) for pair in zip(self.sums, row.skor, strict=True)]
        elif known.skor == row.skor:
            what = f"responden {row.nomor} sama dengan baris {known.line}: ulangan, dibuang"
            self.log.append(Bersih(row.line, what))
        else:
            raise self._fault(
                row.line,
                f"responden {row.nomor} sudah ada di baris {known.line} dengan skor lain"
                f" ({_spaced(known.skor)} dan {_spaced(row.skor)})",
                "Betulkan nomor atau skornya",
            )
        if len(self.rows) > ROWS_MOST:
            raise self._fault(row.line, f"lebih dari {ROWS_MOST} responden", "Bagi berkasnya")

    def _tell_skipped(self) -> None:
        self.log += self.skipped
        self.skipped = []

    def result(self) -> Matriks:
        if not self.rows:
            raise FileError(
                self.file,
                "seluruh berkas",
                "tabel responden tidak ditemukan",
                f"Tiap baris: nomor responden lalu {self.width} skor 1-4",
            )
        log = [*self.log, *self._gaps()]
        return Matriks(
            tuple(self.rows.values()),
            tuple(sorted(log, key=lambda one: one.line)),
            self.header,
        )

    def _gaps(self) -> Iterator[Bersih]:
        before = 0
        for nomor in sorted(self.rows):
            if nomor > before + 1:
                missing = f"{before + 1}" if nomor == before + 2 else f"{before + 1}–{nomor - 1}"
                yield Bersih(self.rows[nomor].line, f"nomor responden {missing} tidak ada")
            before = nomor

    def _fault(self, line: int, what: str, remedy: str) -> FileError:
        return FileError(self.file, f"baris {line}", what, remedy)


def _stripped(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells around; one in the middle stays, for it is a missing score."""
    full = [at for at, cell in enumerate(cells) if cell.strip()]
    return tuple(cell.strip() for cell in cells[full[0] : full[-1] + 1]) if full else ()


def _reason(cell: str) -> tuple[str, str]:
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


def _spaced(skor: tuple[int, ...]) -> str:
    return " ".join(str(one) for one in skor)
