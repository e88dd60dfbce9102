"""Backup while others write, and restore. The data key is not in the file: keep it beside."""

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

HELD = ("respons", "percakapan", "saran", "petugas", "instansi", "rtl", "berkas")


def backup(url: str, target: str | os.PathLike[str]) -> int:
    """A consistent copy as one file, taken while others write; its size in bytes.

    Without the data key (SKM_SECRET_KEY or secret.key) the copy cannot be read: keep both.
    """
    source, made = _sqlite_file(url), Path(target)
    if not source.exists():
        raise InputError(f"Basis data belum ada: {source}")
    part = made.with_name(made.name + ".part")
    made.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    part.touch(OWNER_ONLY)
    with _failing_as_down(), _opened(source) as live, _opened(part) as copy:
        # In one go: a reader blocks no writer, while a copy in steps starts over at every COMMIT.
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        _check(copy, part)
    part.replace(made)  # a half-written copy never bears the name of a good one
    return made.stat().st_size


def restore(file: str | os.PathLike[str], url: str, *, force: bool = False) -> None:
    """Put a backup in the place of the database and bring its schema to head.

    Nothing may be running on it. Raises InputError for a damaged file, and for a database that
    holds something unless `force` is given.
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
    """What a running bot confirms after its file was replaced would be lost."""
    if not target.exists():
        return
    try:
        with _opened(target) as conn:
            conn.execute("PRAGMA busy_timeout = 0")
            conn.execute("PRAGMA journal_mode = DELETE")  # only goes when nobody else has it open
    except sqlite3.OperationalError as error:
        raise InputError(f"{target} sedang dipakai. Hentikan dulu skm run") from error
    except sqlite3.DatabaseError:
        return  # damaged: nobody can be using it, and it is what a restore is for


def holds_data(path: Path) -> bool:
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
