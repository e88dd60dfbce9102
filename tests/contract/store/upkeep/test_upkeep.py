"""Retention, backup and restore: old rows go in time, and the backup survives a lost machine."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest

from core.errors import InputError, StoreDown
from core.messaging.outcomes import Sent
from core.messaging.outgoing import Draft, Message
from core.ports.conversations import Decision
from core.ports.outbox import Settlement
from storage.database.engines import file_of
from storage.store import open_store
from storage.upkeep.backup import backup, restore


def purge(store, now):
    with store.write() as tx:
        return {table: n for table, n in tx.upkeep.purge(now=now).items() if n}


def test_everything_is_kept_as_long_as_promised_and_no_longer(store, kit):
    """Events and settled messages 8 days, conversations 14, once-keys their date, wishes a year."""
    decided = Decision(
        {"data": 1},
        drafts=(Draft(kit.chat(), Message("x")),),
        answered_mark=("ktp", kit.NOW + 30 * kit.DAY),
        saran=kit.saran(),
        wants_follow_up=True,
    )
    [done] = kit.advance(store, [kit.event("1")], kit.deciding(decided))
    kit.settle(store, Settlement(done.rows[0], Sent("m"), None))

    assert purge(store, kit.NOW + 8 * kit.DAY) == {}
    assert purge(store, kit.NOW + 9 * kit.DAY) == {"diterima": 1, "outbox": 1}
    assert purge(store, kit.NOW + 14 * kit.DAY) == {"percakapan": 1, "orang_id": 1, "orang": 1}
    assert purge(store, kit.NOW + 30 * kit.DAY) == {"sekali": 1}
    assert purge(store, kit.NOW + 364 * kit.DAY) == {}
    assert purge(store, kit.NOW + 365 * kit.DAY) == {"kabar": 1, "alamat": 1}


def test_an_event_keeps_its_conversation_alive(store, kit):
    kit.advance(store, [kit.event("1")])
    kit.advance(store, [kit.event("2")], now=kit.NOW + 10 * kit.DAY)
    purge(store, kit.NOW + 20 * kit.DAY)

    done = kit.advance(store, [kit.event("3")], now=kit.NOW + 20 * kit.DAY)
    assert kit.texts(done[0].rows) == ["ke-3"]


def test_messages_nobody_fetched_parked_events_and_codes_go_too(store, kit):
    kit.advance(store, [kit.event("1", channel="web")])
    with store.write() as tx:
        tx.conversations.park(kit.event("2"), "fails", now=kit.NOW)
        tx.staff.invite("admin", None, by="cli", expires=kit.NOW + kit.HOUR, now=kit.NOW)
        tx.staff.redeem("AAAA-AAAA", kit.person(), kit.chat(), now=kit.NOW)

    gone = purge(store, kit.NOW + 31 * kit.DAY)
    assert {"outbox": 1, "terparkir": 1, "undangan": 1, "percobaan": 1}.items() <= gone.items()


def test_a_backup_taken_while_others_write_restores_elsewhere(store, store_url, kit, tmp_path):
    """The machine is lost; the file and the key are what is left."""
    kit.advance(
        store, [kit.event("a")], kit.deciding(Decision({"data": 5}, response=kit.response()))
    )
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            kit.advance(store, [kit.event(f"w{number}", who="88")])
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert backup(store_url, tmp_path / "out" / "copy.db") > 0
    finally:
        stop.set()
        writer.join()

    url = f"sqlite:///{tmp_path / 'new machine' / 'skm.db'}"
    restore(tmp_path / "out" / "copy.db", url)
    again = open_store(url, [kit.SECRET])
    assert kit.texts(kit.advance(again, [kit.event("b")], kit.count_desk)[0].rows) == ["ke-6"]
    assert kit.counts(again)["respons"] == 1
    again.close()


def test_a_restore_spares_what_stands_there_unless_forced(store, store_url, kit, tmp_path):
    copy = tmp_path / "copy.db"
    backup(store_url, copy)
    kit.advance(store, [kit.event("1")])
    store.close()

    with pytest.raises(InputError, match="sudah berisi data"):
        restore(copy, store_url)
    restore(copy, store_url, force=True)
    again = open_store(store_url, [kit.SECRET])
    assert set(kit.counts(again).values()) == {0}
    again.close()


@pytest.mark.parametrize("content", [b"not a database" * 100, b""])
def test_a_damaged_or_foreign_backup_is_refused_and_nothing_is_touched(kit, tmp_path, content):
    bad, target = tmp_path / "bad.db", tmp_path / "skm.db"
    bad.write_bytes(content)

    with pytest.raises(InputError, match=r"bad\.db"):
        restore(bad, f"sqlite:///{target}")
    assert not target.exists()


def test_a_copy_stays_closed_without_the_key(store, store_url, kit):
    kit.advance(store, [kit.event("1")])
    with pytest.raises(InputError, match="Kunci rahasia tidak cocok"):
        open_store(store_url, [b"another secret"])


def test_a_new_secret_reads_what_the_old_one_sealed(store, store_url, kit):
    """After one start with both, the lookups no longer need the old one either."""
    kit.advance(store, [kit.event("1")])
    both = open_store(store_url, [b"new secret", kit.SECRET])
    assert kit.texts(kit.advance(both, [kit.event("2")])[0].rows) == ["ke-2"]
    both.close()
    alone = open_store(store_url, [b"new secret"])
    assert kit.texts(kit.advance(alone, [kit.event("3")])[0].rows) == ["ke-3"]
    alone.close()


def test_a_locked_database_is_told_as_down_and_nothing_is_written(
    store, store_url, kit, monkeypatch
):
    """Somebody else holds the write lock for longer than we wait."""
    from sqlalchemy import text

    with store.write() as tx:
        tx.session.conn.execute(text("PRAGMA busy_timeout = 20"))
    with closing(sqlite3.connect(file_of(store_url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreDown):
            kit.advance(store, [kit.event("1")])
        other.execute("ROLLBACK")

    assert [one.fresh for one in kit.advance(store, [kit.event("1")])] == [True]


def test_a_full_disk_is_told_as_down_and_ends_with_space(store, kit):
    from sqlalchemy import text

    with store.write() as tx:
        pages = tx.session.conn.execute(text("PRAGMA page_count")).scalar_one()
        tx.session.conn.execute(text(f"PRAGMA max_page_count = {pages}"))
    crowd = [kit.event(str(number), who=str(number)) for number in range(500)]
    with pytest.raises(StoreDown):
        kit.advance(store, crowd)
    assert set(kit.counts(store).values()) == {0}

    with store.write() as tx:
        tx.session.conn.execute(text("PRAGMA max_page_count = 1000000"))
    assert all(one.fresh for one in kit.advance(store, crowd))


def test_a_place_that_cannot_hold_a_database_is_told_as_down(kit, tmp_path):
    (tmp_path / "skm.db").mkdir()
    with pytest.raises(StoreDown):
        open_store(f"sqlite:///{tmp_path / 'skm.db'}", [kit.SECRET])


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "nonsense"])
def test_a_database_of_another_kind_is_refused(kit, url):
    with pytest.raises(InputError, match="SKM_DATABASE_URL"):
        open_store(url, [kit.SECRET])


def test_a_restore_refuses_a_database_that_somebody_has_open(store, store_url, kit, tmp_path):
    """Answers that the running process confirms afterwards would be lost."""
    kit.advance(store, [kit.event("a")])
    backup(store_url, tmp_path / "copy.db")
    with pytest.raises(InputError, match="sedang dipakai"):
        restore(tmp_path / "copy.db", store_url, force=True)
    store.close()
    restore(tmp_path / "copy.db", store_url, force=True)


def test_the_database_is_its_owners_alone(store, store_url):
    assert file_of(store_url).stat().st_mode & 0o077 == 0
