"""Files fetched over both Telegram libraries, and questions that ask for a reply."""

import asyncio

import pytest

from bot.channels.telegram.updates import parse
from core.errors import FetchLater, InputError
from core.messaging.address import Person
from core.messaging.outgoing import Choice, Message
from tests.support.doubles.telegram.telegram_fakes import FakeWriter, bot_of, house, polling, row_to
from tests.support.doubles.telegram.telegram_rules import Fault, throttle

pytestmark = pytest.mark.parametrize("library", ["python-telegram-bot", "aiogram"])

MEGABYTE = 2**20
LIMIT = 20 * MEGABYTE


def fetched(library, data, *faults, of="file", limit=LIMIT):
    """The result of `fetch` on a file of these bytes, or the name of the error that it raises."""

    async def scene():
        async with house(library) as (world, channel):
            ref = world.user(77).document(data) if data is not None else "tidak-ada"
            world.fault(of, *faults)
            try:
                return await channel.fetch(ref, limit)
            except (InputError, FetchLater) as error:
                return type(error).__name__

    return asyncio.run(scene())


def test_a_file_arrives_byte_by_byte(library):
    data = bytes(range(256)) * 1000
    assert fetched(library, data) == data


def test_a_file_that_is_gone_or_too_large_is_refused(library):
    assert fetched(library, None) == "InputError"
    assert fetched(library, b"x" * (LIMIT + 1)) == "InputError"
    assert fetched(library, b"x" * 1000, limit=999) == "InputError"
    assert fetched(library, b"x" * 1000, Fault(404)) == "InputError"


@pytest.mark.parametrize(
    ("fault", "of"),
    [
        (Fault(502), "file"),
        (Fault(500), "file"),
        (Fault(500), "getFile"),
        (throttle(3), "getFile"),
        (Fault(lost=True), "getFile"),
    ],
    ids=["502", "500", "ask 500", "ask 429", "ask lost"],
)
def test_a_server_that_fails_is_asked_again_later(library, fault, of):
    assert fetched(library, b"isi", fault, of=of) == "FetchLater"


def test_a_network_that_is_away_is_asked_again_later(library):
    async def scene():
        async with house(library) as (world, _):
            world.url = "http://127.0.0.1:9"
            async with bot_of(world, library) as channel:
                with pytest.raises(FetchLater) as raised:
                    await channel.fetch("D0", LIMIT)
                return str(raised.value), world.token

    said, token = asyncio.run(scene())
    assert token not in said


def test_a_file_comes_in_by_its_name_size_and_kind(library):
    async def scene():
        async with house(library) as (world, channel):
            inbox = FakeWriter()
            async with polling(channel, inbox):
                ref = world.user(77).document(b"isi", "hadir.pdf")
                world.user(77).photo()
                await world.until(lambda: len(inbox.committed) == 2)
            return ref, inbox.committed

    ref, (document, photo) = asyncio.run(scene())
    sent = document.attachment
    assert (sent.ref, sent.name, sent.size, sent.mime) == (ref, "hadir.pdf", 3, "application/pdf")
    assert (photo.attachment.ref, photo.attachment.mime) == ("F", "image/jpeg")


def test_the_largest_size_of_a_photo_is_meant(library):
    sizes = [{"file_id": name, "width": 9, "height": 9, "file_size": 9} for name in "abc"]
    raw = {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": 0,
            "chat": {"id": 7, "type": "private"},
            "from": {"id": 7, "is_bot": False, "first_name": "A"},
            "photo": sizes,
        },
    }
    from datetime import UTC, datetime

    (event,) = parse(raw, "4242", datetime(2026, 3, 2, tzinfo=UTC))
    assert event.attachment.ref == "c"
    broken = raw | {"message": raw["message"] | {"photo": []}}
    (event,) = parse(broken, "4242", datetime(2026, 3, 2, tzinfo=UTC))
    assert (event.media, event.attachment) == ("photo", None)


def asked(library, message, replace=None):
    """The parameters of the last call that showed a group something."""

    async def scene():
        async with house(library) as (world, channel):
            group = world.group(-500)
            group.say(world.user(77), "/rtl")
            await channel.send(row_to(-500, Message("Pertama")), Message("Pertama"))
            await channel.send(row_to(-500, message, replace=replace), message)
            return [call for call in world.calls if call[0] != "getMe"][-1]

    return asyncio.run(scene())


def test_a_question_for_typed_words_forces_a_reply(library):
    budi = Person(("x:1", "tg:77"), name="Budi 🙂")
    question = Message("Apa hambatannya?", reply_hint="Balas pesan ini", asked=budi)
    method, params = asked(library, question)
    assert method == "sendMessage"
    markup = {"force_reply": True, "input_field_placeholder": "Balas pesan ini", "selective": True}
    assert params["reply_markup"] == markup
    assert params["text"] == "Budi 🙂, Apa hambatannya?"
    (mention,) = params["entities"]
    user = {"id": 77, "is_bot": False, "first_name": "Budi 🙂"}
    assert mention == {"type": "text_mention", "offset": 0, "length": 7, "user": user}


def test_a_forced_reply_opens_the_field_of_whoever_is_answered(library):
    nameless = Message("Apa?", reply_hint="Balas", asked=Person(("tg:77",)), reply_to="1")
    params = asked(library, nameless)[1]
    assert params["reply_parameters"] == {"message_id": 1, "allow_sending_without_reply": True}
    assert params["reply_markup"]["selective"] is True
    assert "entities" not in params


def test_a_heading_stays_bold_behind_the_name(library):
    one = Message("Apa?", heading="RTL", reply_hint="Balas", asked=Person(("tg:77",), name="Budi"))
    params = asked(library, one)[1]
    assert params["text"] == "Budi, RTL\nApa?"
    assert [(e["type"], e["offset"], e["length"]) for e in params["entities"]] == [
        ("text_mention", 0, 4),
        ("bold", 6, 3),
    ]


def test_an_edit_carries_no_reply(library):
    buttons = Message("Target?", choices=(Choice("x", "TW I 2026"),), reply_to="1")
    method, params = asked(library, buttons, replace="2")
    assert method == "editMessageText"
    assert "reply_parameters" not in params


def test_a_question_that_forces_a_reply_is_never_an_edit(library):
    question = Message("Apa hambatannya?", reply_hint="Balas")
    assert asked(library, question, replace="2")[0] == "sendMessage"


def test_buttons_win_over_a_forced_reply_and_its_hint_is_cut(library):
    both = Message("Target?", choices=(Choice("x", "TW I 2026"),), reply_hint="Balas")
    assert "inline_keyboard" in asked(library, both)[1]["reply_markup"]
    long = Message("Apa?", reply_hint="x" * 100)
    assert len(asked(library, long)[1]["reply_markup"]["input_field_placeholder"]) == 64
