"""Locks that the system frees when a process dies, so that the next one need not wait."""

from __future__ import annotations

import fcntl
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from sqlalchemy import update

from storage.outbox.statements import OPEN
from storage.tables.messaging import outbox

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection


def only_one(database: Path, what: str) -> IO[bytes] | None:
    """A lock that lives as long as this process; None while another one holds it.

    The system frees it even at a SIGKILL, so who gets it knows that nobody else is alive.
    """
    lock = database.with_name(f"{database.name}-{what}").open("ab")
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return lock
    lock.close()
    return None


def end_leases(conn: Connection, now: datetime) -> None:
    """The holder stays in the row: it tells that the message has perhaps been sent."""
    leased = (OPEN, outbox.c.pemegang.is_not(None), outbox.c.sewa_sampai > now)
    conn.execute(update(outbox).where(*leased).values(sewa_sampai=now))
