"""The migrations and the table definitions are one schema."""

from __future__ import annotations

import re
import sys
import threading
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

import storage
from storage.answers import bursts as rush
from storage.answers import responses
from storage.conversations import statements as talks_sql
from storage.database import engines as connect
from storage.database.column_types import metadata
from storage.database.engines import writing_engine
from storage.migrations import HEAD
from storage.migrations import upgrade as engine_module
from storage.migrations.upgrade import migrate
from storage.outbox import costs as ledger
from storage.outbox import delivery_reports as receipts
from storage.outbox import reply_windows
from storage.outbox import statements as outbox_sql
from storage.people import addresses
from storage.people import answered_marks as once
from storage.people import identities as persons

MIGRATIONS = Path(storage.__file__).with_name("migrations")


@pytest.fixture
def migrated(tmp_path):
    engine = writing_engine(f"sqlite:///{tmp_path / 'skm.db'}")
    assert migrate(engine)
    yield engine
    engine.dispose()


def test_the_migrations_give_the_schema_of_the_tables(migrated):
    with migrated.connect() as conn:
        assert compare_metadata(MigrationContext.configure(conn), metadata) == []


def ddl(engine):
    """Also what alembic does not compare: WITHOUT ROWID, AUTOINCREMENT, conditions of indexes."""
    with engine.connect() as conn:
        rows = conn.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        # Constraints may stand in another order: the words must be the same.
        found = {name: sorted(re.findall(r"[^\s,()]+", sql)) for name, sql in rows}
    return {name: sql for name, sql in found.items() if "alembic" not in name}


def test_the_migrated_tables_are_told_in_the_same_words(migrated, tmp_path):
    made = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    metadata.create_all(made)

    assert ddl(migrated) == ddl(made)
    made.dispose()


def test_a_second_migration_finds_nothing_to_do(migrated):
    assert migrate(migrated) is False


def test_head_is_the_newest_revision():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_start_at_head_imports_no_alembic(migrated, tmp_path):
    import subprocess

    code = (
        "import sys; from storage.store import open_store; "
        f"open_store('sqlite:///{tmp_path / 'skm.db'}', [b'x']).close(); "
        "sys.exit('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=MIGRATIONS.parents[1], check=False)
    assert done.returncode == 0


def test_a_failed_migration_leaves_no_half_schema(tmp_path, monkeypatch):
    from alembic import op

    def fail_at_outbox(name, *args, **more):
        if name == "outbox":
            raise RuntimeError("power")
        return create_table(name, *args, **more)

    create_table = op.create_table
    engine = writing_engine(f"sqlite:///{tmp_path / 'skm.db'}")
    monkeypatch.setattr(op, "create_table", fail_at_outbox)
    with pytest.raises(RuntimeError, match="power"):
        migrate(engine)
    assert ddl(engine) == {}
    monkeypatch.undo()
    assert migrate(engine)
    engine.dispose()


def statements():
    dialect = "postgresql"
    yield from (CreateTable(table) for table in metadata.sorted_tables)
    yield from (CreateIndex(one) for table in metadata.tables.values() for one in table.indexes)
    made = (
        outbox_sql.insert_rows,
        addresses._insert,
        talks_sql.insert_talk,
        responses._upsert_rekap,
        responses._upsert_nilai,
        once._upsert_mark,
        rush._count,
        ledger._upsert_costs,
    )
    yield from (one(dialect) for one in made)
    for module in (addresses, outbox_sql, persons, receipts, rush, talks_sql, reply_windows):
        for name, value in vars(module).items():
            if name.isupper() and hasattr(value, "compile") and hasattr(value, "is_dml"):
                yield value


def test_every_standing_statement_can_be_told_to_postgresql():
    """Its suite runs once a server is at hand; until then it must at least be its language."""
    told = [str(one.compile(dialect=postgresql.dialect())) for one in statements()]

    assert len(told) > 50
    assert sum("SKIP LOCKED" in one for one in told) == 1
    assert sum("ON CONFLICT" in one for one in told) == 8


def test_a_start_waits_for_the_slow_migration_of_another(tmp_path, monkeypatch):
    """Longer than the usual patience with a lock, here a tenth of a second."""
    url = f"sqlite:///{tmp_path / 'skm.db'}"
    short = ("PRAGMA busy_timeout = 100", *connect.SETTINGS[1:])
    monkeypatch.setattr(connect, "SETTINGS", short)
    monkeypatch.setattr(engine_module, "SETTINGS", short)
    began, real = threading.Event(), engine_module._upgrade

    def slow(conn):
        real(conn)
        began.set()
        time.sleep(1)

    monkeypatch.setattr(engine_module, "_upgrade", slow)
    done = []

    def start():
        engine = connect.writing_engine(url)
        done.append(migrate(engine))
        engine.dispose()

    first = threading.Thread(target=start)
    first.start()
    assert began.wait(30)
    start()
    first.join()
    assert done == [True, False]
