"""The line between errors that mean "database down, try later" and faults of our own."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import exc

from core.errors import StoreDown

if TYPE_CHECKING:
    from collections.abc import Iterator

# Primary result codes of SQLite (https://sqlite.org/rescode.html) that waiting, space or a
# repair can mend. SQLITE_ERROR is not among them: no waiting mends a wrong statement.
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
    """Tell whether an error means that the database cannot be used now."""
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
    """Raise StoreDown in the place of an error that `is_down`; let other errors pass."""
    try:
        yield
    except exc.SQLAlchemyError as error:
        if is_down(error):
            raise StoreDown(str(getattr(error, "orig", error))) from error
        raise
