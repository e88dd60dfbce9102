"""Backup of the SQLite file while others write, and restore, for `skm backup` and `skm restore`.

The data key is not in the file: it must be kept beside it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import InputError, StoreDown
from storage.database.engines import OWNER_ONLY, file_of, writing_engine
from storage.database.outages import told_as_down
from storage.migrations.upgrade import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

# A database with rows in one of these tables is not overwritten without `force`.
HELD = ("respons", "percakapan", "saran", "petugas", "instansi", "rtl", "berkas")


def backup(url: str, target: str | os.PathLike[str]) -> int:
    """Write a consistent copy as one file while others write; return its size in bytes.

    Without the data key (SKM_SECRET_KEY or secret.key) the copy cannot be read: keep both. Raises
    InputError for PostgreSQL or a missing database, and StoreDown when SQLite fails.
    """
    source, made = _sqlite_file(url), Path(target)
    if not source.exists():
        raise InputError(f"Basis data belum ada: {source}")
    part = made.with_name(made.name + ".part")
    made.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    part.touch(OWNER_ONLY)
    with _failing_as_down(), _opened(source) as live, _opened(part) as copy:
        # Copied in one go: it blocks no writer, while a copy in steps starts over at every COMMIT
        # (https://sqlite.org/backup.html).
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # no -wal and -shm files beside it
        _check(copy, part)
    part.replace(made)  # a half-written copy never bears the name of a good one
    return made.stat().st_size


def restore(file: str | os.PathLike[str], url: str, *, force: bool = False) -> None:
    """Put a backup in the place of the database and bring its schema to head.

    No process may run on the database. Raises InputError for a damaged file, for a database in use,
    and for one that holds data unless `force` is given.
    """
    source, target = Path(file), _sqlite_file(url)
    if not source.is_file():
        raise InputError(f"Berkas cadangan tidak ada: {source}")
    if not force and holds_data(target):
        raise InputError(f"{target} sudah berisi data. Pindahkan dulu, atau pakai --force")
    target.parent.mkdir(parents=True, exist_ok=True)
    nobody_is_in(target)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(OWNER_ONLY)
    with _failing_as_down(), _opened(source, mode="ro") as kept, _opened(part) as copy:
        _check(kept, source)
        kept.backup(copy)
    for name in ("-wal", "-shm"):  # an old log must not be played into the new file
        target.with_name(target.name + name).unlink(missing_ok=True)
    part.replace(target)
    engine = writing_engine(url)
    try:
        with told_as_down():
            migrate(engine)
    finally:
        engine.dispose()


def nobody_is_in(target: Path) -> None:
    """Raise InputError while another process has the database open.

    A running bot would go on writing into the replaced file, and lose all that it confirms.
    """
    if not target.exists():
        return
    try:
        with _opened(target) as conn:
            conn.execute("PRAGMA busy_timeout = 0")
            conn.execute("PRAGMA journal_mode = DELETE")  # fails while another process has it open
    except sqlite3.OperationalError as error:
        raise InputError(f"{target} sedang dipakai. Hentikan dulu skm run") from error
    except sqlite3.DatabaseError:
        return  # a damaged file is in no use, and a restore is its remedy


def holds_data(path: Path) -> bool:
    """Tell whether a database file has rows in one of the tables HELD."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    with _failing_as_down(), _opened(path) as conn:
        tables = {row[0] for row in conn.execute("SELECT name FROM sqlite_master")}
        return any(
            conn.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]  # noqa: S608 - our names
            for table in HELD
            if table in tables
        )


def _sqlite_file(url: str) -> Path:
    path = file_of(url)
    if path is None:
        raise InputError("Cadangan PostgreSQL dibuat dengan pg_dump, bukan dengan perintah ini")
    return path


@contextlib.contextmanager
def _opened(path: Path, mode: str = "rwc") -> Iterator[sqlite3.Connection]:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=10)) as conn:
        yield conn


def _check(conn: sqlite3.Connection, path: Path) -> None:
    try:
        found = conn.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise InputError(f"Berkas cadangan rusak: {path}: {found}")
    if not conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        raise InputError(f"Bukan cadangan SKM Bot: {path}")


@contextlib.contextmanager
def _failing_as_down() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreDown(str(error)) from error
