"""SQLAlchemy engines of the store: one writes under BEGIN IMMEDIATE, one can only read."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from core.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

BUSY_SECONDS = 10
OWNER_ONLY = 0o600
SETTINGS = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",  # temporary files would hold plain values that nobody erases
)


def read_url(url: str) -> URL:
    """Parse the address of a database of a supported kind. Raises InputError."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise InputError("SKM_DATABASE_URL tidak terbaca, contoh: sqlite:///data/skm.db") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise InputError("SKM_DATABASE_URL harus sqlite:/// atau postgresql+psycopg://")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise InputError("SKM_DATABASE_URL sqlite perlu nama berkas: sqlite:///data/skm.db")
    return parsed


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite URL; None for PostgreSQL. Raises InputError."""
    parsed = read_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database) if is_file and parsed.database else None


def writing_engine(url: str) -> Engine:
    """Make the engine of the writer; a missing SQLite file is made, readable by its owner only."""
    path = file_of(url)
    if path is None:
        return _server_engine(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(OWNER_ONLY)
    return _sqlite_engine(read_url(url), SETTINGS, "BEGIN IMMEDIATE")


def reading_engine(url: str) -> Engine:
    """Make the engine of readers: the database refuses writes on its connections."""
    if file_of(url) is None:
        options = {"options": "-c default_transaction_read_only=on"}
        return _server_engine(url, isolation_level="REPEATABLE READ", connect_args=options)
    return _sqlite_engine(read_url(url), (SETTINGS[0], "PRAGMA query_only = ON"), "BEGIN")


def _server_engine(url: str, **terms: Any) -> Engine:
    try:
        return create_engine(read_url(url), **terms)
    except ModuleNotFoundError:
        raise InputError(
            "SKM_DATABASE_URL: PostgreSQL belum didukung pemasangan ini (psycopg tidak ada). "
            "Pakai sqlite:///data/skm.db"
        ) from None


def _set(connection: Any, setting: str) -> None:
    """Run a PRAGMA, waiting up to BUSY_SECONDS while the database is locked.

    SQLite does not wait by itself where the journal's mode changes while another process writes.
    """
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(setting)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


def _sqlite_engine(url: URL, settings: tuple[str, ...], begin: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy begins a transaction, the driver must not
        for setting in settings:
            _set(connection, setting)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
