"""Groups of a bidang, wishes to be told, and the record of posts, which outlives outbox rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.messaging.address import Address
from core.messaging.outcomes import Gone, Later, Refused, Sent, Unknown
from core.messaging.outgoing import Draft, Message, ResendPolicy
from core.ports.conversations import Decision
from core.ports.outbox import Settlement
from core.ports.upkeep import PostedSummary
from storage.people.addresses import move, place_of, set_reachable

GROUP = "-100"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def join(store, kit, bidang="rehsos", group=GROUP, now=None):
    with store.write() as tx:
        return tx.staff.join_group(kit.chat(group), bidang, by="orang:a", now=now or kit.NOW)


def served(store, bidang=None):
    with store.read() as reader:
        found = reader.staff.groups(bidang)
    with store.write() as tx:
        assert tx.staff.groups(bidang) == found
    return [(one.address.chat, one.bidang) for one in found]


# -- groups --------------------------------------------------------------------------------------


def test_a_group_serves_one_or_two_bidang(store, kit):
    assert [join(store, kit), join(store, kit, "umum"), join(store, kit)] == [True, True, False]
    join(store, kit, "umum", "-200", kit.NOW + kit.DAY)

    assert served(store) == [("-100", "rehsos"), ("-100", "umum"), ("-200", "umum")]
    assert served(store, "rehsos") == [("-100", "rehsos")]


def test_a_group_leaves_one_bidang_or_all(store, kit):
    for bidang in ("rehsos", "umum", "hukum"):
        join(store, kit, bidang)
    with store.write() as tx:
        assert tx.staff.leave_group(kit.chat(GROUP), "umum", by="orang:a", now=kit.NOW) == 1
        assert tx.staff.leave_group(kit.chat(GROUP), "umum", by="orang:a", now=kit.NOW) == 0
    assert served(store) == [("-100", "hukum"), ("-100", "rehsos")]
    with store.write() as tx:
        assert tx.staff.leave_group(kit.chat(GROUP), by="orang:a", now=kit.NOW) == 2
        assert tx.staff.leave_group(kit.chat("-9"), by="orang:a", now=kit.NOW) == 0

    assert served(store) == []


def test_a_group_that_became_a_supergroup_serves_on(store, kit):
    join(store, kit)
    with store.write() as tx:
        move(tx.session, kit.chat(GROUP), kit.chat("-100200"))

    assert served(store) == [("-100200", "rehsos")]


def test_a_group_that_is_known_under_both_names_serves_once(store, kit):
    for group, bidang in ((GROUP, "rehsos"), ("-100200", "rehsos"), (GROUP, "umum")):
        join(store, kit, bidang, group)
    with store.write() as tx:
        move(tx.session, kit.chat(GROUP), kit.chat("-100200"))

    assert served(store) == [("-100200", "rehsos"), ("-100200", "umum")]


def test_a_group_that_threw_us_out_is_not_written_to(store, kit):
    join(store, kit)
    with store.write() as tx:
        place = place_of(tx.session, kit.chat(GROUP))
        set_reachable(tx.session, place.id, reachable=False, now=kit.NOW)

    assert served(store) == []


def test_who_erases_their_data_in_a_group_leaves_the_group_its_bidang(store, kit):
    join(store, kit)
    kit.advance(store, [kit.event("1", address=kit.chat(GROUP), private=False)])
    with store.write() as tx:
        tx.people.erase(kit.person(), kit.chat(GROUP), now=kit.NOW)

    assert served(store) == [("-100", "rehsos")]


def test_the_purge_keeps_the_address_of_a_group(store, kit):
    join(store, kit)
    with store.write() as tx:
        tx.upkeep.purge(now=kit.NOW + 400 * kit.DAY)

    assert served(store) == [("-100", "rehsos")]


# -- staff ---------------------------------------------------------------------------------------


def recruit(store, kit, who, role, bidang=None):
    with store.write() as tx:
        code = tx.staff.invite(role, bidang, by="terminal", expires=kit.NOW + kit.DAY, now=kit.NOW)
        assert tx.staff.redeem(code, kit.person(f"tg:{who}"), kit.chat(who), now=kit.NOW)


def test_staff_are_found_by_role_and_bidang(store, kit):
    recruit(store, kit, "1", "bidang", "rehsos")
    recruit(store, kit, "1", "bidang", "umum")
    recruit(store, kit, "2", "bidang", "umum")
    recruit(store, kit, "3", "admin")

    def chats(*which):
        with store.read() as reader:
            found = reader.staff.addresses(*which)
        with store.write() as tx:
            assert tx.staff.addresses(*which) == found
        return [one.chat for one in found]

    assert chats("bidang", "umum") == ["1", "2"]
    assert chats("bidang") == ["1", "2"]
    assert chats("admin") == ["3"]
    assert chats("pimpinan") == []


# -- wishes --------------------------------------------------------------------------------------


def wish(store, kit, who, **saran):
    words = Decision(
        None,
        drafts=(Draft(kit.chat(who), Message("Terima kasih")),),
        saran=kit.saran(**saran),
        wants_follow_up=True,
    )
    kit.advance(store, [kit.event(f"w{who}", who=who)], kit.deciding(words))


def take(store, kit, now=None):
    with store.write() as tx:
        return sorted(
            one.chat
            for one in tx.people.take_wishes("dukcapil", "sarana", FIRST, LAST, now=now or kit.NOW)
        )


def test_wishes_about_an_unsur_are_taken_once(store, kit):
    wish(store, kit, "1")
    wish(store, kit, "2", day=LAST)
    wish(store, kit, "3", unsur="waktu")
    wish(store, kit, "4", unit="lain")
    wish(store, kit, "5", day=date(2026, 12, 1))

    assert take(store, kit) == ["1", "2"]
    assert take(store, kit) == []
    with store.read() as reader:
        assert [
            reader.people.holdings(kit.person(f"tg:{who}"), kit.chat(who))["kabar"]
            for who in "1345"
        ] == [0, 1, 1, 1]


def test_an_old_wish_is_not_taken(store, kit):
    wish(store, kit, "1")

    assert take(store, kit, kit.NOW + 366 * kit.DAY) == []


# -- what was told -------------------------------------------------------------------------------


def test_a_key_is_remembered_until_its_day(store, kit):
    until = kit.NOW + 30 * kit.DAY
    with store.write() as tx:
        assert tx.upkeep.remember("rtl:1:2026-TW2:mulai:rehsos", until=until)
        assert not tx.upkeep.remember("rtl:1:2026-TW2:mulai:rehsos", until=until + kit.DAY)
        assert tx.upkeep.remembered("rtl:1:2026-TW2:mulai:rehsos", now=kit.NOW)
        assert not tx.upkeep.remembered("rtl:2", now=kit.NOW)
    with store.read() as reader:
        assert reader.upkeep.remembered("rtl:1:2026-TW2:mulai:rehsos", now=until - kit.MINUTE)
        assert not reader.upkeep.remembered("rtl:1:2026-TW2:mulai:rehsos", now=until)


def test_the_purge_forgets_a_key_after_its_day_and_not_before(store, kit):
    with store.write() as tx:
        tx.upkeep.remember("a", until=kit.NOW + kit.DAY)
        assert tx.upkeep.purge(now=kit.NOW)["terkirim"] == 0
        assert not tx.upkeep.remember("a", until=kit.NOW + kit.DAY)
        assert tx.upkeep.purge(now=kit.NOW + kit.DAY)["terkirim"] == 1
        assert tx.upkeep.remember("a", until=kit.NOW + 9 * kit.DAY)


def test_a_week_is_posted_once_to_each(store, kit):
    newest = PostedSummary("grup:rehsos", "2026-W47", ("2026-W46", "2026-W47"), kit.NOW)
    older = PostedSummary("grup:rehsos", "2026-W45", ("2026-W45",), kit.NOW - 14 * kit.DAY)
    other = PostedSummary("petugas:3", "2026-W47", ("2026-W47",), kit.NOW)
    with store.write() as tx:
        assert [tx.upkeep.post_week(one) for one in (older, newest, newest, other)] == [
            True,
            True,
            False,
            True,
        ]
        assert tx.upkeep.posted_weeks("grup:rehsos") == [newest, older]
    with store.read() as reader:
        assert reader.upkeep.posted_weeks("grup:rehsos") == [newest, older]
        assert reader.upkeep.posted_weeks("petugas:3") == [other]
        assert reader.upkeep.posted_weeks("petugas:4") == []


# -- whether a summary left ----------------------------------------------------------------------


def post(store, kit, week="2026-W47", to="1", **more):
    """A summary in the outbox and in the book."""
    draft = Draft(kit.chat(to), Message("ringkasan"), policy=ResendPolicy.POST, unique=week, **more)
    with store.write() as tx:
        (row,) = tx.outbox.enqueue([draft], now=kit.NOW)
        assert tx.upkeep.post_week(PostedSummary("petugas:1", week, (week,), kit.NOW, message=row))


def left(store):
    with store.read() as reader:
        return [row.sent_at for row in reader.upkeep.posted_weeks("petugas:1")]


@pytest.mark.parametrize(
    ("outcome", "retry", "out"),
    [
        (Sent("9"), None, True),
        (Unknown("lost"), None, True),  # after its repeat
        (Unknown("lost"), timedelta(minutes=3), False),
        (Later(9.0), timedelta(seconds=9), False),
        (Refused("400", "x"), None, False),
        (Gone("blocked"), None, False),
    ],
)
def test_a_summary_has_left_when_its_row_has(store, kit, outcome, retry, out):
    post(store, kit)
    assert left(store) == [None]
    (row,) = kit.claim(store)
    kit.settle(store, Settlement(row, outcome, retry and kit.NOW + retry))
    assert left(store) == [kit.NOW if out else None]


def test_a_summary_that_expired_has_not_left(store, kit):
    post(store, kit, expires_at=kit.NOW + kit.HOUR)
    assert kit.claim(store, now=kit.NOW + kit.DAY) == []
    assert left(store) == [None]


def test_a_summary_in_a_mailbox_has_left_when_the_page_has_shown_it(store, kit):
    page = Address("web", "web", "s1")
    with store.write() as tx:
        draft = Draft(page, Message("ringkasan"), policy=ResendPolicy.POST)
        (row_id,) = tx.outbox.enqueue([draft], now=kit.NOW)
        tx.upkeep.post_week(
            PostedSummary("petugas:1", "2026-W47", ("2026-W47",), kit.NOW, message=row_id)
        )
        (row,) = tx.outbox.fetch_mailbox(page, after=0, now=kit.NOW)
    assert left(store) == [None]
    with store.write() as tx:
        tx.outbox.fetch_mailbox(page, after=row.seq, now=kit.NOW + kit.HOUR)
    assert left(store) == [kit.NOW + kit.HOUR]


def test_a_post_over_which_two_senders_died_is_not_sent_a_third_time(store, kit):
    """A reply is harmless twice and is tried on."""
    reply = Draft(kit.chat("2"), Message("halo"))
    post(store, kit)
    with store.write() as tx:
        tx.outbox.enqueue([reply], now=kit.NOW)
    seen = []
    for hours in range(3):
        rows = kit.claim(store, now=kit.NOW + hours * kit.HOUR, lease=60)
        seen.append([(row.to.chat, row.unsure) for row in rows])
    assert seen == [
        [("1", False), ("2", False)],
        [("1", True), ("2", True)],
        [("2", True)],
    ]
    assert left(store) == [None]
