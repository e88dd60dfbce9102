"""Every id that a channel gives for one person leads to one row, and no id to two."""

import pytest

from core.messaging.address import Address, Person
from core.messaging.outcomes import Sent
from core.messaging.outgoing import Draft, Message
from core.ports.conversations import Decision
from core.ports.outbox import Settlement

ACCOUNT = "+14155238886"
WHATSAPP = ("whatsapp", ACCOUNT)
USER, PHONE = "wa-user:ID.45", "wa-phone:+6281"
BY_USER = Address("whatsapp", ACCOUNT, "ID.45")
BY_PHONE = Address("whatsapp", ACCOUNT, "+6281")


def say(kit, number, ids, at=BY_PHONE, **more):
    return kit.event(str(number), person=Person(ids), address=at, **more)


def answers(kit, store, *events, **more):
    return [text for one in kit.advance(store, events, **more) for text in kit.texts(one.rows)]


def appoint(store, kit, role, ids, at=BY_PHONE, bidang=None):
    with store.write() as tx:
        code = tx.staff.invite(role, bidang, by="cli", expires=kit.NOW + kit.DAY, now=kit.NOW)
        assert tx.staff.redeem(code, Person(ids), at, now=kit.NOW)


def roles(store, *ids):
    with store.read() as reader:
        return [(one.role, one.bidang) for one in reader.staff.roles(Person(ids))]


def recipients(store):
    with store.read() as reader:
        return [one.address for one in reader.staff.recipients()]


def test_a_person_first_known_by_number_goes_on_by_user_id(store, kit):
    said = [(PHONE,), (USER, PHONE), (USER,)]
    for number, ids in enumerate(said, 1):
        assert answers(kit, store, say(kit, number, ids)) == [f"ke-{number}"]


def test_the_open_conversation_is_found_when_from_changes_its_form(store, kit):
    """A person who chose a user name has no number to answer to any more."""
    answers(kit, store, say(kit, 1, (USER, PHONE), BY_PHONE))

    [done] = kit.advance(store, [say(kit, 2, (USER,), BY_USER)])

    assert kit.texts(done.rows) == ["ke-2"]
    assert [row.to for row in done.rows] == [BY_USER]
    assert kit.counts(store)["percakapan"] == 1
    assert kit.counts(store)["alamat"] == 1


def test_what_waited_for_the_old_form_goes_to_the_new_one(store, kit):
    answers(kit, store, say(kit, 1, (USER, PHONE), BY_PHONE))
    with store.write() as tx:
        tx.outbox.release("a")
    answers(kit, store, say(kit, 2, (USER,), BY_USER))

    [row] = kit.claim(store, accounts=[WHATSAPP])

    assert (row.to, row.body.text) == (BY_USER, "ke-1")


def test_staff_are_written_to_where_they_were_heard_last(store, kit):
    appoint(store, kit, "bidang", (USER, PHONE), BY_PHONE, "sekretariat")
    answers(kit, store, say(kit, 1, (USER, PHONE), BY_PHONE))
    answers(kit, store, say(kit, 2, (USER,), BY_USER))

    assert recipients(store) == [BY_USER]


def test_another_of_our_senders_is_another_conversation(store, kit):
    other = Address("whatsapp", "+1999", "ID.45")
    answers(kit, store, say(kit, 1, (USER, PHONE), BY_PHONE))

    assert answers(kit, store, say(kit, 2, (USER,), other)) == ["ke-1"]
    assert answers(kit, store, say(kit, 3, (USER, PHONE), BY_PHONE)) == ["ke-2"]


def test_a_conversation_in_a_group_does_not_follow_to_the_private_chat(store, kit):
    group = kit.chat("-100", "whatsapp", ACCOUNT)
    kit.advance(store, [say(kit, 1, (USER,), group, private=False)])

    assert answers(kit, store, say(kit, 2, (USER,), BY_USER)) == ["ke-1"]


@pytest.mark.parametrize("later", [BY_PHONE, BY_USER])
def test_two_rows_become_one_with_the_conversation_spoken_in_last(store, kit, later):
    first = BY_PHONE if later is BY_USER else BY_USER
    ids = {BY_PHONE: (PHONE,), BY_USER: (USER,)}
    answers(kit, store, *(say(kit, n, ids[first], first) for n in range(3)))
    answers(kit, store, say(kit, 3, ids[later], later), now=kit.NOW + kit.HOUR)

    joined = say(kit, 4, (USER, PHONE), later)
    assert answers(kit, store, joined, now=kit.NOW + 2 * kit.HOUR) == ["ke-2"]
    assert kit.counts(store)["percakapan"] == 1


def test_an_open_conversation_outlives_a_closed_one(store, kit):
    answers(kit, store, say(kit, 1, (PHONE,), BY_PHONE))
    kit.advance(store, [say(kit, 2, (USER,), BY_USER)], kit.deciding(Decision(None)))

    assert answers(kit, store, say(kit, 3, (USER, PHONE), BY_USER)) == ["ke-2"]


def test_two_rows_become_one_with_the_roles_of_both(store, kit):
    appoint(store, kit, "bidang", (PHONE,), BY_PHONE, "sekretariat")
    appoint(store, kit, "bidang", (USER,), BY_USER, "sekretariat")
    appoint(store, kit, "admin", (PHONE,), BY_PHONE)

    answers(kit, store, say(kit, 1, (USER, PHONE), BY_USER))

    assert sorted(roles(store, USER), key=str) == [("admin", None), ("bidang", "sekretariat")]
    assert roles(store, PHONE) == roles(store, USER)
    assert set(recipients(store)) <= {BY_USER, BY_PHONE}
    assert len(recipients(store)) == 2


def test_who_answered_once_under_either_id_has_answered(store, kit):
    until = kit.NOW + kit.DAY
    once = kit.deciding(Decision({"data": 1}, answered_mark=("ktp", until)))
    kit.advance(store, [say(kit, 1, (PHONE,))], once)
    answers(kit, store, say(kit, 2, (USER, PHONE)))

    with store.write() as tx:
        assert tx.people.answered(Person((USER, PHONE)), "ktp", now=kit.NOW)


def test_rows_are_joined_within_one_group_too(store, kit):
    answers(kit, store, say(kit, 1, (PHONE,), BY_PHONE))
    answers(kit, store, say(kit, 2, (USER,), BY_USER))
    group = [
        say(kit, 3, (PHONE,), BY_PHONE),
        say(kit, 4, (USER,), BY_PHONE),
        say(kit, 5, (USER, PHONE), BY_PHONE),
    ]

    assert answers(kit, store, *group) == ["ke-2", "ke-3", "ke-4"]


# -- a number goes to somebody else --------------------------------------------------------------


def test_a_new_number_with_a_new_user_id_is_another_person(store, kit):
    appoint(store, kit, "admin", (USER, PHONE))
    answers(kit, store, say(kit, 1, (USER, PHONE)))

    other = Address("whatsapp", ACCOUNT, "+6299")
    new = ("wa-user:ID.99", "wa-phone:+6299")
    assert answers(kit, store, say(kit, 2, new, other)) == ["ke-1"]
    assert roles(store, *new) == []


def test_a_number_that_changed_hands_brings_nothing_along(store, kit):
    """The operator gave an officer's old number to a citizen."""
    appoint(store, kit, "admin", (USER, PHONE))
    answers(kit, store, say(kit, 1, (USER, PHONE)))
    with store.write() as tx:
        tx.outbox.enqueue([Draft(BY_PHONE, Message("rahasia dinas"))], now=kit.NOW)
        tx.outbox.release("a")

    citizen = ("wa-user:ID.99", PHONE)
    assert answers(kit, store, say(kit, 2, citizen)) == ["ke-1"]
    assert roles(store, *citizen) == []
    assert roles(store, PHONE) == []
    assert roles(store, USER) == [("admin", None)]
    assert recipients(store) == []
    assert kit.claim(store, accounts=[WHATSAPP]) == []


def test_who_lost_a_number_is_reached_again_once_they_write(store, kit):
    appoint(store, kit, "admin", (USER, PHONE))
    answers(kit, store, say(kit, 1, (USER, PHONE)))
    answers(kit, store, say(kit, 2, ("wa-user:ID.99", PHONE)))

    answers(kit, store, say(kit, 3, (USER,), BY_USER))

    assert recipients(store) == [BY_USER]


def test_a_number_changes_hands_within_one_group_of_new_people(store, kit):
    group = [say(kit, 1, (USER, PHONE)), say(kit, 2, ("wa-user:ID.99", PHONE))]

    assert answers(kit, store, *group) == ["ke-1", "ke-1"]


def test_a_person_who_changes_the_number_keeps_their_user_id(store, kit):
    answers(kit, store, say(kit, 1, (USER, PHONE)))

    assert answers(kit, store, say(kit, 2, (USER, "wa-phone:+6282"))) == ["ke-2"]
    assert answers(kit, store, say(kit, 3, ("wa-phone:+6282",))) == ["ke-3"]


# -- erasure and silence -------------------------------------------------------------------------


def erase(said, seen, tx):
    tx.people.erase(said.person, said.address, now=said.at)
    return Decision(None, drafts=(Draft(said.address, Message("terhapus"), caused_at=said.at),))


def test_an_erasure_by_one_id_takes_what_all_ids_led_to(store, kit):
    answers(kit, store, say(kit, 1, (USER, PHONE), BY_PHONE))
    [done] = kit.advance(store, [say(kit, 2, (USER,), BY_PHONE)], erase)
    kit.settle(store, Settlement(done.rows[0], Sent("m"), None))

    assert kit.texts(done.rows) == ["terhapus"]
    left = kit.counts(store)
    assert [left[name] for name in ("alamat", "percakapan")] == [0, 0]
    with store.read() as reader:
        assert set(reader.people.holdings(Person((PHONE,)), BY_PHONE).values()) == {0}
    assert answers(kit, store, say(kit, 3, (PHONE,), BY_PHONE)) == ["ke-1"]


def test_silence_asked_by_one_id_stops_what_all_ids_would_get(store, kit):
    answers(kit, store, say(kit, 1, (USER, PHONE), BY_PHONE))
    with store.write() as tx:
        tx.outbox.release("a")
        tx.outbox.enqueue([Draft(BY_PHONE, Message("undangan"))], now=kit.NOW)
        assert tx.people.silence(Person((USER,)), BY_PHONE, now=kit.NOW) == 1
