"""Integer sums of answers, and the difference between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ScoreSums:
    """Integer sums of one question: Σ and Σ² of its scores."""

    s1: int
    s2: int


@dataclass(frozen=True, slots=True)
class Rekap:
    """Integer sums over n responses of one snapshot. t = Σ weight x score of a respondent."""

    snapshot: str
    n: int
    nilai: Mapping[str, ScoreSums]  # by question key
    t1: int
    t2: int
