"""Shares in percent that tell nothing of fewer than five people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from core.results.small_numbers import LEAST

if TYPE_CHECKING:
    from collections.abc import Mapping


def shares(counts: Mapping[str, int]) -> list[tuple[str | None, int]]:
    """Shares in whole percent, the largest first; groups of fewer than five are merged.

    (name, percent) pairs; the name None stands for the merged rest. The rest takes in the next
    larger group while it is under five itself, because it could be worked back otherwise.
    """
    total, rest = sum(counts.values()), 0
    kept = Counter({one: n for one, n in counts.items() if n}).most_common()
    while kept and (kept[-1][1] < LEAST or 0 < rest < LEAST):
        rest += kept.pop()[1]
    told: list[tuple[str | None, int]] = [(one, n) for one, n in kept]
    if rest:
        told.append((None, rest))
    return [(one, _percent(n, total)) for one, n in told]


def _percent(n: int, total: int) -> int:
    return (200 * n + total) // (2 * total)  # half up, whole percents
