"""File locks by which `SqlStore.alone` learns whether another process of this database lives."""

from __future__ import annotations

import fcntl
from contextlib import suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def only_one(database: Path, what: str) -> IO[bytes] | None:
    """Take the lock file `what` beside the database; None while another process holds it.

    The lock lasts as long as the returned file is open. The system frees it even at a SIGKILL, so
    the process that gets it knows that no other one is alive (flock(2)).
    """
    lock = database.with_name(f"{database.name}-{what}").open("ab")
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return lock
    lock.close()
    return None
