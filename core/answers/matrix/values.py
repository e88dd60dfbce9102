"""Values of a respondent matrix: its lines, its rows, the meaning of its columns, and its sums.

`finder` makes them; `skm import`, `skm verify` and the answer sheet read them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.ikm.sums import Rekap, ScoreSums

if TYPE_CHECKING:
    from core.office.questionnaire import Questionnaire

Order = Literal["unsur", "form"]  # of the columns: as the unsur are numbered, or as the form asks
ORDERS: tuple[Order, ...] = ("unsur", "form")


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of the file, cut into its cells."""

    line: int  # from 1
    cells: tuple[str, ...]
    table: bool = False  # cut by a mark that keeps empty cells visible, not by blanks


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One respondent: the line it stood on, the respondent's number, and the scores 1-4."""

    line: int
    number: int
    scores: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CleaningNote:
    """A note on one cleaned line, in Indonesian."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class ScoreMatrix:
    """The matrix of a file, each respondent once, and the notes on its cleaning."""

    rows: tuple[MatrixRow, ...]
    cleaning: tuple[CleaningNote, ...]
    header: int | None  # line of the head U1 … U9, which proves the order of the unsur
    named: int | None = None  # line of the head that names the unsur in their order


def columns(survey: Questionnaire, order: Order) -> tuple[str, ...]:
    """Return the question key of each column: as the unsur are listed, or as the form asks."""
    if order == "form":
        return tuple(one.key for one in survey.questions)
    return tuple(
        asked.key for one in survey.unsur for asked in survey.questions if asked.unsur == one.key
    )


def scores(rows: Sequence[MatrixRow], keys: Sequence[str]) -> list[dict[str, int]]:
    """Return the rows as scores by question key."""
    return [dict(zip(keys, row.scores, strict=True)) for row in rows]


def rekap(nilai: Sequence[dict[str, int]], survey: Questionnaire) -> Rekap:
    """Return the sums of complete answers (question key -> score), as the store would keep them."""
    weights = survey.integer_weights()
    totals = [sum(weights[key] * score for key, score in one.items()) for one in nilai]
    return Rekap(
        snapshot=survey.snapshot,
        n=len(nilai),
        nilai={
            key: ScoreSums(sum(one[key] for one in nilai), sum(one[key] ** 2 for one in nilai))
            for key in weights
        },
        t1=sum(totals),
        t2=sum(total * total for total in totals),
    )
