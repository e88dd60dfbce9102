"""Staff by invitation, and a person's own data: told, silenced and erased on request."""

from __future__ import annotations

import re

import pytest

from core.messaging.address import Person
from core.messaging.incoming import EventKind
from core.messaging.outcomes import Sent
from core.messaging.outgoing import Draft, Message
from core.ports.conversations import Decision
from core.ports.outbox import Settlement
from core.ports.staff import StaffRole


def invite(store, kit, role="bidang", bidang="yanduk"):
    with store.write() as tx:
        return tx.staff.invite(role, bidang, by="cli", expires=kit.NOW + kit.HOUR, now=kit.NOW)


def redeem(store, kit, place_code, who="tg:77", now=None):
    with store.write() as tx:
        return tx.staff.redeem(place_code, Person((who,)), kit.chat(), now=now or kit.NOW)


def test_a_code_can_be_read_aloud(store, kit):
    """Four and four letters, none that looks like another."""
    codes = {invite(store, kit) for _ in range(20)}

    assert len(codes) == 20
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", one) for one in codes)


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_a_code_appoints_once_however_it_is_typed(store, kit, typed):
    place_code = typed(invite(store, kit))

    assert redeem(store, kit, place_code) == StaffRole("bidang", "yanduk")
    assert redeem(store, kit, place_code, "tg:78") is None
    with store.read() as reader:
        assert reader.staff.roles(Person(("tg:77",))) == (StaffRole("bidang", "yanduk"),)
        assert reader.staff.roles(Person(("tg:78",))) == ()


def test_an_old_code_appoints_nobody(store, kit):
    assert redeem(store, kit, invite(store, kit), now=kit.NOW + kit.HOUR) is None


def test_a_person_may_hold_several_roles_and_leaves_them_all(store, kit):
    redeem(store, kit, invite(store, kit, "admin", None))
    redeem(store, kit, invite(store, kit))
    redeem(store, kit, invite(store, kit))
    with store.write() as tx:
        assert tx.staff.roles(kit.person()) == (
            StaffRole("admin", None),
            StaffRole("bidang", "yanduk"),
        )
        assert tx.staff.leave(kit.person(), now=kit.NOW) == 2
        assert tx.staff.leave(kit.person(), now=kit.NOW) == 0
        assert tx.staff.roles(kit.person()) == ()


def test_five_wrong_codes_in_an_hour_are_enough(store, kit):
    for minute in range(5):
        with store.read() as reader:
            assert reader.upkeep.counts()
        with store.write() as tx:
            assert not tx.staff.too_many_codes(kit.person(), now=kit.NOW + minute * kit.MINUTE)
        redeem(store, kit, "AAAA-AAAA", now=kit.NOW + minute * kit.MINUTE)

    with store.write() as tx:
        assert tx.staff.too_many_codes(kit.person(), now=kit.NOW + 5 * kit.MINUTE)
        assert tx.staff.too_many_codes(Person(("new", "tg:77")), now=kit.NOW + 5 * kit.MINUTE)
        assert not tx.staff.too_many_codes(Person(("tg:78",)), now=kit.NOW + 5 * kit.MINUTE)
        assert not tx.staff.too_many_codes(kit.person(), now=kit.NOW + kit.HOUR)


def test_wrong_codes_are_not_forgotten_by_an_erasure(store, kit):
    """Else erasing oneself would buy five more tries."""
    for _ in range(5):
        redeem(store, kit, "AAAA-AAAA")
    with store.write() as tx:
        tx.people.erase(kit.person(), kit.chat(), now=kit.NOW)
        assert tx.staff.too_many_codes(kit.person(), now=kit.NOW)


def test_appointments_stand_in_the_audit_trail_without_a_name(store, kit):
    from sqlalchemy import text

    redeem(store, kit, invite(store, kit))
    with store.read() as reader:
        rows = reader.session.conn.execute(
            text("SELECT siapa AS actor, apa AS action, fakta AS facts FROM jejak ORDER BY id")
        ).all()

    assert [row.action for row in rows] == ["undang", "gabung"]
    assert "77" not in rows[1].facts
    assert re.fullmatch(r"orang:[0-9a-f]{32}", rows[1].actor)


# -- what is kept of a person ------------------------------------------------------------------


def full_life(store, kit):
    """A chat with an open conversation, a waiting message, and a wish to be told."""
    decided = Decision(
        {"flow": "survei", "version": 1, "data": {"ke": 3}},
        drafts=(Draft(kit.chat(), Message("Kalimat rahasia untuk warga")),),
        saran=kit.saran(),
        wants_follow_up=True,
    )
    kit.advance(store, [kit.event("1")], kit.deciding(decided))


def held(store, kit):
    with store.read() as reader:
        return reader.people.holdings(kit.person(), kit.chat())


def test_holdings_count_all_that_leads_to_a_person(store, kit):
    assert set(held(store, kit).values()) == {0}
    full_life(store, kit)
    redeem(store, kit, invite(store, kit))

    assert held(store, kit) == {"alamat": 1, "percakapan": 1, "pesan": 1, "kabar": 1, "petugas": 1}


def test_an_erasure_leaves_nothing_that_leads_to_a_person(store, kit):
    full_life(store, kit)
    with store.write() as tx:
        assert tx.people.erase(kit.person(), kit.chat(), now=kit.NOW) > 0

    assert set(held(store, kit).values()) == {0}
    assert kit.claim(store, now=kit.NOW + kit.HOUR) == []
    with store.read() as reader:
        assert [one.text for one in reader.answers.saran(kit.scope())] == ["Kursi tunggu kurang."]


def test_an_erasure_leaves_others_in_the_same_chat_alone(store, kit):
    group = kit.chat("-100")
    for number, who in enumerate(("77", "88")):
        kit.advance(store, [kit.event(f"{number}", who=who, address=group)])
    with store.write() as tx:
        tx.people.erase(kit.person(), group, now=kit.NOW)

    after = [kit.event("3", who="88", address=group), kit.event("4", who="77", address=group)]
    assert [kit.texts(one.rows) for one in kit.advance(store, after)] == [["ke-2"], ["ke-1"]]


def test_staff_stay_staff_after_an_erasure(store, kit):
    redeem(store, kit, invite(store, kit))
    kit.advance(store, [kit.event("1")])
    with store.write() as tx:
        tx.people.erase(kit.person(), kit.chat(), now=kit.NOW)

    assert held(store, kit) == {"alamat": 0, "percakapan": 0, "pesan": 0, "kabar": 0, "petugas": 1}
    with store.write() as tx:
        tx.staff.leave(kit.person(), now=kit.NOW)
        tx.people.erase(kit.person(), kit.chat(), now=kit.NOW)
        assert set(tx.upkeep.purge(now=kit.NOW).values()) == {0}


def test_an_erasure_within_a_group_takes_what_came_before_it(store, kit):
    """The earlier reply is not sent, and the later event starts from nothing."""

    def desk(event, seen, tx):
        if event.text == "hapus data":
            tx.people.erase(event.person, event.address, now=kit.NOW)
            return Decision(None, drafts=(Draft(event.address, Message("Sudah dihapus.")),))
        assert (seen.known, seen.state is None) == {"1": (False, True), "3": (False, True)}[
            event.event_id
        ]
        return kit.count_desk(event, seen, tx)

    group = [kit.event("1"), kit.event("2", text="hapus data"), kit.event("3")]
    done = kit.advance(store, group, desk)

    assert [kit.texts(one.rows) for one in done] == [[], ["Sudah dihapus."], ["ke-1"]]


def say_goodbye(store, kit):
    def desk(event, seen, tx):
        tx.people.erase(event.person, event.address, now=kit.NOW)
        return Decision(None, drafts=(Draft(event.address, Message("Sudah dihapus.")),))

    [done] = kit.advance(store, [kit.event("9")], desk)
    return done.rows


def test_the_goodbye_leaves_no_address_behind(store, kit):
    full_life(store, kit)
    [row] = say_goodbye(store, kit)
    assert kit.counts(store)["alamat"] == 1
    kit.settle(store, Settlement(row, Sent("m1"), None))

    left = kit.counts(store)
    assert (left["alamat"], left["percakapan"], left.get("outbox.terkirim", 0)) == (0, 0, 0)


def test_who_writes_again_before_the_goodbye_is_sent_keeps_the_new_conversation(store, kit):
    [row] = say_goodbye(store, kit)
    kit.advance(store, [kit.event("10")])
    kit.settle(store, Settlement(row, Sent("m1"), None))

    assert kit.texts(kit.advance(store, [kit.event("11")])[0].rows) == ["ke-2"]


def test_a_stop_silences_what_was_still_to_come(store, kit):
    """A reply that was asked for still goes; the planned message and the wish do not."""
    full_life(store, kit)
    with store.write() as tx:
        tx.outbox.enqueue([Draft(kit.chat(), Message("balasan"), caused_at=kit.NOW)], now=kit.NOW)
        assert tx.people.silence(kit.person(), kit.chat(), now=kit.NOW) == 2

    assert kit.texts(kit.claim(store, now=kit.NOW + kit.HOUR)) == ["balasan"]
    assert held(store, kit)["kabar"] == 0


def test_an_erasure_takes_parked_events_of_the_chat(store, kit):
    with store.write() as tx:
        tx.conversations.park(kit.event("1", kind=EventKind.TEXT), "fails", now=kit.NOW)
    kit.advance(store, [kit.event("2")])
    with store.write() as tx:
        tx.people.erase(kit.person(), kit.chat(), now=kit.NOW)

    assert kit.counts(store)["terparkir"] == 0


def test_who_said_stop_hears_the_goodbye_and_then_nothing_until_they_write(store, kit):
    def stop(event, seen, tx):
        tx.people.silence(event.person, event.address, now=kit.NOW)
        return Decision(None, drafts=(Draft(event.address, Message("Baik."), caused_at=event.at),))

    def posted(text):
        with store.write() as tx:
            tx.outbox.enqueue([Draft(kit.chat(), Message(text))], now=kit.NOW)
        return kit.texts(kit.claim(store))

    [done] = kit.advance(store, [kit.event("1")], stop)
    assert kit.texts(done.rows) == ["Baik."]
    kit.settle(store, Settlement(done.rows[0], Sent("m1"), None))
    assert posted("ringkasan") == []

    kit.advance(store, [kit.event("2")], kit.deciding(Decision(None)))
    assert posted("ringkasan baru") == ["ringkasan baru"]


def test_who_writes_on_right_after_a_stop_is_written_to(store, kit):
    def desk(event, seen, tx):
        if event.event_id == "1":
            tx.people.silence(event.person, event.address, now=kit.NOW)
        return Decision(None)

    kit.advance(store, [kit.event("1"), kit.event("2")], desk)
    with store.write() as tx:
        tx.outbox.enqueue([Draft(kit.chat(), Message("ringkasan"))], now=kit.NOW)

    assert kit.texts(kit.claim(store)) == ["ringkasan"]


def test_who_writes_on_is_written_to_also_when_somebody_was_erased_in_between(store, kit):
    """An erasure writes what the group has caused so far; the silence waits for its end."""

    def desk(event, seen, tx):
        if event.event_id == "1":
            tx.people.silence(event.person, event.address, now=kit.NOW)
        if event.event_id == "2":
            tx.people.erase(event.person, event.address, now=kit.NOW)
        reply = Draft(event.address, Message(f"ke-{event.event_id}"), caused_at=event.at)
        return Decision(None, drafts=(reply,))

    group = [kit.event("1"), kit.event("2", who="88"), kit.event("3")]
    done = kit.advance(store, group, desk)
    with store.write() as tx:
        tx.outbox.enqueue([Draft(kit.chat(), Message("ringkasan"))], now=kit.NOW)

    assert [kit.texts(one.rows) for one in done] == [["ke-1"], ["ke-2"], ["ke-3"]]
    assert kit.counts(store)["outbox.menunggu"] == 4


def test_a_chat_that_fell_silent_takes_no_row_in_the_same_transaction(store, kit):
    """The address that the transaction looked up before is out of date by then."""
    planned = Draft(kit.chat(), Message("ringkasan"))
    with store.write() as tx:
        assert tx.outbox.enqueue([planned], now=kit.NOW) != [None]
        tx.people.silence(kit.person(), kit.chat(), now=kit.NOW)
        assert tx.outbox.enqueue([planned], now=kit.NOW) == [None]


def test_within_one_group_a_standing_holds_from_the_event_that_changes_it(store, kit):
    """It is read once for all who write, and again as soon as somebody joins, leaves or is sent."""
    place_code = invite(store, kit)
    other = Person(("tg:88",))
    told = []

    def desk(event, seen, tx):
        told.append([one.bidang for one in tx.staff.roles(event.person)])
        match event.text:
            case "gabung":
                tx.staff.redeem(place_code, event.person, event.address, now=kit.NOW)
            case "keluar":
                tx.staff.leave(event.person, now=kit.NOW)
            case "cabut":
                tx.staff.revoke(tx.staff.members()[0].id, by=event.person, now=kit.NOW)
        told.append([one.bidang for one in tx.staff.roles(event.person)])
        return Decision(seen.state)

    texts = ("halo", "gabung", "halo", "keluar", "halo")
    kit.advance(store, [kit.event(str(n), text=one) for n, one in enumerate(texts)], desk)
    assert told == [[], [], [], ["yanduk"], ["yanduk"], ["yanduk"], ["yanduk"], [], [], []]

    redeem(store, kit, invite(store, kit, bidang="umum"))
    told.clear()
    group = [kit.event("7"), kit.event("8", person=other, text="cabut"), kit.event("9")]
    kit.advance(store, group, desk)
    assert told == [["umum"], ["umum"], [], [], [], []]


def test_who_comes_by_two_ids_in_one_group_is_known_by_both(store, kit):
    """The first event shows one id, the second both: the standing belongs to the one person."""
    redeem(store, kit, invite(store, kit), "wa:628")
    told = []

    def desk(event, seen, tx):
        told.append([one.bidang for one in tx.staff.roles(event.person)])
        return Decision(seen.state)

    ids = (("wa:628",), ("us:9", "wa:628"), ("us:9",))
    group = [kit.event(str(n), person=Person(one)) for n, one in enumerate(ids)]
    kit.advance(store, group, desk)
    assert told == [["yanduk"]] * 3
