"""The outbox in the store: one row in flight an address, leases that end, outcomes that settle."""

from __future__ import annotations

import pytest

from core.messaging.address import Person
from core.messaging.outcomes import Gone, Later, Moved, Refused, Sent, Unknown, WindowShut
from core.messaging.outgoing import (
    Choice,
    Compose,
    Document,
    Draft,
    Message,
    Picture,
    ResendPolicy,
    Template,
)
from core.ports.outbox import Settlement


def put(store, kit, *texts, to=None, **more):
    drafts = [Draft(to or kit.chat(), Message(text), **more) for text in texts]
    with store.write() as tx:
        return tx.outbox.enqueue(drafts, now=kit.NOW)


def test_a_row_holds_all_that_its_dispatcher_needs(store, kit):
    message = Message(
        "isi", "catatan", "judul", (Choice("q:1", "Sesuai", "resmi"),), 2, free_text=True,
        reply_hint="Balas", asked=Person(("tg:77", "tg:b"), "Budi", "id"), reply_to="12",
        picture=Picture(b"png", "alt", "a.png"), document=Document(b"pdf", "a.pdf", "application/pdf"),
        template=Template("digest", ("a", "b")),
    )  # fmt: skip
    draft = Draft(
        kit.chat(thread="7"),
        message,
        policy=ResendPolicy.POST,
        replace="m9",
        caused_at=kit.NOW - kit.MINUTE,
        expires_at=kit.NOW + kit.DAY,
    )
    with store.write() as tx:
        [row_id] = tx.outbox.enqueue([draft], now=kit.NOW)

    [row] = kit.claim(store)

    assert (row.id, row.to, row.body, row.policy) == (row_id, draft.to, message, ResendPolicy.POST)
    assert (row.replace, row.caused_at, row.expires_at) == ("m9", draft.caused_at, draft.expires_at)
    assert (row.attempts, row.unsure) == (0, False)


def test_of_one_address_only_the_oldest_row_can_be_claimed(store, kit):
    put(store, kit, "1", "2")
    put(store, kit, "lain", to=kit.chat("78"))

    first = kit.claim(store)
    assert kit.texts(first) == ["1", "lain"]
    assert kit.claim(store) == []

    kit.settle(store, Settlement(first[0], Sent("m1"), None))
    assert kit.texts(kit.claim(store)) == ["2"]


def test_a_limit_takes_the_oldest_first(store, kit):
    for chat in "abc":
        put(store, kit, chat, to=kit.chat(chat))

    assert kit.texts(kit.claim(store, limit=2)) == ["a", "b"]
    assert kit.texts(kit.claim(store, limit=2)) == ["c"]


def test_only_rows_of_the_accounts_asked_for_are_claimed(store, kit):
    put(store, kit, "ini")
    put(store, kit, "itu", to=kit.chat(account="43"))

    assert kit.claim(store, accounts=[]) == []
    assert kit.texts(kit.claim(store, accounts=[("telegram", "43")])) == ["itu"]


def test_a_lease_that_ran_out_is_taken_over_as_unsure(store, kit):
    """Its holder may have sent it and died before telling."""
    put(store, kit, "1")
    kit.claim(store, holder="dead", lease=60)

    assert kit.claim(store, now=kit.NOW + kit.MINUTE / 2) == []
    [row] = kit.claim(store, now=kit.NOW + kit.MINUTE)
    assert (row.body.text, row.unsure) == ("1", True)


def test_a_holder_that_stops_in_order_leaves_its_rows_to_others(store, kit):
    kit.advance(store, [kit.event("1")], holder="a")
    with store.write() as tx:
        assert (tx.outbox.release("a"), tx.outbox.release("a")) == (1, 0)

    [row] = kit.claim(store, holder="b")
    assert row.unsure is False


def test_a_row_born_in_a_turn_belongs_to_its_writer(store, kit):
    kit.advance(store, [kit.event("1")], lease=60)

    assert kit.claim(store) == []
    assert kit.texts(kit.claim(store, now=kit.NOW + kit.MINUTE)) == ["ke-1"]


def test_a_row_for_later_is_not_due_and_holds_nobody_up(store, kit):
    put(store, kit, "pengingat", not_before=kit.NOW + kit.DAY)
    put(store, kit, "jawaban")

    assert kit.texts(kit.claim(store)) == ["jawaban"]
    later = kit.NOW + kit.DAY
    [row] = kit.claim(store, now=later, accounts=[("telegram", "42")], holder="c")
    assert row.body.text == "pengingat"


def test_a_retry_waits_its_time_and_keeps_its_place(store, kit):
    put(store, kit, "1", "2")
    [row] = kit.claim(store)
    kit.settle(store, Settlement(row, Later(30), kit.NOW + kit.MINUTE))

    assert kit.claim(store) == []
    [again] = kit.claim(store, now=kit.NOW + kit.MINUTE)
    assert (again.body.text, again.attempts, again.unsure) == ("1", 1, False)


def test_a_lost_answer_makes_the_retry_unsure(store, kit):
    put(store, kit, "1")
    [row] = kit.claim(store)
    kit.settle(store, Settlement(row, Unknown("time-out"), kit.NOW, unsure=True))

    assert [one.unsure for one in kit.claim(store)] == [True]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Sent("m1"), "terkirim"),
        (Refused("400", "bad"), "ditolak"),
        (WindowShut(), "ditolak"),
        (Unknown("time-out"), "tak_pasti"),
        (Later(9), "menyerah"),
        (Gone("blocked"), "tak_terjangkau"),
    ],
)
def test_every_outcome_settles_a_row_for_good(store, kit, outcome, state):
    """The payload goes with it."""
    from sqlalchemy import text

    put(store, kit, "1")
    [row] = kit.claim(store)
    kit.settle(store, Settlement(row, outcome, None))

    assert kit.claim(store, now=kit.NOW + kit.DAY) == []
    assert kit.counts(store)[f"outbox.{state}"] == 1
    with store.read() as reader:
        assert reader.session.conn.execute(text("SELECT isi FROM outbox")).scalars().all() == [None]


def test_what_waits_for_a_chat_that_is_gone_is_dropped(store, kit):
    put(store, kit, "1", "2")
    put(store, kit, "lain", to=kit.chat("78"))
    first = kit.claim(store)
    kit.settle(store, Settlement(first[0], Gone("blocked"), None))

    assert kit.counts(store)["outbox.dibatalkan"] == 1
    assert put(store, kit, "3") == [None]
    assert put(store, kit, "lain 2", to=kit.chat("78")) != [None]


def test_a_chat_that_moved_gets_its_row_at_the_new_place(store, kit):
    put(store, kit, "1")
    [row] = kit.claim(store)
    kit.settle(store, Settlement(row, Moved(kit.chat("-100")), None))

    [again] = kit.claim(store)
    assert (again.to, again.body.text, again.attempts) == (kit.chat("-100"), "1", 1)


def test_a_second_draft_with_the_same_key_is_not_written(store, kit):
    first = put(store, kit, "minggu ini", "sekali lagi", unique="digest:dukcapil:2026-W47")
    assert [one is None for one in first] == [False, True]
    assert put(store, kit, "minggu ini", unique="digest:dukcapil:2026-W47") == [None]
    assert kit.texts(kit.claim(store)) == ["minggu ini"]


def test_what_is_out_of_date_is_not_sent(store, kit):
    put(store, kit, "basi", expires_at=kit.NOW + kit.MINUTE)
    put(store, kit, "segar")

    assert kit.texts(kit.claim(store, now=kit.NOW + kit.HOUR)) == ["segar"]
    assert kit.counts(store)["outbox.kedaluwarsa"] == 1


def test_a_composed_message_stands_in_the_place_of_its_request(store, kit):
    with store.write() as tx:
        tx.outbox.enqueue([Draft(kit.chat(), Compose("ikm", {"periode": "2026"}))], now=kit.NOW)
    [row] = kit.claim(store)
    assert row.body == Compose("ikm", {"periode": "2026"})
    with store.write() as tx:
        tx.outbox.save_composed(row, Message("IKM 86,11"))

    assert kit.texts(kit.claim(store, now=kit.NOW + kit.HOUR)) == ["IKM 86,11"]


def mailbox(store, kit, after=0, now=None):
    with store.write() as tx:
        return tx.outbox.fetch_mailbox(kit.chat(channel="web"), after=after, now=now or kit.NOW)


def test_a_mailbox_is_fetched_and_never_claimed(store, kit):
    """Fetching up to a number settles what was read; the rest comes again."""
    done = kit.advance(store, [kit.event("1", channel="web"), kit.event("2", channel="web")])
    assert [one.rows for one in done] == [(), ()]
    assert kit.claim(store, accounts=[("web", "42")], now=kit.NOW + kit.HOUR) == []

    rows = mailbox(store, kit)
    assert kit.texts(rows) == ["ke-1", "ke-2"] == kit.texts(mailbox(store, kit))
    assert kit.texts(mailbox(store, kit, after=rows[0].seq)) == ["ke-2"]
    assert mailbox(store, kit, after=rows[1].seq) == []
    assert kit.counts(store)["outbox.terkirim"] == 2


def test_an_unknown_mailbox_is_empty_and_stays_unknown(store, kit):
    assert mailbox(store, kit) == []
    assert kit.counts(store)["alamat"] == 0


def test_a_mailbox_number_is_never_used_twice(store, kit):
    """A page remembers the last number it read, also when all rows before it are purged."""
    kit.advance(store, [kit.event("1", channel="web")])
    [row] = mailbox(store, kit)
    mailbox(store, kit, after=row.seq)
    with store.write() as tx:
        tx.upkeep.purge(now=kit.NOW + 9 * kit.DAY)
    kit.advance(store, [kit.event("2", channel="web")])

    assert [one.seq > row.seq for one in mailbox(store, kit, after=row.seq)] == [True]


def test_what_is_planned_anew_holds_nobody_up_and_what_is_tried_again_does(store, kit):
    with store.write() as tx:
        tx.outbox.enqueue([Draft(kit.chat("1"), Message(text)) for text in "ab"], now=kit.NOW)
    (first,) = kit.claim(store)
    kit.settle(store, Settlement(first, Later(0.0), kit.NOW + kit.HOUR))
    assert kit.claim(store) == []
    (first,) = kit.claim(store, now=kit.NOW + kit.HOUR)
    kit.settle(store, Settlement(first, Later(0.0), kit.NOW + kit.DAY, planned=True))
    (second,) = kit.claim(store, now=kit.NOW + kit.HOUR)
    assert (first.body.text, second.body.text) == ("a", "b")
    kit.settle(store, Settlement(second, Sent("1"), None))
    assert [row.body.text for row in kit.claim(store, now=kit.NOW + kit.DAY)] == ["a"]
