"""The clock's log: the last run of each job, its next run, and its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.ports.upkeep import JobRun
from storage.database.codec import dumps, loads
from storage.database.inserts import insert
from storage.tables.processes import job_run_table

if TYPE_CHECKING:
    from storage.database.session import ReadSession, WriteSession


def log_run(session: WriteSession, row: JobRun) -> None:
    """Note a job's last run; of two clocks the later run is kept."""
    values = {
        "last_at": row.last_at,
        "next_at": row.next_at,
        "succeeded": row.succeeded,
        "counts": dumps(dict(row.counts)).decode(),
    }
    made = insert(job_run_table, session.dialect).values(job=row.job, **values)
    session.conn.execute(
        made.on_conflict_do_update(
            index_elements=job_run_table.primary_key,
            set_=values,
            where=job_run_table.c.last_at <= row.last_at,
        )
    )


def job_runs(session: ReadSession) -> list[JobRun]:
    """Return the last run of every job that ever ran, by the job's name."""
    return [
        JobRun(row.job, row.last_at, row.next_at, row.succeeded, loads(row.counts))
        for row in session.conn.execute(select(*job_run_table.c).order_by(job_run_table.c.job))
    ]
