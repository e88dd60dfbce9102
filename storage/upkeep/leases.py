"""Leases of living processes: the holder of one alone polls a bot, for instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update

from core.ports.upkeep import Lease
from storage.database.inserts import insert
from storage.tables.processes import lease_table

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.session import ReadSession, WriteSession


def take_lease(session: WriteSession, row: Lease, dead_before: datetime) -> Lease:
    """Take or renew a lease; return the row as it stands then.

    The row is another holder's while that one lives. A holder last seen before `dead_before` (UTC)
    counts as dead.
    """
    values = {"holder": row.holder, "process": row.process, "seen_at": row.seen_at}
    free = or_(
        lease_table.c.holder.in_(("", row.holder)),
        lease_table.c.seen_at < dead_before,
    )
    taken = insert(lease_table, session.dialect).values(name=row.name, **values)
    session.conn.execute(
        taken.on_conflict_do_update(index_elements=lease_table.primary_key, set_=values, where=free)
    )
    return lease_of(session, row.name) or row


def drop_lease(session: WriteSession, row: Lease) -> None:
    """Give a lease back if it is ours; the moment it was last seen stays."""
    mine = (lease_table.c.name == row.name, lease_table.c.holder == row.holder)
    session.conn.execute(update(lease_table).where(*mine).values(holder=""))


def lease_of(session: ReadSession, name: str) -> Lease | None:
    row = session.conn.execute(
        select(*lease_table.c).where(lease_table.c.name == name)
    ).one_or_none()
    return None if row is None else Lease(row.name, row.holder, row.process, row.seen_at)
