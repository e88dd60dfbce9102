"""The list of staff, taking a role back, codes for groups, and group chats without traces."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from core.messaging.address import Person
from core.messaging.incoming import EventKind
from core.ports.conversations import Decision
from core.ports.staff import StaffRole


def named(kit, who, name):
    return Person((f"tg:{who}",), name=name)


def join(store, kit, who="77", role="bidang", bidang="yanduk", name="Budi"):
    with store.write() as tx:
        code = tx.staff.invite(role, bidang, by="cli", expires=kit.NOW + kit.HOUR, now=kit.NOW)
        tx.staff.redeem(code, named(kit, who, name), kit.chat(who), now=kit.NOW)


def test_the_list_names_everybody_in_the_order_in_which_they_came(store, kit):
    join(store, kit)
    join(store, kit, "78", "admin", None, name=None)
    with store.write() as tx:
        first, second = tx.staff.members()
    assert (first.role, first.bidang, first.name, first.to) == (
        *("bidang", "yanduk", "Budi"),
        kit.chat("77"),
    )
    assert (second.role, second.bidang, second.name) == ("admin", None, None)
    assert (first.since, first.id != second.id) == (kit.NOW, True)


def test_a_name_is_kept_sealed_and_short(store, kit):
    join(store, kit, name="Budi" * 100)
    with store.read() as reader:
        sealed = reader.session.conn.execute(text("SELECT nama FROM petugas")).scalar_one()
    assert b"Budi" not in sealed
    with store.write() as tx:
        assert len(tx.staff.members()[0].name) == 60


def test_a_person_of_two_bidang_is_two_rows_and_loses_one_at_a_time(store, kit):
    join(store, kit)
    join(store, kit, bidang="umum")
    with store.write() as tx:
        first, second = tx.staff.members_of(kit.person())
        gone = tx.staff.revoke(first.id, by=named(kit, "78", "Admin"), now=kit.NOW)
        assert (gone.bidang, gone.name) == ("yanduk", "Budi")
        assert tx.staff.revoke(first.id, by=named(kit, "78", "Admin"), now=kit.NOW) is None
        assert tx.staff.roles(kit.person()) == (StaffRole("bidang", "umum"),)
        assert tx.staff.members_of(kit.person()) == [second]


def test_taking_a_role_back_is_in_the_audit_trail_without_names(store, kit):
    join(store, kit)
    with store.write() as tx:
        tx.staff.revoke(tx.staff.members()[0].id, by=named(kit, "78", "Admin"), now=kit.NOW)
    with store.read() as reader:
        rows = reader.session.conn.execute(
            text("SELECT siapa AS actor, apa AS action, fakta AS facts FROM jejak ORDER BY id")
        ).all()
    last = rows[-1]
    assert (last.action, json.loads(last.facts)["bidang"]) == ("cabut", "yanduk")
    assert last.actor.startswith("orang:")
    assert not {"Budi", "Admin", "tg:"} & set(last.facts.split('"'))


def test_whoever_blocked_the_bot_is_listed_without_a_way_to_reach_them(store, kit):
    kit.advance(store, [kit.event("1")])
    join(store, kit)
    kit.advance(store, [kit.event("2", kind=EventKind.UNREACHABLE, text=None)])
    with store.write() as tx:
        assert tx.staff.members()[0].to is None


# -- codes of groups ---------------------------------------------------------------------------


def group_code(store, kit, bidang="yanduk"):
    with store.write() as tx:
        return tx.staff.invite_group(bidang, by="cli", expires=kit.NOW + kit.HOUR, now=kit.NOW)


def test_a_group_code_works_once_and_only_in_a_group(store, kit):
    code = group_code(store, kit)
    group = kit.chat("-100")
    with store.write() as tx:
        assert tx.staff.redeem(code, kit.person(), kit.chat(), now=kit.NOW) is None
        assert tx.staff.redeem_group(code, kit.person(), group, now=kit.NOW) == "yanduk"
        assert tx.staff.redeem_group(code, kit.person(), group, now=kit.NOW) is None
        assert [(one.address, one.bidang) for one in tx.staff.groups()] == [(group, "yanduk")]
        assert tx.staff.roles(kit.person()) == ()


def test_a_group_for_two_bidang_has_two_ids_that_fit_into_a_button(store, kit):
    with store.write() as tx:
        for bidang in ("yanduk", "umum"):
            tx.staff.join_group(kit.chat("-100"), bidang, by="cli", now=kit.NOW)
        first, second = tx.staff.groups()
        assert first.id != second.id
        assert len(f"kt:cabut_grup:{first.id}".encode()) <= 64
        tx.staff.leave_group(first.address, first.bidang, by="cli", now=kit.NOW)
        assert tx.staff.groups() == [second]


@pytest.mark.parametrize("late", [False, True])
def test_a_code_of_a_person_or_an_old_one_makes_no_group(store, kit, late):
    with store.write() as tx:
        code = tx.staff.invite("admin", None, by="cli", expires=kit.NOW + kit.HOUR, now=kit.NOW)
    if late:
        code = group_code(store, kit)
    now = kit.NOW + kit.HOUR if late else kit.NOW
    with store.write() as tx:
        assert tx.staff.redeem_group(code, kit.person(), kit.chat("-100"), now=now) is None
        assert tx.staff.groups() == []


def test_wrong_group_codes_count_as_tries(store, kit):
    with store.write() as tx:
        for _ in range(5):
            tx.staff.redeem_group("AAAA-AAAA", kit.person(), kit.chat("-100"), now=kit.NOW)
        assert tx.staff.too_many_codes(kit.person(), now=kit.NOW)


# -- events in groups --------------------------------------------------------------------------


def in_group(kit, number, **more):
    return kit.event(number, address=kit.chat("-100"), private=False, **more)


def test_a_strangers_words_in_a_group_leave_nothing(store, kit):
    kit.advance(store, [in_group(kit, "1")], kit.deciding(Decision(None)))
    with store.read() as reader:
        counts = reader.upkeep.counts()
        people = reader.session.conn.execute(text("SELECT count(*) FROM orang")).scalar_one()
    assert (counts["alamat"], counts["percakapan"], people) == (0, 0, 0)


def test_a_dialogue_begun_in_a_group_goes_on_for_that_person_alone(store, kit):
    events = [in_group(kit, "1"), in_group(kit, "2"), in_group(kit, "3", who="88")]
    done = [row for one in events for row in kit.advance(store, [one])]
    assert [kit.texts(one.rows) for one in done] == [["ke-1"], ["ke-2"], ["ke-1"]]
    again = kit.advance(store, [in_group(kit, "4"), in_group(kit, "5")])
    assert [kit.texts(one.rows) for one in again] == [["ke-3"], ["ke-4"]]


def test_the_desk_hears_that_the_bot_was_put_out_of_a_group(store, kit):
    heard = []

    def desk(event, seen, tx):
        heard.append((event.kind, seen.known, [one.bidang for one in tx.staff.groups()]))
        return Decision(None)

    with store.write() as tx:
        tx.staff.join_group(kit.chat("-100"), "yanduk", by="x", now=kit.NOW)
    kit.advance(store, [in_group(kit, "1", kind=EventKind.UNREACHABLE)], desk)
    kit.advance(store, [kit.event("2", kind=EventKind.UNREACHABLE)], desk)
    assert heard == [(EventKind.UNREACHABLE, False, ["yanduk"])]


def test_a_group_that_became_a_supergroup_keeps_its_bidang(store, kit):
    with store.write() as tx:
        tx.staff.join_group(kit.chat("-100"), "yanduk", by="x", now=kit.NOW)
    moved = in_group(kit, "1", kind=EventKind.MOVED, moved_to=kit.chat("-1009"))
    kit.advance(store, [moved], kit.deciding(Decision(None)))
    with store.write() as tx:
        assert [(one.address, one.bidang) for one in tx.staff.groups()] == [
            (kit.chat("-1009"), "yanduk")
        ]


# -- the audit trail ---------------------------------------------------------------------------


def test_the_trail_tells_the_newest_steps_and_not_who_only_looked(store, kit):
    with store.write() as tx:
        tx.staff.audit("terminal", "setup", {"perubahan": 2}, now=kit.NOW)
        tx.staff.audit("orang:1", "lihat", {"perintah": "ikm"}, now=kit.NOW)
        tx.staff.audit("orang:1", "isi", {"cara": "assisted"}, now=kit.NOW)
        tx.staff.audit("orang:1", "cabut", {"peran": "bidang"}, now=kit.NOW + kit.HOUR)
        tx.staff.audit(
            "jadwal", "purge", {"outbox": 2}, now=kit.NOW + kit.HOUR
        )  # so it goes every hour
    with store.read() as reader:
        first, second = reader.staff.audit_trail(9)
        assert (first.actor, first.action, first.facts) == ("orang:1", "cabut", {"peran": "bidang"})
        assert (first.at, second.action) == (kit.NOW + kit.HOUR, "setup")
        assert reader.staff.audit_trail(1) == [first]


# -- codes of whoever goes ---------------------------------------------------------------------


def coded(store, kit, by, group=False):
    terms = {"by": by, "expires": kit.NOW + kit.HOUR, "now": kit.NOW}
    with store.write() as tx:
        return (
            tx.staff.invite_group("yanduk", **terms)
            if group
            else tx.staff.invite("admin", None, **terms)
        )


def works(store, kit, code):
    with store.write() as tx:
        return (
            tx.staff.redeem(code, named(kit, "90", None), kit.chat("90"), now=kit.NOW) is not None
        )


@pytest.mark.parametrize("how", ["revoked", "left"])
def test_codes_of_an_admin_who_goes_are_good_no_more(store, kit, how):
    """Or a stranger with an admin's phone would come back by a code of their own."""
    join(store, kit, "77", "admin", None)
    mine, others = (
        coded(store, kit, named(kit, "77", None)),
        coded(store, kit, named(kit, "78", None)),
    )
    group, server = coded(store, kit, named(kit, "77", None), group=True), coded(store, kit, "cli")
    with store.write() as tx:
        if how == "left":
            tx.staff.leave(named(kit, "77", None), now=kit.NOW)
        else:
            tx.staff.revoke(tx.staff.members()[0].id, by=named(kit, "78", None), now=kit.NOW)
    with store.write() as tx:
        assert (
            tx.staff.redeem_group(group, named(kit, "90", None), kit.chat("-1"), now=kit.NOW)
            is None
        )
    assert [works(store, kit, code) for code in (mine, others, server)] == [False, True, True]


def test_who_loses_a_bidang_alone_keeps_the_codes(store, kit):
    join(store, kit, "77", "admin", None)
    join(store, kit, "77")
    code = coded(store, kit, named(kit, "77", None))
    with store.write() as tx:
        tx.staff.revoke(tx.staff.members()[1].id, by=named(kit, "78", None), now=kit.NOW)
    assert works(store, kit, code)
