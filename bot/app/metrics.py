"""Figures for /metrics: counts of this process, and rows of its store. Nothing of a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.config.prices import billed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.app.assembly import Assembly


def metrics(house: Assembly, *others: Callable[[], Mapping[str, float]]) -> Mapping[str, float]:
    """Of writer, dispatcher and store, with what `others` of this process count."""
    counts = house.writer.counts
    found = {f"writer_{name}": float(getattr(counts, name)) for name in counts.__slots__}
    found |= {f"deliver_{name}": float(n) for name, n in house.dispatcher.counts.items()}
    with house.store.read() as reader:
        rows, ticks = reader.upkeep.counts(), reader.upkeep.job_runs()
        bills = reader.outbox.costs(f"{datetime.now(UTC):%Y-%m}")
    # The clock may live in another process: what it wrote down is told here too.
    for one in ticks:
        found[f"clock_{one.job}_last"] = one.last_at.timestamp()
        found[f"clock_{one.job}_next"] = one.next_at.timestamp()
    found |= billed(bills)
    for more in others:
        found |= more()
    return found | {f"rows_{name.replace('.', '_')}": float(n) for name, n in rows.items()}
