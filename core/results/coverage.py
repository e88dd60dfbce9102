"""How many of the recorded visits were answered: told in steps, and never of a handful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STEP = 5  # visits and answers are told by fives, so that one more answer is never seen to come
ROUND = 10  # and their share by tens of a percent


@dataclass(frozen=True, slots=True)
class CoverageShare:
    """The share of one loket, or of one hour slot in it. None: too few to tell."""

    percent: int | None
    exceeds: bool = False  # more answers than visits: not all visits were recorded


@dataclass(frozen=True, slots=True)
class LoketCoverage:
    code: str  # "" where no loket was named
    whole: CoverageShare
    slot: tuple[tuple[str, CoverageShare], ...]


def share(visits: int, answers: int) -> CoverageShare:
    visited, answered = visits // STEP * STEP, answers // STEP * STEP
    if not visited or not answered:
        return CoverageShare(None)
    if answered > visited:
        return CoverageShare(None, exceeds=True)
    tens = (200 * answered + ROUND * visited) // (2 * ROUND * visited)  # half up
    return CoverageShare(tens * ROUND)


def whole(rows: Iterable[tuple[str, str, int, int]]) -> CoverageShare:
    found = list(rows)
    return share(sum(row[2] for row in found), sum(row[3] for row in found))


def by_loket(rows: Iterable[tuple[str, str, int, int]]) -> list[LoketCoverage]:
    """The lokets in the order of their codes, each with the slots in which there were visits."""
    every = sorted(rows)
    codes = dict.fromkeys(row[0] for row in every)
    return [_loket(code, [row for row in every if row[0] == code]) for code in codes]


def _loket(code: str, rows: list[tuple[str, str, int, int]]) -> LoketCoverage:
    slots = tuple((slot, share(visits, answers)) for _, slot, visits, answers in rows if visits)
    return LoketCoverage(code, whole(rows), slots)
