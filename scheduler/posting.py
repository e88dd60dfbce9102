"""`post`, the common way of the jobs: look by a reader in a thread, write through the writer."""

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
    """The agency and the days off that jobs go by; each look asks for them anew."""

    agency: Callable[[], Agency]
    holidays: Callable[[int], frozenset[date]]  # of a year


async def post(
    writer: Writer,
    store: Store,
    now: datetime,
    due: Callable[[Reader], Sequence[Row]],
    write: Callable[[Tx, Sequence[Row], datetime], Mapping[str, int]],
) -> Mapping[str, int]:
    """Call `due` over a reader and, when it found rows, `write` in a transaction; its counts.

    `write` must skip the rows that another scheduler wrote in between. Raises StoreDown.
    """

    def look() -> Sequence[Row]:
        with store.read() as reader:
            return due(reader)

    rows = await asyncio.to_thread(look)
    return await writer.run(lambda tx: write(tx, rows, now)) if rows else {}
