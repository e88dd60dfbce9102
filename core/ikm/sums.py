"""Integer sums of answers (`Rekap`), and the difference between two of them.

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
    """Integer sums of one question: Σ and Σ² of its scores."""

    s1: int  # sum of the scores
    s2: int  # sum of the squared scores


@dataclass(frozen=True, slots=True)
class Rekap:
    """Integer sums over n responses of one snapshot; t is a respondent's Σ weight x score.

    The weights are the integers of `Questionnaire.integer_weights`.
    """

    snapshot: str
    n: int
    nilai: Mapping[str, ScoreSums]  # by question key
    t1: int  # Σ t
    t2: int  # Σ t²


NONE = ScoreSums(0, 0)


def difference(before: Sequence[Rekap], now: Sequence[Rekap]) -> list[Rekap]:
    """Return the sums of the answers that came between two readings, one for each snapshot.

    The list is empty where any answers were taken away in between.
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
