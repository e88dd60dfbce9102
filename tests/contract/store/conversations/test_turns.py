"""A group of arrivals is one transaction: each event once, in order, all or nothing."""

from __future__ import annotations

import pytest

from core.errors import StoreDown
from core.messaging.address import Person
from core.messaging.incoming import EventKind, Receipt, Unreadable
from core.messaging.outcomes import Sent, Unknown
from core.messaging.outgoing import Choice, Compose, Draft, Message
from core.ports.conversations import Decision
from core.ports.outbox import Settlement


def test_an_event_is_applied_once_however_often_it_comes(store, kit):
    """In one group and in a later one, a known event id changes nothing and answers nothing."""
    first = kit.advance(store, [kit.event("1"), kit.event("1"), kit.event("2")])
    again = kit.advance(store, [kit.event("2"), kit.event("1")])

    assert [one.fresh for one in first] == [True, False, True]
    assert [kit.texts(one.rows) for one in first] == [["ke-1"], [], ["ke-2"]]
    assert [(one.fresh, one.rows) for one in again] == [(False, ()), (False, ())]


def test_the_same_event_id_of_another_account_is_another_event(store, kit):
    other = kit.event("1", address=kit.chat(account="43"))

    assert [one.fresh for one in kit.advance(store, [kit.event("1"), other])] == [True, True]


def test_an_event_sees_what_earlier_ones_of_its_group_left(store, kit):
    seen = []

    def desk(event, before, tx):
        seen.append((before.known, before.state, before.language))
        return Decision({"flow": "f", "version": 1, "data": [event.event_id]}, language="en")

    kit.advance(store, [kit.event("1"), kit.event("2")], desk)
    kit.advance(store, [kit.event("3")], desk)

    assert seen == [
        (False, None, None),
        (True, {"flow": "f", "version": 1, "data": ["1"]}, "en"),
        (True, {"flow": "f", "version": 1, "data": ["2"]}, "en"),
    ]


def test_a_conversation_belongs_to_an_address_a_thread_and_a_person(store, kit):
    """The same person elsewhere, and another person here, each start at one."""
    asked = [
        kit.event("1"),
        kit.event("2", address=kit.chat("-100")),
        kit.event("3", address=kit.chat("-100", thread="5")),
        kit.event("4", address=kit.chat("-100"), person=Person(("tg:88",))),
        kit.event("5"),
    ]

    rows = [one.rows for one in kit.advance(store, asked)]

    assert [kit.texts(one) for one in rows] == [["ke-1"], ["ke-1"], ["ke-1"], ["ke-1"], ["ke-2"]]


def test_a_closed_conversation_is_begun_anew(store, kit):
    kit.advance(store, [kit.event("1")])
    kit.advance(store, [kit.event("2")], kit.deciding(Decision(None)))

    assert kit.texts(kit.advance(store, [kit.event("3")])[0].rows) == ["ke-1"]


def test_every_id_of_a_person_leads_to_one_row(store, kit):
    """A WhatsApp number and the id that replaces it are one person once they came together."""
    address = kit.chat("62811")
    for number, ids in enumerate([("wa:62811",), ("bsuid:9", "wa:62811"), ("bsuid:9",)], 1):
        rows = kit.advance(store, [kit.event(str(number), person=Person(ids), address=address)])
        assert kit.texts(rows[0].rows) == [f"ke-{number}"]


def test_two_rows_that_prove_to_be_one_person_are_joined(store, kit):
    with store.write() as tx:
        code = tx.staff.invite("admin", None, by="cli", expires=kit.NOW + kit.DAY, now=kit.NOW)
        assert tx.staff.redeem(code, Person(("b",)), kit.chat("2"), now=kit.NOW)
    kit.advance(store, [kit.event("1", person=Person(("a",)))])
    kit.advance(store, [kit.event("2", person=Person(("a", "b")))])

    with store.read() as reader:
        assert [one.role for one in reader.staff.roles(Person(("a",)))] == ["admin"]


def test_a_group_that_fails_leaves_nothing_behind(store, kit):
    def desk(event, seen, tx):
        if event.event_id == "bad":
            raise RuntimeError("the desk stumbles")
        done = kit.count_desk(event, seen, tx)
        return Decision(done.state, drafts=done.drafts, response=kit.response(), saran=kit.saran())

    with pytest.raises(RuntimeError):
        kit.advance(store, [kit.event("1"), kit.event("bad")], desk)

    assert set(kit.counts(store).values()) == {0}
    assert kit.texts(kit.advance(store, [kit.event("1")])[0].rows) == ["ke-1"]


def test_the_notice_and_the_rows_come_back_with_their_event(store, kit):
    def desk(event, seen, tx):
        drafts = tuple(Draft(event.address, Message(f"{event.event_id}{part}")) for part in "ab")
        return Decision({"data": 1}, drafts=drafts, notice=f"notice {event.event_id}")

    done = kit.advance(store, [kit.event("1"), kit.event("2", who="78")], desk)

    assert [(kit.texts(one.rows), one.notice) for one in done] == [
        (["1a", "1b"], "notice 1"),
        (["2a", "2b"], "notice 2"),
    ]
    seqs = [row.seq for one in done for row in one.rows]
    assert seqs == sorted(seqs)


@pytest.mark.parametrize(
    "text", ["👩🏽‍🦽", "\u202eabc", "a\x00b", "\ud83d", "<b>*_`", "é" * 100_000]
)
def test_any_text_is_kept_as_it_was_typed(store, kit, text):
    def desk(event, seen, tx):
        draft = Draft(event.address, Message(event.text))
        return Decision(
            {"data": {"teks": event.text}}, drafts=(draft,), saran=kit.saran(event.text)
        )

    kit.advance(store, [kit.event("1", text=text)], desk)
    states = []
    kit.advance(
        store, [kit.event("2")], lambda e, seen, tx: states.append(seen.state) or Decision(None)
    )

    assert states == [{"data": {"teks": text}}]
    assert kit.texts(kit.claim(store, now=kit.NOW + kit.HOUR)) == [text]
    with store.read() as reader:
        assert [one.text for one in reader.answers.saran(kit.scope())] == [text]


def test_what_cannot_be_read_is_parked_once_and_blocks_nothing(store, kit):
    bad = Unreadable("9", "telegram", "42", b"\xff{", "no JSON", kit.NOW)

    done = kit.advance(store, [bad, kit.event("1"), bad])

    assert [one.fresh for one in done] == [True, True, False]
    assert kit.texts(done[1].rows) == ["ke-1"]
    assert kit.counts(store)["terparkir"] == 1


def test_a_parked_event_is_known_from_then_on(store, kit):
    """It failed with its whole transaction, so its id had been forgotten with it."""
    with store.write() as tx:
        tx.conversations.park(kit.event("1"), "fails three times", now=kit.NOW)

    assert [one.fresh for one in kit.advance(store, [kit.event("1")])] == [False]
    assert kit.counts(store)["terparkir"] == 1


def test_a_blocked_chat_gets_nothing_until_somebody_writes_there_again(store, kit):
    kit.advance(store, [kit.event("1")])
    kit.advance(store, [kit.event("2", kind=EventKind.UNREACHABLE)])
    with store.write() as tx:
        refused = tx.outbox.enqueue([Draft(kit.chat(), Message("berita"))], now=kit.NOW)

    assert refused == [None]
    assert kit.claim(store, now=kit.NOW + kit.HOUR) == []
    assert kit.texts(kit.advance(store, [kit.event("3")])[0].rows) == ["ke-2"]


def test_a_chat_that_closes_within_a_group_takes_its_replies_along(store, kit):
    done = kit.advance(store, [kit.event("1"), kit.event("2", kind=EventKind.UNREACHABLE)])

    assert [one.rows for one in done] == [(), ()]
    assert kit.counts(store)["outbox.dibatalkan"] == 1


def test_an_opened_chat_can_be_written_to_again(store, kit):
    kit.advance(store, [kit.event("1"), kit.event("2", kind=EventKind.UNREACHABLE)])
    kit.advance(store, [kit.event("3", kind=EventKind.REACHABLE)])
    with store.write() as tx:
        assert tx.outbox.enqueue([Draft(kit.chat(), Message("berita"))], now=kit.NOW) != [None]


def test_a_chat_that_moves_takes_its_conversation_and_its_messages_along(store, kit):
    """Telegram turns a group into a supergroup under another id."""
    kit.advance(store, [kit.event("1")])
    moved = kit.event("2", kind=EventKind.MOVED, moved_to=kit.chat("-100"))
    kit.advance(store, [moved])

    rows = kit.claim(store, now=kit.NOW + kit.HOUR)
    after = kit.advance(store, [kit.event("3", address=kit.chat("-100"))])

    assert [(row.to, row.body.text) for row in rows] == [(kit.chat("-100"), "ke-1")]
    assert kit.texts(after[0].rows) == ["ke-2"]


def test_a_chat_may_move_to_one_that_is_known_already(store, kit):
    new = kit.chat("-100")
    kit.advance(store, [kit.event("1"), kit.event("2", address=new), kit.event("3", address=new)])
    kit.advance(store, [kit.event("4", kind=EventKind.MOVED, moved_to=new)])

    assert kit.texts(kit.advance(store, [kit.event("5", address=new)])[0].rows) == ["ke-3"]
    assert kit.counts(store)["alamat"] == 1


def receipt(kit, row, status, **more):
    ids = {"outbox_id": row.id, "provider_id": None} | more
    return Receipt(f"r-{status}", "telegram", "42", status=status, code="63024", at=kit.NOW, **ids)


def test_a_receipt_settles_a_row_whose_answer_was_lost(store, kit):
    [row] = kit.advance(store, [kit.event("1")])[0].rows
    kit.settle(store, Settlement(row, Unknown("time-out"), kit.NOW + kit.MINUTE, unsure=True))
    kit.advance(store, [receipt(kit, row, "delivered")])

    assert kit.claim(store, now=kit.NOW + kit.HOUR) == []
    assert kit.counts(store)["outbox.terkirim"] == 1


def test_a_failure_told_later_is_recorded_by_the_providers_id(store, kit):
    [row] = kit.advance(store, [kit.event("1")])[0].rows
    kit.settle(store, Settlement(row, Sent("SM1"), None))
    kit.advance(store, [receipt(kit, row, "undelivered", outbox_id=None, provider_id="SM1")])

    assert kit.counts(store)["outbox.gagal"] == 1


def test_a_broken_statement_is_not_told_as_a_database_that_is_down(store):
    from sqlalchemy import text
    from sqlalchemy.exc import OperationalError

    with pytest.raises(OperationalError), store.write() as tx:
        tx.session.conn.execute(text("SELECT nothing FROM nowhere"))


def test_a_reader_cannot_write(store):
    from sqlalchemy import text

    with pytest.raises(StoreDown), store.read() as reader:
        reader.session.conn.execute(text("DELETE FROM diterima"))


def test_a_readers_view_stands_still(store, kit):
    with store.read() as reader:
        before = reader.upkeep.counts()["diterima"]
        kit.advance(store, [kit.event("1")])
        assert reader.upkeep.counts()["diterima"] == before == 0
    assert kit.counts(store)["diterima"] == 1


def test_a_repeated_event_is_told_with_when_it_came_first(store, kit):
    (first,) = kit.advance(store, [kit.event("1")])
    later = kit.NOW + kit.HOUR
    again, other = kit.advance(store, [kit.event("1"), kit.event("2")], now=later)
    assert (first.fresh, first.first_stored_at) == (True, None)
    assert (again.fresh, again.first_stored_at) == (False, kit.NOW)
    assert (other.fresh, other.first_stored_at) == (True, None)


def ask_desk(said, seen, tx):
    """Counts in the state, and answers each event with a screen, or as its text asks."""
    n = seen.state["data"] + 1 if seen.state else 1
    screen = Message(f"ke-{n}", choices=(Choice("y", "Ya"),))
    body = {"kata": Message(f"kata {n}"), "hitung": Compose("ikm", {})}.get(said.text, screen)
    draft = Draft(said.address, body, caused_at=said.at)
    return Decision({"flow": "f", "version": 1, "data": n}, drafts=(draft,))


def test_of_a_flood_in_one_group_only_the_newest_screens_are_written(store, kit):
    """Every event is taken in and counts in the conversation; the others of the group lose nothing.

    Words, and what is still to be composed, are told in full, in their places.
    """
    texts = {2: "kata", 3: "hitung"}
    flood = [kit.event(str(n), text=texts.get(n, "x")) for n in range(1, 13)]
    group = [*flood, kit.event("13", who="88")]

    done = kit.advance(store, group, ask_desk)
    after = kit.advance(store, [*group, kit.event("14")], ask_desk)

    rows = [one.rows for one in done]
    assert [len(one) for one in rows] == [0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    assert kit.texts(rows[1]) == ["kata 2"]
    assert [kit.texts(one) for one in rows[4:]] == [[f"ke-{n}"] for n in range(5, 13)] + [["ke-1"]]
    assert [one.fresh for one in done] == [True] * 13
    assert [one.fresh for one in after] == [False] * 13 + [True]
    assert kit.texts(after[-1].rows) == ["ke-13"]
    assert kit.counts(store)["outbox.menunggu"] == 12
    seqs = [row.seq for one in [*rows, after[-1].rows] for row in one]
    assert seqs == sorted(seqs)


def test_a_page_that_reads_its_mailbox_is_shown_every_screen(store, kit):
    """It asks for all that it missed; no lane would have let any go."""
    kit.advance(store, [kit.event(str(n), channel="web") for n in range(12)], ask_desk)

    with store.write() as tx:
        rows = tx.outbox.fetch_mailbox(kit.chat(channel="web"), after=0, now=kit.NOW)
    assert kit.texts(rows) == [f"ke-{n}" for n in range(1, 13)]
