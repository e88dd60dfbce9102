"""The share of recorded visits that were answered, told in steps and never of a handful.

`bot.desk.staff.results.participation.coverage` tells it from `ResultsReader.coverage`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STEP = 5  # visits and answers are cut to fives, so that nobody sees one more answer arrive
ROUND = 10  # percent: the share is rounded to tens


@dataclass(frozen=True, slots=True)
class CoverageShare:
    """The answered share of the visits of one loket, or of one hour slot in it."""

    percent: int | None  # 0-100 in tens; None: too few to tell, or `exceeds`
    exceeds: bool = False  # more answers than visits: not all visits were recorded


@dataclass(frozen=True, slots=True)
class LoketCoverage:
    """One loket with its share, and the share of each hour slot."""

    code: str  # "" where no loket was named
    whole: CoverageShare
    slot: tuple[tuple[str, CoverageShare], ...]  # ("08-12", share)


def share(visits: int, answers: int) -> CoverageShare:
    """Return the share of so many answers in so many visits, rounded half up to tens."""
    visited, answered = visits // STEP * STEP, answers // STEP * STEP
    if not visited or not answered:
        return CoverageShare(None)
    if answered > visited:
        return CoverageShare(None, exceeds=True)
    tens = (200 * answered + ROUND * visited) // (2 * ROUND * visited)  # half up
    return CoverageShare(tens * ROUND)


def whole(rows: Iterable[tuple[str, str, int, int]]) -> CoverageShare:
    """Return the share over all rows (loket, slot, visits, answers)."""
    found = list(rows)
    return share(sum(row[2] for row in found), sum(row[3] for row in found))


def by_loket(rows: Iterable[tuple[str, str, int, int]]) -> list[LoketCoverage]:
    """Return the shares of rows (loket, slot, visits, answers) by loket, the codes in order."""
    every = sorted(rows)
    codes = dict.fromkeys(row[0] for row in every)
    return [_loket(code, [row for row in every if row[0] == code]) for code in codes]


def _loket(code: str, rows: list[tuple[str, str, int, int]]) -> LoketCoverage:
    slots = tuple((slot, share(visits, answers)) for _, slot, visits, answers in rows if visits)
    return LoketCoverage(code, whole(rows), slots)
