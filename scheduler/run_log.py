"""Writes down what each job of the clock did, so that `skm doctor` can tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ports.upkeep import JobRun

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from scheduler.clock import Job
    from scheduler.posting import Writes


def noting(writer: Writes) -> Callable[[Job, Mapping[str, int] | None], Awaitable[None]]:
    async def note(job: Job, did: Mapping[str, int] | None) -> None:
        if job.last is None:
            return
        due = job.next or job.last + job.every
        # A table's name is no plain str to the encoder.
        counts = {str(name): count for name, count in (did or {}).items()}
        row = JobRun(job.name, job.last, due, did is not None, counts)
        await writer.run(lambda tx: tx.upkeep.log_run(row))

    return note
