"""The clock's own book: when each job ran, when it runs next, and what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.ports.upkeep import JobRun
from storage.database.codec import dumps, loads
from storage.database.inserts import insert
from storage.tables.processes import detak

if TYPE_CHECKING:
    from storage.database.session import ReadSession, WriteSession


def log_run(session: WriteSession, row: JobRun) -> None:
    """Note a job's last run; of two clocks the later one is kept."""
    values = {
        "terakhir": row.terakhir,
        "berikut": row.berikut,
        "berhasil": row.berhasil,
        "hitungan": dumps(dict(row.hitungan)).decode(),
    }
    made = insert(detak, session.dialect).values(tugas=row.tugas, **values)
    session.conn.execute(
        made.on_conflict_do_update(
            index_elements=["tugas"], set_=values, where=detak.c.terakhir <= row.terakhir
        )
    )


def job_runs(session: ReadSession) -> list[JobRun]:
    return [
        JobRun(row.tugas, row.terakhir, row.berikut, row.berhasil, loads(row.hitungan))
        for row in session.conn.execute(select(*detak.c).order_by(detak.c.tugas))
    ]
