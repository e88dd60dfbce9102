"""Ending the leases of a sender that was killed: `SqlStore.inherit` calls it at start.

Without it the next sender would wait until those leases run out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from storage.outbox.statements import OPEN
from storage.tables.messaging import outbox_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def end_leases(conn: Connection, now: datetime) -> None:
    """End all living leases now.

    The holder stays in the row: it tells `claim` that the message has perhaps been sent.
    """
    leased = (OPEN, outbox_table.c.holder.is_not(None), outbox_table.c.leased_until > now)
    conn.execute(update(outbox_table).where(*leased).values(leased_until=now))
