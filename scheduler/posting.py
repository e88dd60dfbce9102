"""What every post of the clock does: look by a reader, write what is due through the writer."""

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
    """By whose calendar the clock goes; asked anew at each look."""

    agency: Callable[[], Agency]
    holidays: Callable[[int], frozenset[date]]


async def post(
    writer: Writer,
    store: Store,
    now: datetime,
    due: Callable[[Reader], Sequence[Row]],
    write: Callable[[Tx, Sequence[Row], datetime], Mapping[str, int]],
) -> Mapping[str, int]:
    """`write` sees what another scheduler wrote meanwhile, and leaves that out."""

    def look() -> Sequence[Row]:
        with store.read() as reader:
            return due(reader)

    rows = await asyncio.to_thread(look)
    return await writer.run(lambda tx: write(tx, rows, now)) if rows else {}
