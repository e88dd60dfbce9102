"""`Clock` and `Job`: the clock calls every job at its interval, and the job looks for due work.

`bot.app.wiring` makes the clock out of the jobs in `scheduler/jobs/`. APScheduler 3 keeps the
intervals in memory; a missed or doubled tick is harmless, because no job remembers anything.
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
    """One job of the clock, and the counts of its runs since the process began."""

    name: str  # as /metrics, the log and `skm doctor` tell it
    every: timedelta
    # Takes the time (UTC) and returns counts of the rows that it wrote, by name.
    run: Callable[[datetime], Awaitable[Mapping[str, int]]]
    runs: int = 0
    failures: int = 0
    last: datetime | None = None
    done: dict[str, int] = field(default_factory=dict)  # the sum of all counts
    next: datetime | None = None


class Clock:
    """The part of the app that runs the jobs: each once at the start, and then at its interval.

    `note` is called after each run with its counts, or with None when the job failed.
    """

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
        """Start APScheduler in the running event loop; every job runs at once."""
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
        """Stop the intervals; a job that runs is not waited for."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)

    async def tick(self, job: Job) -> None:
        """Run a job once. A failure is counted and logged; the next tick tries again."""
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
        """Hand a run to `note`; `did` None: it failed."""
        if self._note is None:
            return
        try:
            await self._note(job, did)
        except Exception as error:  # noqa: BLE001 - as above
            log.warning("clock.not_noted", extra={"job": job.name, "fault": type(error).__name__})

    def counts(self) -> dict[str, float]:
        """Return figures for /metrics by name; times are seconds since 1970 (0: never)."""
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
