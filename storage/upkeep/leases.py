"""Leases of living processes: who may do something alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update

from core.ports.upkeep import Lease
from storage.database.inserts import insert
from storage.tables.processes import sewa

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.session import ReadSession, WriteSession


def take_lease(session: WriteSession, row: Lease, dead_before: datetime) -> Lease:
    values = {"pemegang": row.pemegang, "proses": row.proses, "terlihat": row.terlihat}
    free = or_(
        sewa.c.pemegang.in_(("", row.pemegang)),
        sewa.c.terlihat < dead_before,
    )
    taken = insert(sewa, session.dialect).values(nama=row.nama, **values)
    session.conn.execute(
        taken.on_conflict_do_update(index_elements=["nama"], set_=values, where=free)
    )
    return lease_of(session, row.nama) or row


def drop_lease(session: WriteSession, row: Lease) -> None:
    mine = (sewa.c.nama == row.nama, sewa.c.pemegang == row.pemegang)
    session.conn.execute(update(sewa).where(*mine).values(pemegang=""))


def lease_of(session: ReadSession, nama: str) -> Lease | None:
    row = session.conn.execute(select(*sewa.c).where(sewa.c.nama == nama)).one_or_none()
    return None if row is None else Lease(row.nama, row.pemegang, row.proses, row.terlihat)
