"""Counts of rows, for /metrics and the doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.tables.messaging import alamat, diterima, outbox, percakapan, petugas, terparkir
from storage.tables.rtl import berkas, grup, rtl, rtl_kegiatan
from storage.tables.survey import kabar, rekap, saran

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.database.session import ReadSession

COUNTED = (
    *(alamat, percakapan, diterima, terparkir, petugas, grup, saran, kabar),
    *(rtl, rtl_kegiatan, berkas),
)


def counts(session: ReadSession) -> Mapping[str, int]:
    """Rows by table, the outbox by state; responses as `rekap` counts them."""
    conn = session.conn
    found = {
        table.name: conn.execute(select(func.count()).select_from(table)).scalar_one()
        for table in COUNTED
    }
    states = select(outbox.c.keadaan, func.count()).group_by(outbox.c.keadaan)
    found |= {f"outbox.{state}": n for state, n in conn.execute(states)}
    found["respons"] = int(conn.execute(select(func.sum(rekap.c.n))).scalar_one() or 0)
    return found
