"""Bringing the schema to head when `open_store` or a restore runs, under a lock.

Of several processes that start at once one upgrades, the others wait.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from storage.database.engines import SETTINGS
from storage.migrations import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


MIGRATING_SECONDS = 120  # patience for the lock while another process upgrades


LOCK = 0x536B6D  # advisory lock of migrations on PostgreSQL


def migrate(engine: Engine) -> bool:
    """Bring the schema to head under a lock; False when it was there already."""
    with _patience(engine):
        return _migrated(engine)


@contextlib.contextmanager
def _patience(engine: Engine) -> Iterator[None]:
    """Let SQLite wait longer for its lock: another start may be upgrading on a slow disk."""
    if engine.dialect.name != "sqlite":
        yield
        return
    with engine.connect() as conn:  # through the cursor: conn.execute would begin a transaction
        conn.connection.cursor().execute(f"PRAGMA busy_timeout = {MIGRATING_SECONDS * 1000}")
    yield
    with engine.connect() as conn:
        conn.connection.cursor().execute(SETTINGS[0])


def _migrated(engine: Engine) -> bool:
    with engine.connect() as conn:
        if _version(conn) == HEAD:
            return False
    with engine.begin() as conn:
        if conn.dialect.name == "postgresql":
            conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        # On SQLite BEGIN IMMEDIATE is the lock; another process may have been quicker.
        if _version(conn) == HEAD:
            return False
        _upgrade(conn)
    return True


def _version(conn: Connection) -> str | None:
    if not inspect(conn).has_table("alembic_version"):
        return None
    version = conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if version is None else str(version)


def _upgrade(conn: Connection) -> None:
    from alembic.config import Config  # noqa: PLC0415 - most starts need no alembic
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    script = ScriptDirectory.from_config(config)
    with EnvironmentContext(
        config,
        script,
        fn=lambda rev, _context: script._upgrade_revs("head", rev),  # noqa: SLF001 - as alembic's own command
        destination_rev="head",
    ) as environment:
        environment.configure(connection=conn, transactional_ddl=True)
        environment.run_migrations()
