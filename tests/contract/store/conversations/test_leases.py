"""Leases of living processes, and the conversations that were open while no process lived."""

from __future__ import annotations

from dataclasses import replace

from core.messaging.incoming import EventKind
from core.messaging.outgoing import Draft, Message
from core.ports.conversations import Decision
from core.ports.upkeep import Lease
from storage.store import open_store
from tests.contract.store.store_kit import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    SECRET,
    TELEGRAM,
    advance,
    chat,
    deciding,
    event,
)

FIRST = Lease("ambil:42", "satu", "komputer a, pid 1", NOW)
SECOND = Lease("ambil:42", "dua", "komputer b, pid 2", NOW + MINUTE)


def take(store, row, dead_before):
    with store.write() as tx:
        return tx.upkeep.take_lease(row, dead_before=dead_before)


def test_a_lease_is_the_first_ones_while_it_lives(store):
    assert take(store, FIRST, NOW) == FIRST
    assert take(store, SECOND, NOW) == FIRST
    renewed = replace(FIRST, seen_at=NOW + MINUTE)
    assert take(store, renewed, NOW) == renewed
    with store.read() as reader:
        assert reader.upkeep.lease("ambil:42") == renewed
        assert reader.upkeep.lease("ambil:43") is None


def test_who_was_not_seen_for_long_has_lost_it(store):
    take(store, FIRST, NOW)
    assert take(store, SECOND, NOW + MINUTE) == SECOND
    assert take(store, replace(FIRST, seen_at=NOW + 2 * MINUTE), NOW) == SECOND


def test_given_back_it_is_free_at_once_and_remembers_when_it_was_seen(store):
    take(store, FIRST, NOW)
    with store.write() as tx:
        tx.upkeep.drop_lease(SECOND)  # not theirs: nothing happens
        assert tx.upkeep.take_lease(SECOND, dead_before=NOW) == FIRST
        tx.upkeep.drop_lease(FIRST)
    with store.read() as reader:
        assert reader.upkeep.lease("ambil:42").seen_at == NOW
    assert take(store, SECOND, NOW) == SECOND


def talk(store, who, *, at=NOW, state="ada", account="42"):
    here = chat(who, account=account)
    kept = {"flow": "uji", "version": 1, "data": state} if state else None
    advance(
        store, [event(f"e{who}{account}", who=who, address=here)], deciding(Decision(kept)), now=at
    )
    return here


def open_at(store, since=NOW - DAY, until=NOW + HOUR):
    with store.read() as reader:
        return [
            one.address.chat for one in reader.conversations.open_between(TELEGRAM, since, until)
        ]


def test_open_conversations_of_one_bot_the_newest_first(store):
    talk(store, "7", at=NOW)
    talk(store, "8", at=NOW + MINUTE)
    talk(store, "9", account="43")
    talk(store, "10", state=None)
    assert open_at(store) == ["8", "7"]
    assert open_at(store, since=NOW + MINUTE) == ["8"]
    assert open_at(store, until=NOW) == ["7"]


def test_not_who_blocked_us_and_not_who_still_waits_for_a_reply(store):
    talk(store, "7")
    blocked, waits, posted = talk(store, "8"), talk(store, "9"), talk(store, "10")
    advance(store, [event("b", who="8", kind=EventKind.UNREACHABLE, address=blocked)])
    with store.write() as tx:
        reply, post = Draft(waits, Message("a"), caused_at=NOW), Draft(posted, Message("b"))
        tx.outbox.enqueue([reply, post], now=NOW)
    assert open_at(store) == ["10", "7"] or open_at(store) == ["7", "10"]


def test_a_conversation_as_it_stands(store):
    here = talk(store, "7", at=NOW + MINUTE)
    with store.read() as reader:
        found = reader.conversations.open_at(here)
        assert (found.address, found.active_at) == (here, NOW + MINUTE)
        assert found.state == {"flow": "uji", "version": 1, "data": "ada"}
        assert reader.conversations.open_at(chat("70")) is None


def test_one_process_of_a_database_is_alone(store, store_url):
    """A file knows it at once, also that the other has ended; between servers only leases tell."""
    other = open_store(store_url, [SECRET])
    seen = [store.alone("ambil-42"), other.alone("ambil-42"), store.alone("ambil-42")]
    store.close()
    seen.append(other.alone("ambil-42"))
    other.close()
    assert seen in ([True, False, True, True], [None] * 4)
