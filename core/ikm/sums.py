"""Integer sums of answers (`Rekap`), and the answers that came between two readings of them.

The store returns one `Rekap` for each snapshot (`storage/results/sums.py`); `core/ikm/index.py`
computes from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class ScoreSums:
    """Integer sums of one question: Σ and Σ² of its scores (1 to 4)."""

    s1: int  # sum of the scores
    s2: int  # sum of the squared scores


@dataclass(frozen=True, slots=True)
class Rekap:
    """Integer sums over n responses of one questionnaire: all that an index is computed from.

    t (total) is one respondent's Σ weight x score, with the integers of
    `Questionnaire.integer_weights`. Means need the sums; the squares are for the spread, from which
    the confidence interval and the tests of a change follow.
    """

    snapshot: str  # hash of the questionnaire
    n: int
    nilai: Mapping[str, ScoreSums]  # by question key; empty where only the totals were asked for
    t1: int  # Σ t
    t2: int  # Σ t²


NONE = ScoreSums(0, 0)


def difference(before: Sequence[Rekap], now: Sequence[Rekap]) -> list[Rekap]:
    """Return the sums of the answers that came between two readings, one for each snapshot.

    The list is empty where answers were seen to be taken away: a snapshot is missing now, or has
    fewer answers than before. An answer that was taken away while as many came is not noticed. The
    weekly summary, which asks for the difference, tells none of these sums: it only judges by them
    whether the change between two told indices is significant (`bot/desk/staff/summary`).
    """
    old = {one.snapshot: one for one in before}
    found = []
    for one in now:
        was = old.pop(one.snapshot, Rekap(one.snapshot, 0, {}, 0, 0))
        nilai = {key: _less(sums, was.nilai.get(key, NONE)) for key, sums in one.nilai.items()}
        found.append(Rekap(one.snapshot, one.n - was.n, nilai, one.t1 - was.t1, one.t2 - was.t2))
    fewer = any(one.n < 0 for one in found) or bool(old)
    return [] if fewer else [one for one in found if one.n]


def _less(now: ScoreSums, then: ScoreSums) -> ScoreSums:
    return ScoreSums(now.s1 - then.s1, now.s2 - then.s2)
