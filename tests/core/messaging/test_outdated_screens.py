"""`outdated_screens`: after a flood only the newest questions are sent, and all other words."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.messaging.address import Address
from core.messaging.outdated_screens import SCREENS, is_screen, outdated, outdated_drafts
from core.messaging.outgoing import Choice, Compose, Draft, Message, ResendPolicy

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ASKS = Message("Setuju?", choices=(Choice("y", "Ya"),))


def draft(chat="7", body=ASKS, **more):
    return Draft(Address("telegram", "42", chat), body, **({"caused_at": NOW} | more))


KINDS = (
    draft(),
    draft("8"),
    draft(body=Message("Tercatat.")),
    draft(body=Compose("ikm", {})),
    draft(policy=ResendPolicy.POST),
    draft(caused_at=None),
    draft(body=Message("IKM 86,11", choices=(Choice("kt:hitung:2026", "Cara hitung"),))),
)


def test_only_a_reply_that_asks_something_goes_out_of_date():
    """Words that tell, requests, posts and what answers a command say something of their own."""
    assert [is_screen(one) for one in KINDS] == [True, True, *[False] * 5]


def test_the_eight_newest_of_a_chat_stay():
    assert outdated_drafts([draft()] * 8) == set()
    assert outdated_drafts([draft()] * 11) == {0, 1, 2}
    assert outdated_drafts([draft("8"), *[draft()] * 8, draft("8"), draft()]) == {1}


def test_what_may_be_written_but_once_is_written():
    """Its key would tell the next one that it stands there."""
    assert outdated_drafts([draft(unique="k"), *[draft()] * 9]) == {1}


@given(st.lists(st.sampled_from(KINDS), max_size=60))
def test_a_group_drops_what_the_lanes_of_its_chats_would(drafts):
    told = [replace(one, unit=str(place)) for place, one in enumerate(drafts)]
    gone = outdated_drafts(told)
    lanes = [[one for one in told if one.to.chat == chat] for chat in "78"]

    assert {int(one.unit) for lane in lanes for one in outdated(lane)} == gone
    assert all(is_screen(drafts[place]) for place in gone)
    for lane in lanes:
        screens = [one for one in lane if is_screen(one)]
        left = [one for one in screens if int(one.unit) not in gone]
        assert left == screens[-SCREENS:]
