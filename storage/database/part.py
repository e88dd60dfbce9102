"""What every part of a write transaction shares: connection, vault, and the dialect's insert."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import sqlite

from storage.database.fast_sql import run_many

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import timedelta

    from sqlalchemy import ClauseElement, Connection, Table

    from storage.database.crypto import Vault


def insert(table: Table[Any], dialect: str) -> sqlite.Insert:
    """An INSERT that knows ON CONFLICT. Both dialects spell it alike; the type is SQLite's."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - loaded where it is used

        return postgresql.insert(table)  # type: ignore[return-value]
    return sqlite.insert(table)


def fresh_id() -> bytes:
    return os.urandom(16)


class Work:
    """One open write transaction, as its parts see it."""

    def __init__(
        self,
        conn: Connection,
        vault: Vault,
        mailbox: frozenset[str] = frozenset(),
        windows: Mapping[str, timedelta] = MappingProxyType({}),
    ) -> None:
        self.conn, self.vault, self.mailbox, self.windows = conn, vault, mailbox, windows
        self.dialect = conn.dialect.name
        self.erased = False  # something must leave the write-ahead log too

    def run(self, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]) -> None:
        """A standing statement for each of these rows, or nothing when there are none."""
        if rows:
            run_many(self.conn, statement, rows)

    def flush(self) -> None:
        """Write what a group has collected so far; `Turns` knows how."""

    def hushed(self, rows: Collection[int], places: Collection[bytes]) -> None:
        """Hear that these rows were dropped; after the last reply these addresses are silent."""

    def forgotten(self, orang: Collection[bytes], places: Collection[bytes]) -> None:
        """Hear that these rows were erased; `Turns` drops what it holds of them."""
