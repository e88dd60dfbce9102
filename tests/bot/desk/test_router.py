"""`DeskRouter`: events for the survey, commands of the whole bot, and words left unanswered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from bot.channels.telegram.channel import CAPS
from bot.channels.whatsapp.channel import CAPS as WHATSAPP
from bot.desk.command import Command
from bot.desk.router import PublicAddresses
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.ports.conversations import Decision, Seen
from tests.support.builders import desk_of
from tests.support.office import office

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SURVEY = office()
FIRST = Seen(False, None, None)


class Tx:
    """Somebody with these roles who never answered before: all that the desk asks."""

    def __init__(self, roles=()):
        self.staff = SimpleNamespace(roles=lambda person: roles, groups=list)
        self.people = SimpleNamespace(answered=lambda person, what, *, now: False)


@pytest.fixture
def desk():
    called = []

    def note(call):
        called.append(call.args)
        return Decision(call.seen.state)

    made = desk_of(
        lambda: SURVEY,
        {"telegram": CAPS},
        commands={"ikm": Command(note, takes=3), "keluar": Command(note)},
        addresses=PublicAddresses(lambda: "t.me/skm_bot"),
        began=NOW - timedelta(hours=1),
    )
    made.called = called
    return made


def event(**fields):
    base = {
        "event_id": "1",
        "at": NOW,
        "kind": EventKind.TEXT,
        "person": Person(("tg:7",), language="id"),
    }
    return Inbound(**base | {"address": Address("telegram", "a", "7")} | fields)


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("ikm", ""),
        ("IKM 2026", "2026"),
        ("/ikm tw3 2026 sktm", "tw3 2026 sktm"),
        ("Ikm  2026 ", "2026"),
    ],
)
def test_a_word_of_the_bot_is_read_in_any_case(desk, said, args):
    desk(event(text=said), Seen(False, None, None), Tx())
    assert desk.called == [args]


@pytest.mark.parametrize(
    "said", ["ikm itu apa sih pak ya", "ikmal", "keluar dari sini", "saya ikm"]
)
def test_a_sentence_that_only_begins_like_one_is_the_surveys(desk, said):
    decision = desk(event(text=said), Seen(False, None, None), Tx())
    assert desk.called == []
    assert decision.drafts


def test_a_start_in_a_group_is_shown_the_way_in_and_other_talk_is_left_alone(desk):
    here = {"private": False, "kind": EventKind.COMMAND, "text": "/start", "command": ("start", "")}
    (draft,) = desk(event(**here), Seen(False, None, None), Tx()).drafts
    assert "t.me/skm_bot" in draft.body.text
    assert desk(event(private=False, text="sesuai"), Seen(False, None, None), Tx()).drafts == ()


def test_a_press_of_a_word_that_is_not_there_is_answered_like_an_old_press(desk):
    press = event(kind=EventKind.CHOICE, choice="kt:hapus_semua:x", settle="1")
    decision = desk(press, Seen(True, None, None), Tx())
    assert desk.called == []
    assert decision.notice


@pytest.mark.parametrize("choice", ["", ":", "sv:::", "sv:zzzz:t.waktu:9", "kt:", "\x00", "x" * 64])
def test_any_payload_that_comes_back_is_harmless(desk, choice):
    """A press may carry data that no shown button has."""
    decision = desk(
        event(kind=EventKind.CHOICE, choice=choice, settle="1"), Seen(True, None, None), Tx()
    )
    assert decision.response is None
    assert decision.notice


def test_typed_while_away_and_answered_only_now_is_asked_again(desk):
    """The reply left after the bot came back; the digit was typed before."""
    began = NOW - timedelta(hours=1)
    first = desk(
        event(kind=EventKind.COMMAND, command=("start", "L1")), Seen(False, None, None), Tx()
    )
    state = desk(
        event(text="setuju", at=NOW + timedelta(seconds=9)), Seen(True, first.state, None), Tx()
    ).state
    typed = event(text="2", at=began - timedelta(seconds=30))
    seen = Seen(True, state, None, replied_at=began + timedelta(seconds=2))
    (draft,) = desk(typed, seen, Tx()).drafts
    assert "belum dicatat" in draft.body.note


def test_a_screen_tells_how_to_type_only_where_nothing_may_be_pressed():
    """It is worded once for everybody, but not for every channel alike."""
    both = {"telegram": CAPS, "whatsapp": WHATSAPP}
    survey, told = replace(SURVEY, fixed={}), []
    desk = desk_of(lambda: survey, both, began=NOW - timedelta(hours=1))
    for channel in ("whatsapp", "telegram", "whatsapp"):
        here = {"address": Address(channel, "a", "7")}
        first = desk(event(command=("start", "L1"), kind=EventKind.COMMAND, **here), FIRST, Tx())
        asked = desk(event(text="setuju", **here), Seen(True, first.state, None), Tx())
        told.append([one.drafts[0].body.how_to_answer is not None for one in (first, asked)])
    assert told == [[True, True], [False, False], [True, True]]


def test_the_welcome_promises_the_time_that_is_measured_now():
    survey = SURVEY
    desk = desk_of(lambda: survey, {"telegram": CAPS}, began=NOW)
    for minutes in (2, 9, None):
        survey = replace(SURVEY, minutes=minutes)
        (draft,) = desk(event(command=("start", "L1"), kind=EventKind.COMMAND), FIRST, Tx()).drafts
        assert [f"{one} menit" in draft.body.text for one in (2, 9)] == [minutes == 2, minutes == 9]
