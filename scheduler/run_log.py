"""The log of job runs: each run of a job is kept in the store, so that `skm doctor` can tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ports.upkeep import JobRun

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from core.ports.channel import Writer
    from scheduler.clock import Job


def noting(writer: Writer) -> Callable[[Job, Mapping[str, int] | None], Awaitable[None]]:
    """Return the `note` of a `Clock`: it writes each run through the writer."""

    async def note(job: Job, did: Mapping[str, int] | None) -> None:
        if job.last is None:
            return
        due = job.next or job.last + job.every
        # The encoder (orjson) refuses a key of a subclass of str, as SQLAlchemy's table names are.
        counts = {str(name): count for name, count in (did or {}).items()}
        row = JobRun(job.name, job.last, due, did is not None, counts)
        await writer.run(lambda tx: tx.upkeep.log_run(row))

    return note
