"""`Clock` runs every job at its start and again, and a job that fails stops nothing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from scheduler.clock import Clock, Job
from scheduler.jobs.retention import purging


async def until(condition, within=5.0):
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.01)


def test_every_job_runs_at_start_and_again_and_one_that_fails_stops_nothing():
    async def good(now):
        return {"rows": 2}

    async def bad(now):
        raise RuntimeError("database away")

    async def main():
        clock = Clock(
            [Job("good", timedelta(seconds=0.05), good), Job("bad", timedelta(seconds=0.05), bad)]
        )
        await clock.start()
        one, other = clock.jobs
        await until(lambda: one.runs >= 2 and other.failures >= 2)
        await clock.stop()
        counts = clock.counts()
        assert counts["clock_good_rows"] == 2 * one.runs
        assert counts["clock_bad_failures"] == other.failures
        assert counts["clock_good_failures"] == counts["clock_bad_runs"] == 0

    asyncio.run(main())


def test_the_purge_deletes_by_the_clock_it_is_given():
    """Retention reads dates in rows; the job only says when it is."""
    seen, noted = [], []

    class Writer:
        """It plays the two parts of a transaction that the job asks."""

        def __init__(self):
            self.upkeep = self.staff = self

        async def run(self, work):
            return work(self)

        def purge(self, *, now):
            seen.append(now)
            return {"outbox": 3, "sekali": 0}

        def audit(self, who, what, facts, *, now):
            noted.append((who, what, facts["outbox"], now))

    now = datetime(2026, 3, 2, tzinfo=UTC)
    job = purging(Writer())
    assert asyncio.run(job.run(now)) == {"outbox": 3, "sekali": 0}
    assert seen == [now]
    assert noted == [("jadwal", "purge", 3, now)]  # that it ran stands in the trail
