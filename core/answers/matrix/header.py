"""The judgement on a table's head: whether it proves the order of the columns of the matrix.

The matrix is the table of scores in a report or a sheet: a row is a respondent, a column a
question. `finder` asks `judge` of every line of the file and keeps the heads over the rows in
`HeadersSeen`. The order matters because the form asks questions 8 and 9 in another order than the
unsur U8 and U9 (docs/counting.md, section 8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

# proof: the codes U1 … U9; in_order: the names of all unsur in their order; disordered: codes or
# names in another order; unclear: any other head. Nothing stores or shows these words.
#
# Names are no proof, for words of a free text are matched: they are enough to refuse `--order form`
# (`bot.documents.matrix_reader.refuse_contradiction`), and not to import without `--order`.
HeaderMatch = Literal["proof", "in_order", "disordered", "unclear"]

ENOUGH = 5  # recognised columns that make a line a head
# A line that was cut at blanks is prose, and no head, when more cells than these are no column's
# name: `No Nama U1 … U9` has two.
BESIDE = 5
OFFICIAL = 9  # unsur of PermenPANRB 14/2017, whose NAMES are known; of other questionnaires none
UNSUR = re.compile(r"U[ .\-]?([0-9]{1,2})", re.IGNORECASE)
# Other names of columns: a question's code, a letter, a roman number.
CODE = re.compile(r"[A-Z]{1,10}[ .\-]?[0-9]{1,2}|[A-Z]|[IVX]+", re.IGNORECASE)
LETTER = re.compile(r"[^\W\d_]")
# The nine unsur of the regulation in their order, each by a word that no other of them has.
NAMES = (
    "syarat",
    "prosedur|mekanisme|sistem",
    "waktu",
    "biaya|tarif",
    "produk|spesifikasi",
    "kompetensi|kemampuan",
    "perilaku|sikap",
    "pengaduan|aduan",
    "sarpras|sarana",
)


@dataclass(slots=True)
class HeadersSeen:
    """The heads that stand over the rows of the matrix, without those of other tables."""

    line: int = 0  # of the last head that is not "in_order"
    kind: HeaderMatch | None = None  # of that head; None: no head stands over the next row
    proof: int | None = None  # line of the first head "proof" with rows under it
    names: int | None = None  # line of the last head, if it is "in_order"
    named: int | None = None  # line of the first head "in_order" with rows under it
    doubted: bool = False  # some rows stand under a head that is "unclear"

    def see(self, line: int, kind: HeaderMatch) -> None:
        """Note a head on a line. Names under the codes are a second line of the same head."""
        self.names = line if kind == "in_order" else None
        if kind != "in_order":
            self.line, self.kind = line, kind

    def leave_table(self) -> None:
        """Forget the last heads: they belong to another table than the rows that follow."""
        self.line, self.kind, self.names = 0, None, None

    def note_row(self) -> bool:
        """Count the last heads for a row under them; False when they name another order."""
        if self.kind == "proof":
            self.proof = self.proof or self.line
        self.named = self.named or self.names
        self.doubted = self.doubted or self.kind == "unclear"
        return self.kind != "disordered"

    def proven(self) -> int | None:
        """Return the line of the head that proves the order.

        None: there is none, or some rows stand under a head that is "unclear".
        """
        return None if self.doubted else self.proof


def judge(cells: tuple[str, ...], width: int, *, table: bool) -> HeaderMatch | None:
    """Return the kind of head that a line is; None: it is no head.

    `width` is the number of questions. `table`: the line was cut at tabs, strokes, commas or
    semicolons, or is of a workbook; otherwise it was cut at blanks and may be prose.
    """
    if cells[0].isdecimal():  # a row of the matrix begins with the respondent's number
        return None
    codes = [int(code[1]) for cell in cells if (code := UNSUR.fullmatch(cell))]
    if len(codes) >= ENOUGH and (table or len(cells) - len(codes) <= BESIDE):
        return _of_codes(codes, width)
    names = _named_unsur(cells) if width == OFFICIAL else []
    if len(names) >= ENOUGH and (table or len(cells) <= width + BESIDE):
        return _of_names(names, width)
    return "unclear" if _has_columns(cells, width, table=table) else None


def _of_codes(codes: list[int], width: int) -> HeaderMatch:
    if codes == list(range(1, width + 1)):
        return "proof"
    return "unclear" if _rises(codes) else "disordered"


def _of_names(names: list[int], width: int) -> HeaderMatch:
    if names == list(range(width)):
        return "in_order"
    return "unclear" if _rises(names) else "disordered"


def _rises(places: list[int]) -> bool:
    return all(one < two for one, two in pairwise(places))


def _named_unsur(cells: tuple[str, ...]) -> list[int]:
    """Return the places in NAMES of the unsur that the cells name, in the order of the cells.

    Neighbours that name one unsur count once: blanks cut `Sarana Prasarana` into two cells, and
    each of them contains the word `sarana`.
    """
    found: list[int] = []
    for cell in cells:
        place = next((at for at, name in enumerate(NAMES) if re.search(name, cell.casefold())), -1)
        if place >= 0 and found[-1:] != [place]:
            found.append(place)
    return found


def _has_columns(cells: tuple[str, ...], width: int, *, table: bool) -> bool:
    """Tell whether a line heads columns whose meaning is not known.

    In a table the cells with letters are counted; in a line that was cut at blanks, where every
    sentence has such cells, only those that look like a code.
    """
    if table:
        return sum(LETTER.search(cell) is not None for cell in cells) >= width
    codes = sum(CODE.fullmatch(cell) is not None for cell in cells)
    return codes >= ENOUGH and len(cells) - codes <= BESIDE
