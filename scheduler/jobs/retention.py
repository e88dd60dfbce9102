"""The job "purge": rows that have outlived their purpose are deleted every hour.

The audit trail notes each purge that deleted something.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.clock import Job

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.ports.channel import Writer
    from core.ports.store import Tx

EVERY = timedelta(hours=1)


def purging(writer: Writer) -> Job:
    """Return the job; it deletes by the dates in the rows, so its interval matters little."""

    async def run(now: datetime) -> Mapping[str, int]:
        def work(tx: Tx) -> Mapping[str, int]:
            gone = tx.upkeep.purge(now=now)
            if any(gone.values()):
                tx.staff.audit("jadwal", "purge", gone, now=now)
            return gone

        return await writer.run(work)

    return Job("purge", EVERY, run)
