"""The settings that durability and erasure rest upon are in force on every connection."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import threading

import pytest
from sqlalchemy import text

from core.errors import InputError
from storage.database.engines import reading_engine, writing_engine


def told(engine, name):
    with engine.connect() as conn:
        return conn.execute(text(f"PRAGMA {name}")).scalar_one()


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'new folder' / 'skm.db'}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10_000),
    ],
)
def test_the_writer_is_durable_strict_and_erases(url, name, value):
    engine = writing_engine(url)
    assert told(engine, name) == value
    engine.dispose()


def test_the_reader_only_reads(url):
    maker, engine = writing_engine(url), reading_engine(url)
    maker.connect().close()
    maker.dispose()
    assert told(engine, "query_only") == 1
    engine.dispose()


def test_a_write_holds_the_lock_from_its_first_word(url):
    """BEGIN IMMEDIATE: a deferred one would fail when it turns from reading to writing."""
    engine, other = writing_engine(url), writing_engine(url)
    with other.connect() as conn:
        conn.execute(text("PRAGMA busy_timeout = 0"))
    from sqlalchemy.exc import OperationalError

    with engine.begin(), pytest.raises(OperationalError, match="locked"):
        other.begin().__enter__()
    engine.dispose()
    other.dispose()


def test_a_server_without_its_driver_is_told_in_a_sentence(monkeypatch):
    """PostgreSQL is a valid setting; where psycopg is missing, nobody shall meet a traceback."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for engine in (writing_engine, reading_engine):
        with pytest.raises(InputError, match="psycopg"):
            engine("postgresql+psycopg://nowhere/skm")


def test_the_first_connection_waits_for_who_writes_already(tmp_path):
    """Two starts on an empty place: the journal's mode cannot change while the other one writes."""
    path = tmp_path / "skm.db"
    with contextlib.closing(
        sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    ) as other:
        other.execute("CREATE TABLE t (x)")
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, lambda: other.execute("COMMIT"))
        timer.start()
        engine = writing_engine(f"sqlite:///{path}")
        with engine.connect() as conn:
            assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        timer.join()
    engine.dispose()
