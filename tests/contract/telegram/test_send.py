"""Sending to Telegram: both libraries send plain text and give each answer one outcome."""

import asyncio

import pytest

from core.messaging.address import Address
from core.messaging.outcomes import Gone, Later, Moved, Refused, Sent, Unknown
from core.messaging.outgoing import Choice, Message
from tests.support.doubles.telegram import telegram_spec
from tests.support.doubles.telegram.telegram_fakes import bot_of, house, row_to
from tests.support.doubles.telegram.telegram_rules import Fault, throttle

pytestmark = pytest.mark.parametrize("library", ["python-telegram-bot", "aiogram"])

QUESTION = Message(
    "Bagaimana pendapat Saudara?",
    note="Tercatat: Kurang cepat 😀.",
    heading="4/9 · Biaya",
    choices=(Choice("sv:4:1", "1. Sangat mahal"), Choice("sv:4:4", "4. Gratis")),
)


def told(library, *faults, message=QUESTION, row=None, prepare=None, calls=1):
    """The outcome of `send` after these faults, and the world it left."""

    async def scene():
        async with house(library) as (world, channel):
            user = world.user(77)
            user.send("/start")
            if prepare:
                prepare(world)
            world.fault("sendMessage", *faults)
            outcomes = [await channel.send(row or row_to(77), message) for _ in range(calls)]
            return outcomes[-1], world

    return asyncio.run(scene())


def test_a_screen_arrives_with_bold_heading_and_buttons(library):
    outcome, world = told(library)
    assert outcome == Sent("2")
    (shown,) = world.user(77).screen
    assert shown.text == "Tercatat: Kurang cepat 😀.\n\n4/9 · Biaya\nBagaimana pendapat Saudara?"
    assert shown.bold == ("4/9 · Biaya",)
    assert shown.buttons == ("1. Sangat mahal", "4. Gratis")


@pytest.mark.parametrize(
    ("heading", "bold"),
    [
        ("<i>*x*", "<i>*x*"),
        ("a\0b", "a\ufffdb"),
        ("👩‍🚒" * 50, "👩‍🚒" * 50),
        ("\u202eنص", "\u202eنص"),
    ],
    ids=["markup", "nul", "emoji", "rtl"],
)
def test_a_heading_is_bold_as_it_stands(library, heading, bold):
    """Bold is counted in UTF-16 units, past a note that holds half a character."""
    _, world = told(library, message=Message("Isi", heading=heading, note="a\ud83db"))
    assert world.user(77).last.text == f"a\ufffdb\n\n{bold}\nIsi"
    assert world.user(77).last.bold == (bold,)


def test_every_call_keeps_to_the_specification(library):
    if not telegram_spec.present():
        pytest.skip("../shared/specs/telegram/api.json is not here")

    async def scene():
        async with house(library) as (world, channel):
            user = world.user(77)
            user.chat.threads.add(5)
            user.send("/start")
            await channel.send(row_to(77, thread="5"), QUESTION)
            await channel.send(row_to(77, replace="2", thread="5"), Message("Selesai"))
            query = user.press("x")
            await channel.settle(query, "Tercatat")
            return world.check, world.violations

    assert asyncio.run(scene()) == (True, [])


@pytest.mark.parametrize("seconds", [1, 7, 3600])
def test_a_429_waits_exactly_as_long_as_told(library, seconds):
    outcome, world = told(library, throttle(seconds))
    assert outcome == Later(float(seconds), "chat")
    assert world.user(77).screen == []


def test_a_429_of_three_chats_at_once_means_the_whole_bot(library):
    async def scene():
        async with house(library) as (world, channel):
            for person in (77, 78, 79):
                world.user(person).send("/start")
            world.fault("sendMessage", *[throttle(9)] * 4)
            return [await channel.send(row_to(chat), QUESTION) for chat in (77, 77, 78, 79)]

    chat, account = Later(9.0, "chat"), Later(9.0, "account")
    assert asyncio.run(scene()) == [chat, chat, chat, account]


def test_a_429_without_a_time_waits_a_second(library):
    assert told(library, Fault(429, "Too Many Requests"))[0] == Later(1.0, "chat")
    assert told(library, throttle(0))[0] == Later(1.0, "chat")


@pytest.mark.parametrize(
    ("code", "words", "outcome"),
    [
        (403, "Forbidden: bot was blocked by the user", Gone("blocked")),
        (403, "Forbidden: bot can't initiate conversation with a user", Gone("blocked")),
        (403, "Forbidden: user is deactivated", Gone("invalid")),
        (403, "Forbidden: bot was kicked from the supergroup chat", Gone("not_member")),
        (403, "Forbidden: bot is not a member of the channel chat", Gone("not_member")),
        (403, "Forbidden: the group chat was deleted", Gone("invalid")),
        (403, "Forbidden: something new", Gone("blocked")),
        (400, "Bad Request: chat not found", Gone("invalid")),
        (
            400,
            "Bad Request: not enough rights to send text messages to the chat",
            Gone("not_member"),
        ),
        (400, "Bad Request: message thread not found", Gone("invalid")),
    ],
)
def test_a_chat_that_is_gone_says_how(library, code, words, outcome):
    assert told(library, Fault(code, words))[0] == outcome


def test_blocked_people_and_strangers_are_gone(library):
    assert told(library, prepare=lambda world: world.user(77).block())[0] == Gone("blocked")
    assert told(library, row=row_to(99))[0] == Gone("invalid")


def test_bad_content_is_our_fault(library):
    outcome, _ = told(library, message=Message(""))
    assert (type(outcome), outcome.code) == (Refused, "400")
    assert "text is empty" in outcome.text.lower()
    outcome, _ = told(library, message=Message("?", choices=(Choice("x" * 65, "Satu"),)))
    assert "BUTTON_DATA_INVALID" in outcome.text.upper()
    assert told(library, Fault(413, "Request Entity Too Large"))[0].code == "413"


def test_a_group_that_moved_says_where(library):
    async def scene():
        async with house(library) as (world, channel):
            user = world.user(77)
            group = world.group(-500, "group")
            group.say(user, "/start")
            group.migrate(user, -1001234567890)
            return await channel.send(row_to(-500), QUESTION)

    assert asyncio.run(scene()) == Moved(Address("telegram", "4242", "-1001234567890"))


@pytest.mark.parametrize(
    "fault",
    [
        Fault(lost=True),
        Fault(504, work=True, body=b""),
        Fault(200, work=True, body=b"<html>captive portal</html>"),
    ],
    ids=["lost before", "504", "portal"],
)
def test_an_answer_that_was_lost_is_unknown(library, fault):
    outcome, world = told(library, fault)
    assert isinstance(outcome, Unknown)
    assert world.count("sendMessage") == 1
    assert len(world.user(77).screen) == fault.work


def test_a_time_out_is_unknown(library, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.channel._SEND_SECONDS", 1.0)
    outcome, world = told(library, Fault(work=True, delay=3.0))
    assert isinstance(outcome, Unknown)
    assert len(world.user(77).screen) == 1


def test_a_connection_that_never_was_is_safe_to_repeat(library):
    async def scene():
        async with house(library) as (world, _):
            world.url = "http://127.0.0.1:9"
            async with bot_of(world, library) as channel:
                return await channel.send(row_to(77), QUESTION)

    outcome = asyncio.run(scene())
    assert isinstance(outcome, Later)
    assert outcome.scope == "account"


def test_with_a_revoked_token_the_rows_wait(library):
    assert told(library, Fault(401, "Unauthorized"))[0] == Later(60.0, "account")
