"""The clock's own book: when each job ran, when it runs next, and what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.ports.follow_up import JobRun
from storage.database.codec import dumps, loads
from storage.database.part import Work, insert
from storage.tables.processes import detak

if TYPE_CHECKING:
    from sqlalchemy import Connection


class ClockBook(Work):
    def tick(self, row: JobRun) -> None:
        """Note a job's last run; of two clocks the later one is kept."""
        values = {
            "terakhir": row.terakhir,
            "berikut": row.berikut,
            "berhasil": row.berhasil,
            "hitungan": dumps(dict(row.hitungan)).decode(),
        }
        made = insert(detak, self.dialect).values(tugas=row.tugas, **values)
        self.conn.execute(
            made.on_conflict_do_update(
                index_elements=["tugas"], set_=values, where=detak.c.terakhir <= row.terakhir
            )
        )


def ticks(conn: Connection) -> list[JobRun]:
    return [
        JobRun(row.tugas, row.terakhir, row.berikut, row.berhasil, loads(row.hitungan))
        for row in conn.execute(select(*detak.c).order_by(detak.c.tugas))
    ]
