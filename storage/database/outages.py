"""Which errors of a database mean "down, try later" and which are faults of ours."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import exc

from core.errors import StoreDown

if TYPE_CHECKING:
    from collections.abc import Iterator

# Primary result codes: what waiting, space or a repair can mend. SQLITE_ERROR is not among
# them: that is a wrong statement, and waiting never mends it.
DOWN = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
PRIMARY = 0xFF


def is_down(error: BaseException) -> bool:
    if isinstance(error, exc.TimeoutError):  # no connection became free
        return True
    if not isinstance(error, exc.DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & PRIMARY in DOWN
    return isinstance(error, exc.OperationalError) and not isinstance(error.orig, sqlite3.Error)


@contextmanager
def told_as_down() -> Iterator[None]:
    """Raise StoreDown for a database that cannot take or give anything now."""
    try:
        yield
    except exc.SQLAlchemyError as error:
        if is_down(error):
            raise StoreDown(str(getattr(error, "orig", error))) from error
        raise
