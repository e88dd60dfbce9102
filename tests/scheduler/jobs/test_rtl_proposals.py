"""The news of a closed period: told once, in waking hours, to admins and pimpinan of that time."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest

from core.answers.response import Response
from core.messaging.address import Address, Person
from core.office import agency_document
from scheduler.jobs import rtl_proposals as proposals
from scheduler.posting import Terms
from storage.store import open_store
from tests.support.paths import AGENCY_TOML

MADE = datetime(2026, 11, 2, 2, tzinfo=UTC)
CLOSES = datetime(2027, 1, 14, 2, tzinfo=UTC)  # Thursday, 09.00 WIB: two weeks after the year
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'skm.db'}", [b"x" * 32])
    with opened.write() as tx:
        join(tx, "ani", "admin", MADE)
        join(tx, "pak", "pimpinan", MADE)
        join(tx, "was", "pengawas", MADE)
    yield opened
    opened.close()


def join(tx, who, role, at):
    code = tx.staff.invite(role, None, by="uji", expires=at + DAY, now=at)
    tx.staff.redeem(code, Person((f"tg:{who}",)), Address("telegram", "42", who), now=at)


def answer(store, n, name="x"):
    row = Response(
        "s", "pelayanan", "sktm", None, date(2026, 5, 4), "08-12", None, "self", "telegram", "id",
        {}, {"waktu": 3},
    )  # fmt: skip
    with store.write() as tx:
        tx.answers.import_responses(f"{name:0>64}", name, [row] * n, by="uji", now=MADE)


def told(store, now):
    """Whom one clock tells what, and that a second one finds nothing left."""
    document = tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8"))
    terms = Terms(lambda: agency_document.parse(document, "uji"), lambda _year: frozenset())
    with store.read() as reader:
        news = proposals.due(reader, terms, now)
    with store.write() as tx:
        assert proposals.write(tx, news, now) == {"proposed": len(news)}
        assert proposals.write(tx, news, now) == {"proposed": 0}
    with store.read() as reader:
        assert proposals.due(reader, terms, now) == []
    return sorted((one.to.address.chat, one.about.periode.label) for one in news)


def test_two_weeks_after_its_end_it_is_told_once(store):
    answer(store, 5)

    assert told(store, CLOSES - DAY) == []
    assert told(store, CLOSES - timedelta(hours=5)) == []  # 04.00 WIB: people sleep
    assert told(store, CLOSES) == [("ani", "2026"), ("pak", "2026")]
    assert told(store, CLOSES + 5 * DAY) == []


def test_who_joins_later_is_not_told_what_was_before(store):
    answer(store, 5)
    with store.write() as tx:
        join(tx, "baru", "admin", CLOSES + DAY)

    assert told(store, CLOSES + 5 * DAY) == [("ani", "2026"), ("pak", "2026")]


def test_published_early_it_is_told_then_and_not_again(store):
    answer(store, 5)
    with store.write() as tx:
        tx.results.publish("2026", "pelayanan", {"n": 5}, now=MADE + DAY)

    assert told(store, MADE + DAY) == [("ani", "2026"), ("pak", "2026")]
    assert told(store, CLOSES) == []


def test_too_few_answers_are_no_period_to_plan_from(store):
    answer(store, 4)
    assert told(store, CLOSES) == []
    answer(store, 1, "y")
    assert told(store, CLOSES + DAY) == [("ani", "2026"), ("pak", "2026")]
