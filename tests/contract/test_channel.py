"""The contract of the channel port: every channel does what its senders and receivers rely on."""

from __future__ import annotations

import asyncio
import contextlib
import json

import pytest

from bot.channels.layout import clean
from core.messaging.incoming import Inbound, Receipt, Unreadable
from core.messaging.outcomes import Gone, Later, Refused, Sent, Unknown
from core.messaging.outgoing import Choice, Document, Message, Picture
from tests.support.doubles.stands import (
    CONTENT,
    GONE,
    ILL,
    ILL_AFTER,
    LOST,
    PROVIDERS,
    STANDS,
    THROTTLED,
)

EVERY = pytest.mark.parametrize("name", STANDS)
OF_PROVIDERS = pytest.mark.parametrize("name", PROVIDERS)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (1080).to_bytes(4) + (1500).to_bytes(4)
OPTIONS = tuple(
    Choice(f"sv:ab1:t.waktu:{n}", f"{n}. Pilihan {n}", f"Pilihan {n}") for n in (1, 2, 3, 4)
)
BACK = Choice("sv:ab1:t.waktu:kembali", "Kembali", typed="0")


def at(name, scene):
    """Play a scene before one stand."""

    async def inside():
        async with STANDS[name]() as stand:
            return await scene(stand)

    return asyncio.run(inside())


def squeezed(text):
    """The text without white space, so that line breaks and gaps do not count."""
    return "".join(text.split())


async def shown(stand, message):
    """The text of a message as it arrives; on the web the page fetches it."""
    outcome = await stand.put(message)
    if stand.channel.caps.push:
        assert isinstance(outcome, Sent)
    return "\n".join(await stand.seen())


# -- what it is ----------------------------------------------------------------------------------


@EVERY
def test_it_says_who_it_is_and_what_it_carries(name):
    async def scene(stand):
        one = stand.channel
        return one.name, one.account, one.caps

    kind, account, caps = at(name, scene)
    assert kind == name.split()[0]
    assert account
    assert caps.text >= 1024
    assert caps.choices >= 10
    assert 20 <= caps.choice_label <= 64
    assert caps.payload_bytes == 64, "what the whole product mints"
    assert caps.receipts <= caps.looks_up, "who waits for reports can look for a lost answer"
    assert (caps.row_label is None) == (caps.row_hint is None)


# -- going out -----------------------------------------------------------------------------------


@EVERY
def test_a_screen_arrives_with_its_words_and_its_choices(name):
    question = Message(
        "Bagaimana waktunya?",
        note="Tercatat: Mudah.",
        heading="3/9 · Waktu",
        choices=(*OPTIONS, BACK),
    )
    found = squeezed(at(name, lambda stand: shown(stand, question))).casefold()
    for words in ("Tercatat: Mudah.", "3/9 · Waktu", "Bagaimana waktunya?", "Kembali"):
        assert squeezed(words).casefold() in found
    for option in OPTIONS:
        assert squeezed(option.hint).casefold() in found


@EVERY
@pytest.mark.parametrize(
    "text",
    [
        "<b>tebal</b> *x* _y_ ~z~ [k](http://x) &lt; `k` \\ {hasil} %s",
        "a\0b",
        "a\ud83db",
        "👩‍🚒" * 50,
        "\u202eنص\u200f",
        "satu\n\n\n\ndua",
        "kata " * 20_000,
        "x" * 100_000,
    ],
    ids=["markup", "nul", "half", "emoji", "rtl", "lines", "100 kB", "100 kB in one word"],
)
def test_every_word_arrives_as_it_was_written(name, text):
    """No letter is lost where it is split, none is read as markup."""
    found = at(name, lambda stand: shown(stand, Message(text)))
    assert squeezed(clean(found)) == squeezed(clean(text))


@EVERY
@pytest.mark.parametrize(
    ("message", "told"),
    [
        (Message("IKM 93,54", picture=Picture(PNG, "Batang unsur", "unsur.png")), "picture"),
        (Message("Laporan", document=Document(b"%PDF", "laporan.pdf", "application/pdf")), "file"),
    ],
    ids=["picture", "document"],
)
def test_a_file_goes_along_and_the_words_stay(name, message, told):
    found = at(name, lambda stand: shown(stand, message))
    signs = ("unsur.png", "Batang unsur", "1080") if told == "picture" else ("laporan.pdf",)
    assert message.text in found
    assert any(sign in found for sign in signs)


@OF_PROVIDERS
@pytest.mark.parametrize(
    ("what", "outcome"),
    [
        (THROTTLED, Later),
        (ILL, Unknown),
        (ILL_AFTER, Unknown),
        (LOST, Unknown),
        (GONE, Gone),
        (CONTENT, Refused),
    ],
    ids=[THROTTLED, ILL, ILL_AFTER, LOST, GONE, CONTENT],
)
def test_whatever_the_provider_answers_is_one_outcome_and_one_call(name, what, outcome):
    """Nothing raises, nothing is repeated here: that is for whoever keeps the outbox."""

    async def scene(stand):
        stand.break_(what)
        first = await stand.put(Message("Isi"))
        seen = len(await stand.seen())
        assert stand.calls == 1
        return first, seen, await stand.put(Message("Isi"))

    found, seen, after = at(name, scene)
    assert isinstance(found, outcome)
    assert seen == (what in (LOST, ILL_AFTER))
    assert isinstance(after, Sent), "the next one goes as if nothing had been"
    if outcome is Later:
        assert found.after == 7.0


@OF_PROVIDERS
def test_where_nobody_listens_nothing_was_sent(name):
    """Safe to repeat, and true of the whole account."""

    async def scene(stand):
        await stand.channel.close()
        return await stand.put(Message("Isi"))

    assert at(name, scene) == Later(2.0, "account")


def test_no_control_character_reaches_a_terminal():
    """Words of people could else move its cursor, hide lines, or type into it."""

    async def scene(stand):
        await stand.put(
            Message("bersih\x1b[2Jkan\x07\x9b\ud83d\0", note="a\rb", heading="\x1b]0;x")
        )
        return "".join(stand.rows)

    found = at("terminal", scene)
    assert all(one.isprintable() for one in found), found
    assert squeezed(found).count("bersih") == 1


# -- beside --------------------------------------------------------------------------------------


@EVERY
@pytest.mark.parametrize("token", ["", "bukan", "9" * 64])
def test_settling_what_nobody_pressed_is_harmless(name, token):
    async def scene(stand):
        for notice in ("Tercatat.", None, "x" * 500):
            assert await stand.channel.settle(token, notice) is None
        return await shown(stand, Message("Isi"))

    assert "Isi" in at(name, scene)


@EVERY
def test_it_pulls_until_it_is_cancelled_and_closes_twice(name):
    async def scene(stand):
        pull = asyncio.create_task(stand.channel.pull(stand.inbox))
        await asyncio.sleep(0.05)
        assert not pull.done()
        pull.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await pull
        assert pull.cancelled()
        await stand.channel.close()
        await stand.channel.close()

    at(name, scene)


# -- coming in -----------------------------------------------------------------------------------

GARBAGE = [
    b"", b"\0", b"\xff\xfe", b"{", b"[]", b"null", b"true", b"1", b'"x"', b"{}",
    b'{"update_id": "x"}', b'{"update_id": 1, "message": null}', b'{"update_id": 1, "message": 7}',
    b'{"update_id": 2, "message": {"text": 5}}', b'{"update_id": 3, "callback_query": {}}',
    b'{"update_id": 4, "my_chat_member": {"chat": []}}', b'{"update_id": 9e999}',
    json.dumps({"update_id": 5, "message": {"text": "\ud83d", "chat": None}}).encode(),
    b'{"id": null, "text": []}', b'{"id": "acara-0001", "choice": {}}', b"[" * 5000, b"<xml/>",
    b"MessageSid=", b"whatsapp:", b"x" * 20_000,
]  # fmt: skip


@EVERY
def test_garbage_never_raises_and_is_read_set_aside_or_refused(name):
    async def scene(stand):
        for raw in GARBAGE:
            await stand.offer(raw)
        return stand.inbox.committed, await shown(stand, Message("Isi"))

    committed, found = at(name, scene)
    assert "Isi" in found
    assert {type(one) for one in committed} <= {Inbound, Receipt, Unreadable}
    if name in PROVIDERS:
        assert any(isinstance(one, Unreadable) for one in committed)
