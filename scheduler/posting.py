"""The common way of the jobs that write to people or close periods: `write_if_due`, and `Terms`.

The look blocks on the database, so it runs in a thread; the write goes through the one writer of
the process.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from core.office.agency import Agency
    from core.ports.channel import Writer
    from core.ports.store import Reader, Store, Tx

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Terms:
    """The agency and the days off that jobs go by.

    Both are functions, so that each look takes the agency that is in force then: the office may
    change its document while the process runs.
    """

    agency: Callable[[], Agency]
    holidays: Callable[[int], frozenset[date]]  # by year; the agency's calendar adds its own


async def write_if_due(
    writer: Writer,
    store: Store,
    now: datetime,
    due: Callable[[Reader], Sequence[Row]],
    write: Callable[[Tx, Sequence[Row], datetime], Mapping[str, int]],
) -> Mapping[str, int]:
    """Call `due` over a reader and, when it found rows, `write` in a transaction.

    Return the counts of `write`, by a name of the job's own ({"reminded": 3}), under which the log
    and /metrics tell them; {} when nothing was due. `write` must skip the rows that another
    scheduler wrote in between. Raises StoreDown.
    """

    def look() -> Sequence[Row]:
        with store.read() as reader:
            return due(reader)

    rows = await asyncio.to_thread(look)
    return await writer.run(lambda tx: write(tx, rows, now)) if rows else {}
