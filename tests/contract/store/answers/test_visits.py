"""Visit codes in the store: used once, kept by hash; visits are counted apart from answers."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import date, timedelta

import pytest

from core.office.agency import ServicePoint
from core.office.visit import FINISHED_WITHIN, Visit
from storage.answers.responses import add_responses

TODAY = date(2026, 11, 23)
UNTIL = TODAY + timedelta(days=7)
PLACE = ServicePoint("dukcapil", "ktp", "1")
CODE = "7KQ4M-2XD9P"


@pytest.fixture
def code(store):
    with store.write() as tx:
        assert tx.answers.add_visits([CODE], PLACE, until=UNTIL) == 1
    return CODE


def looked(store, code, today=TODAY):
    with store.read() as reader, store.write() as tx:
        found = reader.answers.visit(code, today=today)
        assert tx.answers.visit(code, today=today) == found
    return found


def used(store, code, today=TODAY):
    with store.write() as tx:
        return tx.answers.use_visit(code, today=today)


def test_a_code_tells_its_place_until_its_last_day(store, code):
    """However it is typed: a slip is read aloud, and a keyboard has its own ideas of case."""
    assert looked(store, " 7kq4m2xd9p ") == Visit("berlaku", PLACE)
    assert looked(store, code, UNTIL) == Visit("berlaku", PLACE)
    assert looked(store, code, UNTIL + timedelta(days=1)) == Visit("lewat", PLACE)
    for wrong in ("7KQ4M-2XD9Q", "L1", "", "7KQ4M-2XD9"):
        assert looked(store, wrong) is None


def test_a_code_is_used_once_and_forgets_its_place(store, code):
    assert used(store, code)
    assert not used(store, code)
    assert looked(store, code) == Visit("terpakai", None)


def test_what_was_rolled_back_was_not_used(store, code):
    """A code and its answer are one transaction: killed before COMMIT, both are as before."""

    def killed():
        with store.write() as tx:
            assert tx.answers.use_visit(code, today=TODAY)
            raise KeyError

    with pytest.raises(KeyError):
        killed()
    assert looked(store, code) == Visit("berlaku", PLACE)


def test_of_many_at_once_one_wins(store, code):
    won, start = [], threading.Barrier(4)

    def run():
        start.wait()
        won.append(used(store, code))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(won) == [False, False, False, True]


def test_who_began_in_time_may_finish(store, code):
    assert not used(store, code, UNTIL + FINISHED_WITHIN + timedelta(days=1))
    assert used(store, code, UNTIL + FINISHED_WITHIN)


def test_the_same_code_is_kept_once(store, code):
    with store.write() as tx:
        assert tx.answers.add_visits([code, "ABCDE-FGH23"], ServicePoint("lain"), until=UNTIL) == 1
    assert looked(store, code) == Visit("berlaku", PLACE)


def test_the_database_holds_no_code(store, store_url, code):
    with closing(sqlite3.connect(store_url.removeprefix("sqlite:///"))) as conn:
        told = "\n".join(conn.iterdump())
    assert CODE.replace("-", "") not in told.upper().replace("-", "")


def test_old_codes_and_rushes_go(store, kit, code):
    with store.write() as tx:
        tx.answers.burst_number(("dukcapil", "1", "telegram"), 1)
        gone = tx.upkeep.purge(now=kit.NOW + timedelta(days=7) + FINISHED_WITHIN)
        assert (gone["kunjungan"], gone["laju"]) == (0, 1)
        gone = tx.upkeep.purge(now=kit.NOW + timedelta(days=9) + FINISHED_WITHIN)
        assert gone["kunjungan"] == 1
    assert looked(store, code) is None


def test_a_rush_is_counted_by_place_and_window(store):
    with store.write() as tx:
        here, there = ("dukcapil", "1", "web"), ("dukcapil", "2", "web")
        assert [
            tx.answers.burst_number(here, 7),
            tx.answers.burst_number(here, 7),
            tx.answers.burst_number(there, 7),
        ] == [1, 2, 1]
        assert [tx.answers.burst_number(here, 8), tx.answers.burst_number(here, 8)] == [1, 2]


def test_coverage_sets_answers_beside_visits_of_the_same_days(store, kit):
    """Answers of a day or a loket without recorded visits would only blur the share."""
    with store.write() as tx:
        for day, slot, n in ((TODAY, "08-12", 20), (TODAY, "13-17", 5), (TODAY, "08-12", 4)):
            tx.answers.count_visits(PLACE, day, slot, n)
        tx.answers.count_visits(ServicePoint("lain"), TODAY, "08-12", 9)
        same = kit.response()
        add_responses(
            tx.session,
            [same] * 7
            + [kit.response(slot="lain"), kit.response(loket="2"), kit.response(loket=None)]
            + [kit.response(slot=None, mode="paper")]  # counts for its loket, at no known hour
            + [kit.response(day=TODAY - timedelta(days=1))] * 3,
        )
    with store.read() as reader:
        assert reader.results.coverage(kit.scope()) == [
            ("1", "", 0, 1),
            ("1", "08-12", 24, 7),
            ("1", "13-17", 5, 0),
            ("1", "lain", 0, 1),
        ]
        assert (
            reader.results.coverage(kit.scope(first=date(2026, 12, 1), last=date(2026, 12, 31)))
            == []
        )
        assert reader.results.coverage(kit.scope(layanan="kk")) == []
