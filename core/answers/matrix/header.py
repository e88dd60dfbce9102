"""The judgement on a table's head: whether it proves the order of the columns.

`finder` asks `judge` of every line and keeps the heads over the rows in `HeadersSeen`. The order
matters because the form asks questions 8 and 9 in another order than the unsur U8 and U9
(docs/counting.md, section 8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

# Proof (U1 … U9); any other head; the unsur in another order; the unsur's names in their order.
HeaderMatch = Literal["bukti", "lain", "kacau", "cocok"]

ENOUGH = 5  # recognised columns that make a line a head
BESIDE = 5  # words beside the columns, where blanks cut the line: more words are prose
OFFICIAL = 9  # unsur of PermenPANRB 14/2017
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

    line: int = 0  # of the last head that is no "cocok"
    kind: HeaderMatch | None = None  # of that head
    proof: int | None = None  # line of the first head "bukti" with rows under it
    names: int | None = None  # line of a head that names the unsur in their order
    named: int | None = None  # the first such line with rows under it
    doubted: bool = False  # some rows stand under a head that does not tell

    def see(self, line: int, kind: HeaderMatch | None) -> None:
        """Note a head on a line; None: the last head belongs to another table."""
        self.names = line if kind == "cocok" else None
        if kind != "cocok":
            self.line, self.kind = line, kind

    def cover(self) -> bool:
        """Count the last heads for a row under them; False when they name another order."""
        if self.kind == "bukti":
            self.proof = self.proof or self.line
        self.named = self.named or self.names
        self.doubted = self.doubted or self.kind == "lain"
        return self.kind != "kacau"

    def proven(self) -> int | None:
        """Return the line of the head that proves the order.

        None: there is none, or some rows stand under a head that does not tell.
        """
        return None if self.doubted else self.proof


def judge(cells: tuple[str, ...], width: int, *, table: bool) -> HeaderMatch | None:
    """Return the kind of head that a line is; None: it is no head.

    `width` is the number of questions; `table`: the line was cut by marks, not by blanks.
    """
    if cells[0].isdecimal():
        return None
    codes = [int(code[1]) for cell in cells if (code := UNSUR.fullmatch(cell))]
    if len(codes) >= ENOUGH and (table or len(cells) - len(codes) <= BESIDE):
        return _of_codes(codes, width)
    names = _named(cells) if width == OFFICIAL else []
    if len(names) >= ENOUGH and (table or len(cells) <= width + BESIDE):
        return _of_names(names, width)
    return "lain" if _other(cells, width, table=table) else None


def _of_codes(codes: list[int], width: int) -> HeaderMatch:
    if codes == list(range(1, width + 1)):
        return "bukti"
    return "lain" if _rises(codes) else "kacau"


def _of_names(names: list[int], width: int) -> HeaderMatch:
    if names == list(range(width)):
        return "cocok"
    return "lain" if _rises(names) else "kacau"


def _rises(places: list[int]) -> bool:
    return all(one < two for one, two in pairwise(places))


def _named(cells: tuple[str, ...]) -> list[int]:
    """Return the places of the unsur that the cells name.

    `Sarana Prasarana` in two cells is one.
    """
    found: list[int] = []
    for cell in cells:
        place = next((at for at, name in enumerate(NAMES) if re.search(name, cell.casefold())), -1)
        if place >= 0 and found[-1:] != [place]:
            found.append(place)
    return found


def _other(cells: tuple[str, ...], width: int, *, table: bool) -> bool:
    if table:
        return sum(LETTER.search(cell) is not None for cell in cells) >= width
    codes = sum(CODE.fullmatch(cell) is not None for cell in cells)
    return codes >= ENOUGH and len(cells) - codes <= BESIDE
