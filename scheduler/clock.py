"""The clock only says "look now": jobs run every so often and ask the database what is due.

APScheduler 3 in memory. A missed or doubled tick is harmless, for nothing is remembered here.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import timedelta

    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """Something to look at every so often; `run` returns counts of what it did."""

    name: str
    every: timedelta
    run: Callable[[datetime], Awaitable[Mapping[str, int]]]
    runs: int = 0
    failures: int = 0
    last: datetime | None = None
    done: dict[str, int] = field(default_factory=dict)
    next: datetime | None = None


class Clock:
    """A part of the app: starts with it, stops with it, and runs each job once at start."""

    def __init__(
        self,
        jobs: Sequence[Job],
        *,
        note: Callable[[Job, Mapping[str, int] | None], Awaitable[None]] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.jobs = tuple(jobs)
        self._now, self._note = now, note
        self._scheduler: AsyncIOScheduler | None = None

    async def start(self) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: PLC0415 - only here

        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for job in self.jobs:
            self._scheduler.add_job(
                self.tick,
                "interval",
                seconds=job.every.total_seconds(),
                args=[job],
                next_run_time=datetime.now(UTC),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,  # its default of one second would drop late ticks
            )
        self._scheduler.start()

    async def stop(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)

    async def tick(self, job: Job) -> None:
        """One look. A job that fails is tried again at its next tick, and counted."""
        job.last = self._now()
        job.next = job.last + job.every
        try:
            counts = await job.run(job.last)
        except Exception as error:  # noqa: BLE001 - a job must not end the clock
            job.failures += 1
            log.error("clock.failed", extra={"job": job.name, "fault": type(error).__name__})  # noqa: TRY400
            await self._noted(job, None)
            return
        job.runs += 1
        for name, count in counts.items():
            job.done[name] = job.done.get(name, 0) + count
        told = {name: count for name, count in counts.items() if count}
        if told:
            log.info("clock.ran", extra={"job": job.name, "did": told})
        await self._noted(job, told)

    async def _noted(self, job: Job, did: Mapping[str, int] | None) -> None:
        """For those who watch from outside; None: it failed."""
        if self._note is None:
            return
        try:
            await self._note(job, did)
        except Exception as error:  # noqa: BLE001 - as above
            log.warning("clock.not_noted", extra={"job": job.name, "fault": type(error).__name__})

    def counts(self) -> dict[str, float]:
        """For /metrics: runs and failures of each job, when it last ran, and what it did."""
        found: dict[str, float] = {}
        for job in self.jobs:
            found |= {
                f"clock_{job.name}_runs": job.runs,
                f"clock_{job.name}_failures": job.failures,
                f"clock_{job.name}_last": job.last.timestamp() if job.last else 0,
                f"clock_{job.name}_next": job.next.timestamp() if job.next else 0,
            }
            found |= {f"clock_{job.name}_{what}": count for what, count in job.done.items()}
        return found
