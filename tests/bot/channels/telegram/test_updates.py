"""`updates.parse`: one raw Telegram update becomes an event. Every payload is a file of its own."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.updates import parse
from core.errors import Malformed
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from tests.support.paths import TELEGRAM_UPDATES

SENT = datetime(2025, 11, 24, 16, 0, tzinfo=UTC)
AT = SENT + timedelta(seconds=1, milliseconds=250)
SITI = Person(("tg:77",), "Siti Aminah", "id")
PRIVATE = Address("telegram", "4242", "77")


def load(name):
    (found,) = TELEGRAM_UPDATES.glob(f"*/{name}.json")
    return json.loads(found.read_text())


def one(name, at=AT):
    (event,) = parse(load(name), "4242", at, "skm_uji_bot")
    return event


def text_update(text):
    raw = load("text")
    raw["message"]["text"] = text
    return raw


def test_typed_words_are_text():
    said = {"text": "sangat sesuai", "said_in": "5"}
    assert one("text") == Inbound("900", AT, EventKind.TEXT, SITI, PRIVATE, **said)


def test_a_command_has_a_name_in_lower_case_and_its_argument():
    event = one("start")
    assert event.kind is EventKind.COMMAND
    assert event.command == ("start", "LOKET-7")


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/ikm", ("ikm", "")),
        ("/ikm 2026-TW3 alat bantu", ("ikm", "2026-TW3 alat bantu")),
        ("/Data_Saya", ("data_saya", "")),
        ("/start\nKODE", ("start", "KODE")),
        ("/ ikm", None),
        ("/", None),
        ("//", None),
        ("/ikm!", None),
        ("1/2", None),
    ],
)
def test_only_a_slash_with_a_word_is_a_command(typed, command):
    (event,) = parse(text_update(typed), "4242", AT)
    assert event.command == command
    assert event.kind is (EventKind.COMMAND if command else EventKind.TEXT)
    assert event.text == typed


def test_a_command_for_another_bot_is_not_ours():
    assert parse(load("command_for_another"), "4242", AT, "skm_uji_bot") == []


def test_a_press_tells_its_payload_its_message_and_how_to_settle_it():
    assert one("press") == Inbound(
        "900",
        AT,
        EventKind.CHOICE,
        SITI,
        PRIVATE,
        choice="sv:3:2:1",
        shown_in="41",
        settle="4382bfdwdsb323b2d9",
    )


def test_a_press_on_a_message_too_old_to_show_still_counts():
    lost = one("press_without_message")
    assert (lost.address, lost.shown_in, lost.settle) == (PRIVATE, None, "9")
    assert one("press_inaccessible").shown_in == "41"


@pytest.mark.parametrize("name", ["photo", "voice", "sticker", "animation", "document", "contact"])
def test_media_is_named_and_nothing_of_it_is_kept(name):
    event = one(name)
    assert (event.kind, event.media, event.text) == (EventKind.MEDIA, name, None)


@pytest.mark.parametrize("name", ["location", "venue"])
def test_a_place_is_a_location_without_where(name):
    event = one(name)
    assert (event.kind, event.media, event.text) == (EventKind.LOCATION, None, None)


@pytest.mark.parametrize("name", ["pinned", "edited"])
def test_what_asks_for_nothing_is_other(name):
    assert one(name).kind is EventKind.OTHER


def test_blocking_and_coming_back_are_told():
    assert one("blocked").kind is EventKind.UNREACHABLE
    assert one("unblocked").kind is EventKind.REACHABLE
    assert one("blocked").address == PRIVATE
    assert one("blocked").private


@pytest.mark.parametrize("name", ["removed_from_group", "muted_out_of_group"])
def test_leaving_a_group_makes_it_unreachable(name):
    event = one(name)
    assert event.kind is EventKind.UNREACHABLE
    assert not event.private


@pytest.mark.parametrize("name", ["migrated_to", "migrated_from"])
def test_both_messages_of_a_migration_say_the_same(name):
    event = one(name)
    assert event.kind is EventKind.MOVED
    assert event.address == Address("telegram", "4242", "-500")
    assert event.moved_to == Address("telegram", "4242", "-1001234567890")


def test_a_topic_is_part_of_the_address():
    event = one("topic")
    assert event.address == Address("telegram", "4242", "-1001234567890", "12")
    assert not event.private


def test_a_reply_outside_a_forum_has_no_thread():
    assert one("reply_in_group").address.thread is None


@pytest.mark.parametrize("name", ["channel_post", "anonymous_admin", "kind_of_tomorrow"])
def test_what_no_person_did_is_nothing(name):
    assert parse(load(name), "4242", AT) == []


def test_a_fresh_message_bears_our_clock_and_a_late_one_its_own():
    """Telegram cuts dates to the second; after a stop of ours they tell the truth."""
    assert one("text", at=AT).at == AT
    assert one("text", at=SENT - timedelta(seconds=3)).at == SENT - timedelta(seconds=3)
    assert one("text", at=SENT + timedelta(hours=3)).at == SENT


def test_the_language_is_two_letters():
    raw = load("text")
    raw["message"]["from"]["language_code"] = "pt-BR"
    assert parse(raw, "4242", AT)[0].person.language == "pt"
    del raw["message"]["from"]["language_code"]
    assert parse(raw, "4242", AT)[0].person.language is None


@pytest.mark.parametrize(
    "text",
    ["a\0b", "👨‍👩‍👧 baik", "\u202ertl\u202c שלום", "\u200b", "<b>&amp;*_`", "x" * 100_000],
    ids=["nul", "emoji", "rtl", "zero-width", "markup", "100kB"],
)
def test_words_stay_as_they_are(text):
    assert parse(text_update(text), "4242", AT)[0].text == text


def test_half_a_character_becomes_a_mark_and_two_halves_one_character():
    """UTF-8 can store no lone surrogate, and nothing that was typed contains one."""
    assert parse(text_update("a\ud83db"), "4242", AT)[0].text == "a\ufffdb"
    assert parse(text_update("\ud83d\ude00"), "4242", AT)[0].text == "😀"


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"update_id": "900", "message": {}},
        {"update_id": 900, "message": []},
        {"update_id": 900, "message": "halo"},
        {"update_id": 900, "message": {"from": {"id": 77}, "text": "x"}},
        {
            "update_id": 900,
            "message": {
                "from": {"id": "77"},
                "chat": {"id": 1, "type": "private"},
                "date": 1,
                "text": "x",
            },
        },
        {
            "update_id": 900,
            "message": {
                "from": {"id": 77},
                "chat": {"id": 1, "type": "private"},
                "date": 10**20,
                "text": "x",
            },
        },
        {
            "update_id": 900,
            "message": {
                "from": {"id": 77},
                "chat": {"id": 1, "type": "private"},
                "date": 1,
                "text": 5,
            },
        },
        {"update_id": 900, "callback_query": {"id": "1", "data": "x"}},
        {"update_id": 900, "my_chat_member": {"chat": {"id": 1}}},
    ],
)
def test_what_cannot_be_read_is_malformed(raw):
    with pytest.raises(Malformed):
        parse(raw, "4242", AT)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    name=st.sampled_from(["text", "press", "blocked", "migrated_to", "photo", "topic"]),
    path=st.lists(st.integers(0, 9), min_size=1, max_size=4),
    junk=JUNK,
)
def test_no_junk_anywhere_in_an_update_is_worse_than_malformed(name, path, junk):
    raw = load(name)
    place = raw
    for step in path:
        keys = list(place)
        key = keys[step % len(keys)]
        if step == path[-1] or not isinstance(place[key], dict) or not place[key]:
            break
        place = place[key]
    place[key] = junk
    try:
        events = parse(raw, "4242", AT)
    except Malformed:
        return
    assert all(isinstance(event, Inbound) for event in events)
