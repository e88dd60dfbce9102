"""File locks that tell whether another living process of this database does something."""

from __future__ import annotations

import fcntl
from contextlib import suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


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
