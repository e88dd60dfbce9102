"""Retention: what has outlived its purpose is purged every hour, and the trail says so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.clock import Job

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.ports.store import Tx
    from scheduler.posting import Writes

EVERY = timedelta(hours=1)


def purging(writer: Writes) -> Job:
    """Deletes by the dates that the rows carry, so it matters not how often it runs."""

    async def run(now: datetime) -> Mapping[str, int]:
        def work(tx: Tx) -> Mapping[str, int]:
            gone = tx.upkeep.purge(now=now)
            if any(gone.values()):
                tx.staff.audit("jadwal", "purge", gone, now=now)
            return gone

        return await writer.run(work)

    return Job("purge", EVERY, run)
