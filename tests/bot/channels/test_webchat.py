"""The web channel: a page's post becomes an event or is refused; the outbox is its mailbox."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.webchat import CAPS, Mailbox, address_of, chat_of, parse
from core.errors import Malformed, StoreDown
from core.messaging.address import Address
from core.messaging.incoming import EventKind, Inbound
from core.messaging.outgoing import Compose, Draft, Message
from tests.bot.web.web_house import NOW, House

CHAT = "c" * 32
ID = "0123456789abcdef"


def read(**raw):
    return parse({"id": ID, **raw}, CHAT, NOW, "en")


@pytest.mark.parametrize("payload", ["kt:grafik:2026 sktm", "kt:rtl_sudah:1 2023-TW3", "~" * 64])
def test_whatever_stands_on_a_button_of_ours_may_come_back(payload):
    assert read(choice=payload).choice == payload


def test_a_press_is_a_choice_of_this_session():
    """Its id is bound to the chat, which it does not tell: nobody can use up another's."""
    event = read(choice="q1:2")

    assert event.kind is EventKind.CHOICE
    assert (event.choice, event.text, event.command) == ("q1:2", None, None)
    assert event.event_id == read(choice="q1:3").event_id
    assert event.event_id != parse({"id": ID, "choice": "q1:2"}, "d" * 32, NOW).event_id
    assert CHAT not in event.event_id
    assert event.address == Address("web", "web", CHAT)
    assert event.person.ids == (f"web:{CHAT}",)
    assert (event.person.language, event.private, event.at) == ("en", True, NOW)


def test_words_stay_as_they_were_typed():
    """NUL, markup, right-to-left: the conversation judges them, not the channel."""
    words = "<b>شكرا</b>\0\u200b *👍*"

    assert read(text=words).text == words


def test_half_a_character_becomes_a_replacement():
    """UTF-8 cannot store a lone surrogate."""
    assert read(text="a\ud83d").text == "a\ufffd"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/ikm", ("ikm", "")),
        ("/IKM 2024 ALAT", ("ikm", "2024 ALAT")),
        ("/gabung  7KQ4-M2XD ", ("gabung", "7KQ4-M2XD")),
    ],
)
def test_a_slash_makes_a_command(text, command):
    event = read(text=text)

    assert (event.kind, event.command, event.text) == (EventKind.COMMAND, command, text)


@pytest.mark.parametrize("text", ["1/2", "/", "// hm", "ikm"])
def test_no_command_without_slash_and_name(text):
    assert read(text=text).kind is EventKind.TEXT


def test_an_opened_page_tells_its_code_once():
    assert read(opened=True).kind is EventKind.OPENED
    event = read(opened=True, kode="LOKET-1")
    assert (event.kind, event.text) == (EventKind.OPENED, "LOKET-1")
    assert read(opened=True, kode="a b<c>").kind is EventKind.OPENED


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "text",
        {},
        {"text": "hai"},
        {"id": "short", "text": "hai"},
        {"id": 12345678, "text": "hai"},
        {"id": ID},
        {"id": ID, "text": ""},
        {"id": ID, "text": ["hai"]},
        {"id": ID, "choice": "x" * 65},
        {"id": ID, "choice": "é"},
        {"id": ID, "choice": {}},
        {"id": ID, "opened": "yes"},
        {"id": "aaaaaaaa\n", "text": "hai"},
    ],
)
def test_what_no_page_of_ours_posts_is_malformed(raw):
    with pytest.raises(Malformed):
        parse(raw, CHAT, NOW)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
)


@given(st.dictionaries(st.sampled_from(["id", "text", "choice", "opened", "kode"]), JSON), JSON)
def test_foreign_json_is_read_or_malformed(fields, whole):
    """Never another error."""
    for raw in (fields, {"id": ID, **fields}, whole):
        with contextlib.suppress(Malformed):
            assert isinstance(parse(raw, CHAT, NOW), Inbound)


def test_the_database_never_holds_the_cookie():
    session = "s" * 43

    assert chat_of(session) == chat_of(session) != chat_of("t" * 43)
    assert session not in chat_of(session)


def walk(go):
    async def inside():
        async with House() as house:

            async def compose(row):
                if row.body.name == "broken":
                    raise ValueError("no")
                if row.body.name == "away":
                    raise StoreDown("away")
                return Message("93,54")

            await go(house, Mailbox(house.writer, compose, lambda: NOW))

    asyncio.run(inside())


def event(number, **raw):
    return parse({"id": f"event-{number:04}", **raw}, CHAT, NOW)


def test_fetching_settles_what_was_seen():
    async def go(house, mailbox):
        (hello,) = await mailbox.say(event(1, opened=True), after=0, opened=True)
        (first,) = await mailbox.say(event(2, choice="start:0"), after=hello["seq"], opened=False)

        assert first["heading"] == "1/3 · Persyaratan"
        assert first["choices"][0] == {"payload": "q1:1", "label": "1. Tidak sesuai"}
        assert house.store.settled == [hello["seq"]]
        assert await mailbox.fetch(address_of(CHAT), first["seq"]) == []
        assert house.store.settled == [hello["seq"], first["seq"]]

    walk(go)


def test_a_repeated_post_is_harmless_and_brings_the_same_answer():
    """The first answer was lost on the way; the page posts the same id again."""

    async def go(house, mailbox):
        await mailbox.say(event(1, opened=True), after=0, opened=True)
        lost = await mailbox.say(event(2, choice="start:0"), after=1, opened=False)
        again = await mailbox.say(event(2, choice="start:0"), after=1, opened=False)

        assert again == lost
        assert len(house.store.events) == 2

    walk(go)


def test_a_page_that_starts_anew_sees_rows_below_the_number_it_remembers():
    """The database was made anew, so its numbers begin at 1 again."""

    async def go(house, mailbox):
        rows = await mailbox.say(event(1, opened=True), after=999, opened=True)

        assert [row["seq"] for row in rows] == [1]

    walk(go)


def test_a_reload_does_not_repeat_what_was_seen():
    async def go(house, mailbox):
        await mailbox.say(event(1, opened=True), after=0, opened=True)
        rows = await mailbox.say(event(2, opened=True), after=1, opened=True)

        assert [row["seq"] for row in rows] == [2]

    walk(go)


def test_a_request_is_composed_before_it_is_shown():
    async def go(house, mailbox):
        house.store.put(Draft(address_of(CHAT), Compose("ikm")))

        assert [row["text"] for row in await mailbox.fetch(address_of(CHAT), 0)] == ["93,54"]

    walk(go)


def test_one_broken_request_does_not_shut_the_mailbox(caplog):
    async def go(house, mailbox):
        house.store.put(
            Draft(address_of(CHAT), Compose("broken")), Draft(address_of(CHAT), Message("lain"))
        )
        broken, other = await mailbox.fetch(address_of(CHAT), 0)

        assert broken == {"seq": 1, "failed": True}
        assert other["text"] == "lain"

    walk(go)
    assert [record.message for record in caplog.records] == ["web.compose_failed"]


def test_a_database_that_is_away_is_told():
    async def go(house, mailbox):
        house.store.put(Draft(address_of(CHAT), Compose("away")))
        with pytest.raises(StoreDown):
            await mailbox.fetch(address_of(CHAT), 0)
        house.store.down = True
        with pytest.raises(StoreDown):
            await mailbox.say(event(1, opened=True), after=0, opened=True)

    walk(go)


def test_the_channel_is_a_mailbox_without_pop_ups():
    assert (CAPS.push, CAPS.notice, CAPS.edit, CAPS.text) == (False, 0, False, 20_000)
