"""Pictures on their way out: drawn in a child process, sealed in the outbox, on every channel."""

import asyncio

import pytest

from bot.channels.layout import lay_out
from bot.channels.terminal import Terminal
from core.messaging.address import Address
from core.messaging.outcomes import Refused, Sent
from core.messaging.outgoing import Choice, Message, Outgoing, Picture, ResendPolicy
from storage.database.codec import pack_body, unpack_body
from tests.support.doubles.telegram.telegram_fakes import house, row_to

LIBRARIES = pytest.mark.parametrize("library", ["python-telegram-bot", "aiogram"])


def png(wide=1080, tall=1500, more=0):
    """The head of a PNG is all that anybody on the way looks at."""
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    return head + wide.to_bytes(4) + tall.to_bytes(4) + bytes(more)


def shown(text="IKM 2024: 93,54", **size):
    picture = Picture(png(**size), "Batang sembilan unsur; terendah Pengaduan 3,20", "ikm-2024.png")
    return Message(text, choices=(Choice("kt:hitung:2024", "Cara hitung"),), picture=picture)


def sent(library, message, row=None):
    async def scene():
        async with house(library) as (world, channel):
            user = world.user(77)
            user.send("/start")
            outcome = await channel.send(row or row_to(77), message)
            return outcome, user.screen

    return asyncio.run(scene())


@LIBRARIES
def test_a_picture_leaves_with_its_words_as_caption_and_its_buttons(library):
    outcome, (only,) = sent(library, shown())
    assert isinstance(outcome, Sent)
    assert (only.photo, only.text, only.buttons) == (
        (1080, 1500),
        "IKM 2024: 93,54",
        ("Cara hitung",),
    )


@LIBRARIES
def test_words_too_long_for_a_caption_follow_the_picture(library):
    _, (first, second) = sent(library, shown("x" * 1025))
    assert first.photo == (1080, 1500)
    assert first.text == "Batang sembilan unsur; terendah Pengaduan 3,20"
    assert first.buttons == ()
    assert second.text == "x" * 1025
    assert second.buttons == ("Cara hitung",)


@LIBRARIES
def test_a_picture_is_a_new_message_even_where_an_edit_was_asked(library):
    outcome, (only,) = sent(library, shown(), row_to(77, replace="1"))
    assert outcome == Sent("2")
    assert not only.edited


@LIBRARIES
@pytest.mark.parametrize(
    "size",
    [{"wide": 8000, "tall": 2001}, {"wide": 2000, "tall": 99}, {"more": 10 * 2**20}],
    ids=["sum", "ratio", "bytes"],
)
def test_what_the_provider_would_not_take_is_refused_by_the_double(library, size):
    outcome, screen = sent(library, shown(**size))
    assert isinstance(outcome, Refused)
    assert screen == []


@LIBRARIES
def test_a_text_edit_of_a_picture_becomes_a_new_message(library):
    async def scene():
        async with house(library) as (world, channel):
            user = world.user(77)
            user.send("/start")
            first = await channel.send(row_to(77), shown())
            again = await channel.send(row_to(77, replace=first.provider_id), Message("Selesai"))
            return first, again, user.last.text

    first, again, words = asyncio.run(scene())
    assert again != first
    assert words == "Selesai"


def test_the_caption_may_be_as_long_as_the_provider_takes_and_no_longer():
    assert len(lay_out(shown("x" * 1024), 4096)) == 1
    assert len(lay_out(shown("x" * 1025), 4096)) == 2
    assert [len(part.text) for part in lay_out(shown("😀" * 4096), 4096)][1:] == [2048, 2048]


def test_a_picture_comes_back_from_the_store_as_it_went_in():
    message = shown()
    assert unpack_body(pack_body(message)) == message
    assert unpack_body(pack_body(Message("tanpa gambar"))) == Message("tanpa gambar")


def test_a_payload_of_before_pictures_can_still_be_read():
    old = b'["m",{"text":"lama","note":null,"heading":null,"choices":[],"columns":1,"free_text":false}]'
    assert unpack_body(old) == Message("lama")


def test_the_terminal_lays_the_picture_beside_the_database(tmp_path):
    heard = []
    terminal = Terminal("admin", heard.append, tmp_path / "gambar")
    row = Outgoing(
        1,
        "a",
        Address("terminal", "terminal", "x"),
        shown(),
        ResendPolicy.REPLY,
        None,
        None,
        0,
        False,
    )
    asyncio.run(terminal.send(row, shown()))
    made = tmp_path / "gambar" / "ikm-2024.png"
    assert made.read_bytes() == png()
    assert made.stat().st_mode & 0o777 == 0o600
    assert heard[:3] == [
        f"({made})",
        "(ikm-2024.png: Batang sembilan unsur; terendah Pengaduan 3,20)",
        "IKM 2024: 93,54",
    ]
