"""How many of the recorded visits were answered: told in steps, and never of a handful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STEP = 5  # visits and answers are told by fives, so that one more answer is never seen to come
ROUND = 10  # and their share by tens of a percent


@dataclass(frozen=True, slots=True)
class Cakupan:
    """The share of one loket, or of one hour slot in it. None: too few to tell."""

    persen: int | None
    lebih: bool = False  # more answers than visits: not all visits were recorded


@dataclass(frozen=True, slots=True)
class LoketCoverage:
    kode: str  # "" where no loket was named
    semua: Cakupan
    slot: tuple[tuple[str, Cakupan], ...]


def share(visits: int, answers: int) -> Cakupan:
    dikunjungi, dijawab = visits // STEP * STEP, answers // STEP * STEP
    if not dikunjungi or not dijawab:
        return Cakupan(None)
    if dijawab > dikunjungi:
        return Cakupan(None, lebih=True)
    tens = (200 * dijawab + ROUND * dikunjungi) // (2 * ROUND * dikunjungi)  # half up
    return Cakupan(tens * ROUND)


def whole(rows: Iterable[tuple[str, str, int, int]]) -> Cakupan:
    found = list(rows)
    return share(sum(row[2] for row in found), sum(row[3] for row in found))


def by_loket(rows: Iterable[tuple[str, str, int, int]]) -> list[LoketCoverage]:
    """The lokets in the order of their codes, each with the slots in which there were visits."""
    every = sorted(rows)
    kodes = dict.fromkeys(row[0] for row in every)
    return [_loket(kode, [row for row in every if row[0] == kode]) for kode in kodes]


def _loket(kode: str, rows: list[tuple[str, str, int, int]]) -> LoketCoverage:
    slots = tuple((slot, share(visits, answers)) for _, slot, visits, answers in rows if visits)
    return LoketCoverage(kode, whole(rows), slots)
