"""An erasure reaches the bytes: nothing of a person is left in the database file or its log."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from core.messaging.outcomes import Sent
from core.messaging.outgoing import Draft, Message
from core.ports.conversations import Decision
from core.ports.outbox import Settlement
from storage.database.engines import file_of

PLAIN = ("628117777001", "Bu Ratih di meja tiga", "jawaban setengah jalan")
LINKED = {
    "alamat": ("id", "kunci", "isi"),
    "orang": ("id",),
    "orang_id": ("kunci",),
    "percakapan": ("kunci", "isi"),
    "outbox": ("isi",),
    "kabar": ("alamat",),
    "terparkir": ("isi", "alamat"),
}


def traces(store):
    """Every value that leads to somebody: ids, hashes and ciphertexts, as they stand now."""
    with store.read() as reader:
        return {
            bytes(value)
            for table, columns in LINKED.items()
            for row in reader.session.conn.execute(
                text(f"SELECT {', '.join(columns)} FROM {table}")
            )
            for value in row
            if value is not None
        }


def on_disk(store_url):
    path = file_of(store_url)
    return b"".join(
        one.read_bytes() for one in path.parent.iterdir() if one.name.startswith(path.name)
    )


@pytest.fixture
def erased(store, store_url, kit):
    """The traces of a citizen before the erasure, amid others whose rows stay."""
    where = kit.chat(PLAIN[0])
    citizen = kit.person(f"wa:{PLAIN[0]}")
    said = [kit.event(f"{n}", person=citizen, address=where) for n in range(3)]
    decided = Decision(
        {"flow": "survei", "version": 1, "data": {"teks": PLAIN[2] * 300}},
        drafts=(Draft(where, Message(PLAIN[1] * 300)),),
        saran=kit.saran("Kursinya kurang."),
        wants_follow_up=True,
    )
    for one in said:
        kit.advance(store, [one], kit.deciding(decided))
    with store.write() as tx:
        tx.conversations.park(said[0], "fails", now=kit.NOW)
    mine = traces(store)
    kit.advance(store, [kit.event(f"o{n}", who=f"{n}") for n in range(20)])
    return citizen, where, mine


def pieces(value):
    """A long value is spread over pages: each piece of it must be found, or be gone."""
    return [value[place : place + 16] for place in range(0, max(len(value) - 15, 1), 16)]


def gone(store_url, mine):
    disk = on_disk(store_url)
    return not any(word.encode() in disk for word in PLAIN) and not any(
        piece in disk for one in mine for piece in pieces(one)
    )


def test_the_traces_are_there_before_and_nowhere_after(store, store_url, kit, erased):
    citizen, where, mine = erased
    disk = on_disk(store_url)
    assert len(mine) == 11
    assert all(any(piece in disk for piece in pieces(one)) for one in mine)
    assert not any(word.encode() in disk for word in PLAIN), "nothing ever stands in clear"

    with store.write() as tx:
        tx.people.erase(citizen, where, now=kit.NOW)

    assert gone(store_url, mine)
    assert traces(store), "the others are still there"


def test_the_goodbye_leaves_nothing_on_disk_once_it_is_sent(store, store_url, kit, erased):
    citizen, where, mine = erased

    def desk(event, seen, tx):
        tx.people.erase(event.person, event.address, now=kit.NOW)
        return Decision(None, drafts=(Draft(event.address, Message("Sudah dihapus.")),))

    before = traces(store) - mine
    [done] = kit.advance(store, [kit.event("bye", person=citizen, address=where)], desk)
    goodbye = traces(store) - before
    assert len(goodbye) == 4  # id, hash and text of its address; its payload
    kit.settle(store, Settlement(done.rows[0], Sent("m"), None))

    assert gone(store_url, mine | goodbye)


@pytest.mark.parametrize("told", [{"shown": ()}, {"held": True, "retry_at": None}])
def test_what_is_told_of_a_row_afterwards_makes_no_address_again(
    store, store_url, kit, erased, told
):
    """Where numbers are typed, or a window counts, more is kept with an address than its rows."""
    citizen, where, mine = erased
    last = kit.event("last", person=citizen, address=where)
    decided = kit.deciding(Decision(None, drafts=(Draft(where, Message("Lain")),)))
    [row] = kit.advance(store, [last], decided)[0].rows

    def desk(event, seen, tx):
        tx.people.erase(event.person, event.address, now=kit.NOW)
        return Decision(None, drafts=(Draft(event.address, Message("Sudah dihapus.")),))

    [done] = kit.advance(store, [kit.event("bye", person=citizen, address=where)], desk)
    kit.settle(store, Settlement(done.rows[0], Sent("m"), None, shown=()))
    kit.settle(store, Settlement(row, Sent("m"), **{"retry_at": None, **told}))

    assert gone(store_url, mine)


def test_a_long_reader_delays_the_cleaning_but_does_not_prevent_it(
    store, store_url, kit, erased, monkeypatch
):
    """The log cannot shrink under somebody who reads it: the next write cleans up."""
    monkeypatch.setattr("storage.store.SWEEPS", 2)
    monkeypatch.setattr("storage.store.SWEEP_PAUSE", 0)
    citizen, where, mine = erased
    reading, leave = threading.Event(), threading.Event()

    def read():
        with store.read() as reader:
            reader.upkeep.counts()
            reading.set()
            leave.wait(20)

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait(20)
    with store.write() as tx:
        tx.people.erase(citizen, where, now=kit.NOW)
    assert not gone(store_url, mine)
    leave.set()
    reader.join()
    kit.advance(store, [kit.event("later", who="88")])

    assert gone(store_url, mine)


def test_who_guessed_codes_is_forgotten_within_the_hour(store, store_url, kit):
    """Not at once: whoever guesses could else begin anew as often as they like."""
    guesser, where = kit.person("tg:66"), kit.chat("66")
    with store.write() as tx:
        assert tx.staff.redeem("AAAA-BBBB", guesser, where, now=kit.NOW) is None
    with store.read() as reader:
        keys = set(reader.session.conn.execute(text("SELECT kunci FROM percobaan")).scalars())
    with store.write() as tx:
        tx.people.erase(guesser, where, now=kit.NOW)
    assert len(keys) == 1
    assert not gone(store_url, keys)
    with store.write() as tx:
        tx.upkeep.purge(now=kit.NOW + 2 * kit.HOUR)

    assert gone(store_url, keys)


def test_settling_and_purging_clear_payloads_from_disk(store, store_url, kit):
    [done] = kit.advance(store, [kit.event("1")])
    mine = traces(store)
    kit.settle(store, Settlement(done.rows[0], Sent("m"), None))
    with store.write() as tx:
        tx.upkeep.purge(now=kit.NOW + 40 * kit.DAY)

    assert gone(store_url, mine)
