"""Retention: what has outlived its purpose is purged, every hour."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from scheduler.clock import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from core.ports import Tx

EVERY = timedelta(hours=1)
T = TypeVar("T")


class Writes(Protocol):
    """The one writer."""

    async def run(self, work: Callable[[Tx], T]) -> T: ...


def purging(writer: Writes) -> Job:
    """Deletes by the dates that the rows carry, so it matters not how often it runs."""

    async def run(now: datetime) -> Mapping[str, int]:
        return await writer.run(lambda tx: tx.purge(now=now))

    return Job("purge", EVERY, run)
