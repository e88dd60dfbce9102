"""Compiled statements of the hot path give the driver the same values as SQLAlchemy's long way."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import psycopg

from storage.conversations import statements as talks_sql
from storage.conversations.received_events import insert_event
from storage.conversations.statements import TALKS
from storage.database.compiled_statements import _of_many, add, compiled_for, rows_of, run_many
from storage.database.engines import writing_engine
from storage.migrations.upgrade import migrate
from storage.outbox import reply_windows
from storage.outbox import statements as outbox_sql
from storage.people import addresses
from storage.people import identities as persons
from storage.tables.messaging import person_id_table, person_table, received_event_table

NOW = datetime(2026, 11, 23, 8, 0, 0, 123456, tzinfo=UTC)
SIZES = [0, 1, 7, 8, 9, 16, 17, 64, 65, 130]


@pytest.fixture
def conn(tmp_path):
    engine = writing_engine(f"sqlite:///{tmp_path / 'skm.db'}")
    migrate(engine)
    with engine.begin() as conn:
        yield conn
    engine.dispose()


def event(n):
    at = NOW + timedelta(microseconds=n)
    return {"channel": "web", "account": "a", "event_id": f"{n:03}", "at": at}


@pytest.mark.parametrize("n", SIZES)
def test_rows_are_added_once_whatever_their_number(conn, n):
    rows = [event(one) for one in range(n)]
    wanted = [tuple(row.values()) for row in rows]

    assert [tuple(one) for one in add(conn, insert_event("sqlite"), rows)] == [
        one[:3] for one in wanted
    ]
    assert add(conn, insert_event("sqlite"), rows) == []
    assert [tuple(one) for one in conn.execute(select(received_event_table))] == wanted


@pytest.mark.parametrize("n", SIZES)
def test_a_list_of_any_length_is_looked_for(conn, n):
    people = [{"id": bytes([one])} for one in range(140)]
    conn.execute(person_table.insert(), people)
    conn.execute(
        person_id_table.insert(), [{"key": one["id"], "person": one["id"]} for one in people]
    )
    keys = [bytes([one]) for one in range(n)]

    found = rows_of(conn, persons.BY_IDS, {"keys": keys})
    assert sorted(one[0] for one in found) == keys


def test_moments_and_yes_or_no_mean_the_same_on_their_way_in_and_out(conn):
    place = {"id": b"a", "key": b"k", "content": b"i", "reachable": True, "temporary": False}
    run_many(conn, addresses._insert("sqlite"), [place])
    run_many(conn, reply_windows.HEARD, [{"b_id": b"a", "b_at": NOW}])
    run_many(conn, reply_windows.HEARD, [{"b_id": b"a", "b_at": NOW - timedelta(1)}])  # older news

    ((_, _, reachable, heard, window),) = rows_of(conn, addresses.BY_KEY, {"keys": [b"k"]})
    assert (reachable, heard, window) == (True, NOW, None)


def test_a_value_that_stands_in_the_statement_is_kept(conn):
    place = {"id": b"a", "key": b"k", "content": b"i", "reachable": False, "temporary": True}
    run_many(conn, addresses._insert("sqlite"), [place])
    run_many(conn, talks_sql.REVIVE, [{"b_id": b"a"}])

    assert rows_of(conn, addresses.BY_KEY, {"keys": [b"k"]})[0][2] is True


STANDING = [
    (one, {})
    for one in (
        talks_sql.SAVE,
        talks_sql.REVIVE,
        outbox_sql.SETTLE,
        outbox_sql.RETRY,
        reply_windows.HEARD,
        reply_windows.SHOW,
        _of_many(insert_event("postgresql"), tuple(event(0)), 8),
    )
] + [(one, {"keys": 8}) for one in (TALKS, persons.BY_IDS, addresses.BY_KEY)]


@pytest.mark.parametrize(("statement", "sizes"), STANDING, ids=range(len(STANDING)))
def test_every_value_has_its_place_in_what_postgresql_hears(statement, sizes):
    told = compiled_for(statement, psycopg.dialect(), ["keys"] if sizes else [], sizes)

    assert sorted(set(re.findall(r"%\((\w+)\)s", told.text))) == sorted(told.keys)
    assert len(told.params(range(len(told.keys)))) == len(told.keys)
    assert ("FOR UPDATE OF percakapan" in told.text) is (statement is TALKS)


@pytest.mark.parametrize(
    ("statement", "given", "sizes"),
    [
        (TALKS, ["keys"], {"keys": 8}),
        (outbox_sql.CLAIMABLE, ["now", "channel", "account", "most"], {}),
    ],
    ids=["talks", "claim"],
)
def test_no_turn_and_no_claim_walks_through_what_was_settled(conn, statement, given, sizes):
    told = compiled_for(statement, conn.dialect, given, sizes)
    values = (0,) * told.text.count("?")
    plan = [row[-1] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {told.text}", values)]

    assert [step for step in plan if step.startswith("SCAN")] == []
    indexes = {found[0] for step in plan if (found := re.findall(r"ix_outbox_\w+", step))}
    wanted = {"ix_outbox_alamat"} if statement is TALKS else {"ix_outbox_antre", "ix_outbox_kepala"}
    assert indexes == wanted
