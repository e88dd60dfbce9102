"""An INSERT that knows ON CONFLICT in both dialects, and random ids for new rows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy import Table


def insert(table: Table[Any], dialect: str) -> sqlite.Insert:
    """Begin an INSERT that knows ON CONFLICT.

    SQLite and PostgreSQL spell it alike; the type is SQLite's.
    """
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - loaded where it is used

        return postgresql.insert(table)  # type: ignore[return-value]
    return sqlite.insert(table)


def fresh_id() -> bytes:
    return os.urandom(16)
