"""Engines: one that writes under BEGIN IMMEDIATE, one that can only read."""

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
    "PRAGMA temp_store = MEMORY",  # nothing plain in files that nobody erases
)


def read_url(url: str) -> URL:
    """The parsed address of a database that we can use. Raises InputError."""
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
    parsed = read_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database) if is_file and parsed.database else None


def writing_engine(url: str) -> Engine:
    path = file_of(url)
    if path is None:
        return _server_engine(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(OWNER_ONLY)
    return _sqlite_engine(read_url(url), SETTINGS, "BEGIN IMMEDIATE")


def reading_engine(url: str) -> Engine:
    """Its connections cannot write, whatever they are asked."""
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
    """SQLite does not wait by itself where the journal's mode changes while another one writes."""
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
        connection.isolation_level = None  # the driver must not begin by itself
        for setting in settings:
            _set(connection, setting)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
