"""The ranking of unsur that an RTL is proposed from, and the effect on an unsur afterwards.

The desk's files `rtl/new_item.py` and `rtl/effect.py` tell both.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from core.ikm.sample_size import beyond_chance

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from core.ikm.index import Ikm, NilaiUnsur
    from core.ikm.sums import Rekap
    from core.office.questionnaire import Questionnaire

TWO = 2  # one respondent has no spread


@dataclass(frozen=True, slots=True)
class RankedUnsur:
    """One unsur in the ranking."""

    rank: int  # 1 is the lowest; those that tie share it
    unsur: NilaiUnsur
    tied: tuple[NilaiUnsur, ...] = ()  # the others of exactly the same NRR


def propose(ikm: Ikm) -> tuple[RankedUnsur, ...]:
    """Return all unsur, the lowest first.

    The exact NRR ranks them: two unsur that only print alike do not tie.
    """
    found: list[RankedUnsur] = []
    for level in ikm.ranking():
        rank = len(found) + 1
        found += [
            RankedUnsur(rank, one, tuple(other for other in level if other is not one))
            for one in level
        ]
    return tuple(found)


def passed_over(ikm: Ikm, chosen: str, planned: Collection[str] = ()) -> tuple[NilaiUnsur, ...]:
    """Return the unsur lower than the chosen one that are in no plan yet (`planned`, keys).

    A choice that passes any of them over needs a written reason.
    """
    nrr = next((one.nrr for one in ikm.unsur if one.key == chosen), None)
    if nrr is None:
        return ()
    lower = [one for level in ikm.ranking() for one in level if one.nrr < nrr]
    return tuple(one for one in lower if one.key not in planned)


@dataclass(frozen=True, slots=True)
class UnsurMove:
    """An unsur before and after its RTL."""

    unsur: str  # key
    before: Fraction  # NRR, 1-4
    after: Fraction
    n: tuple[int, int]  # answers before and after
    significant: bool | None  # larger than chance (5 %)? None: one side has no spread to tell by

    @property
    def difference(self) -> Fraction:
        return self.after - self.before


def moved(
    unsur: str, before: Sequence[Rekap], after: Sequence[Rekap], survey: Questionnaire
) -> UnsurMove | None:
    """Compare the NRR of an unsur (its key) in two sets of sums, taken as of different people.

    None: one side has no answers, or no question feeds the unsur.
    """
    keys = [one.key for one in survey.questions if one.unsur == unsur]
    sides = [_nrr(keys, rekap) for rekap in (before, after)]
    if not keys or not all(n for n, _, _ in sides):
        return None
    (n, one, spread), (m, other, more) = sides
    significant = beyond_chance(other - one, spread, more, fewest=min(n, m))
    return UnsurMove(unsur, one, other, (n, m), significant)


def _nrr(keys: Sequence[str], rekap: Sequence[Rekap]) -> tuple[int, Fraction, Fraction | None]:
    """The answers n, the NRR, and the square of its standard error (None under 2 answers).

    Sums cannot tell how two questions of one unsur go together. The mean of their variances is
    the largest that the variance of their mean can be, so no chance is called a change.
    """
    n = sum(one.n for one in rekap)
    if not n or not keys:
        return n, Fraction(), None
    rows = [one for one in rekap if one.n]
    sums = [
        (sum(r.nilai[key].s1 for r in rows), sum(r.nilai[key].s2 for r in rows)) for key in keys
    ]
    nrr = Fraction(sum(s1 for s1, _ in sums), n * len(keys))
    if n < TWO:
        return n, nrr, None
    variance = sum((s2 - Fraction(s1 * s1, n)) / (n - 1) for s1, s2 in sums) / len(keys)
    return n, nrr, Fraction(variance) / n
