"""Figures for the page `/metrics`: counts of this process, and rows of its store.

They hold sums only, and nothing that leads to a person.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.config.prices import billed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.app.assembly import Assembly


def metrics(house: Assembly, *others: Callable[[], Mapping[str, float]]) -> Mapping[str, float]:
    """The counts of writer, dispatcher and store, by name; `others` add theirs.

    Reads the database, so it is called in a thread. Unit by name: `…_seconds` are seconds,
    `clock_…_last` and `clock_…_next` Unix times, `billed_rupiah` rupiah of this month in UTC, all
    others numbers of things. Raises StoreDown.
    """
    counts = house.writer.counts
    found = {f"writer_{name}": float(getattr(counts, name)) for name in counts.__slots__}
    found |= {f"deliver_{name}": float(n) for name, n in house.dispatcher.counts.items()}
    with house.store.read() as reader:
        rows, ticks = reader.upkeep.counts(), reader.upkeep.job_runs()
        bills = reader.outbox.costs(f"{datetime.now(UTC):%Y-%m}")
    # The clock may live in another process; the store has the log of its runs.
    for one in ticks:
        found[f"clock_{one.job}_last"] = one.last_at.timestamp()
        found[f"clock_{one.job}_next"] = one.next_at.timestamp()
    found |= billed(bills)
    for more in others:
        found |= more()
    return found | {f"rows_{name.replace('.', '_')}": float(n) for name, n in rows.items()}
