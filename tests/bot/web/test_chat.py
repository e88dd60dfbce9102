"""The chat over HTTP: words in, screens out, kind refusals."""

from __future__ import annotations

import json

import pytest

from bot.web.pages import words
from core.errors import StoreDown
from core.messaging.outgoing import Message
from tests.bot.web.web_browser import walk

# -- the conversation --------------------------------------------------------------------------


def test_a_citizen_answers_over_http():
    async def go(browser):
        await browser.begin()
        opened = await (await browser.say(opened=True)).json()
        assert opened["rows"][0]["choices"][0] == {"payload": "start:0", "label": "Setuju, mulai"}

        asked = await (await browser.say(choice="start:0", after=1)).json()
        assert [row["heading"] for row in asked["rows"]] == ["1/3 · Persyaratan"]

        typed = await (await browser.say(text="2", after=2)).json()
        assert typed["rows"][0]["note"] == "Tercatat: Kurang sesuai."

        later = await browser.client.get("/chat/messages?after=3", headers=browser.headers)
        assert await later.json() == {"rows": []}
        assert browser.store.settled == [1, 2, 3]

    walk(go)


def test_the_start_code_comes_with_the_first_word():
    async def go(browser):
        await browser.begin()
        await browser.say(opened=True, kode="ALAT")

        assert browser.store.events[0].text == "ALAT"

    walk(go)


def test_a_text_of_100_kb_reaches_the_conversation():
    """Cyrillic takes two bytes a letter: 100,000 bytes of words."""

    async def go(browser):
        await browser.begin()
        answer = await browser.client.post(
            "/chat/say",
            data=json.dumps({"id": "event-1000", "text": "ж" * 50_000}, ensure_ascii=False),
            headers=browser.headers,
        )

        assert answer.status == 200
        assert len(browser.store.events[0].text) == 50_000

    walk(go)


def test_what_is_longer_than_200_kb_is_refused_kindly():
    async def go(browser):
        await browser.begin()
        answer = await browser.say(text="a" * 200_001)

        assert answer.status == 413
        assert (await answer.json())["text"] == words("id")["kendala"]["panjang"]
        assert browser.store.events == []

    walk(go)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"\xff", b"[" * 100_000, b'{"id": "event-0001"}'],
)
def test_garbage_is_refused_and_nothing_is_kept(body):
    async def go(browser):
        await browser.begin()
        answer = await browser.client.post("/chat/say", data=body, headers=browser.headers)

        assert answer.status == 400
        assert browser.store.events == []

    walk(go)


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 16, "٣"])
def test_a_cursor_that_is_no_number_is_refused(after):
    async def go(browser):
        await browser.begin()
        address = f"/chat/messages?after={after}"
        assert (await browser.client.get(address, headers=browser.headers)).status == 400
        assert (await browser.say(text="hai", after=after)).status == 400

    walk(go)


def test_a_database_that_is_away_is_told_kindly():
    """503, when to come back, and nothing was taken; later the same event is taken once."""

    async def go(browser):
        await browser.begin()
        browser.store.down = True
        answer = await browser.say(text="hai")

        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert (await answer.json())["text"] == words("id")["kendala"]["istirahat"]

        browser.store.down = False
        browser.number = 0
        assert (await browser.say(text="hai")).status == 200
        assert len(browser.store.events) == 1

    walk(go)


def test_a_fault_of_ours_says_nothing_of_itself(caplog):
    def broken():
        raise RuntimeError("secret detail")

    async def go(browser):
        answer = await browser.client.get("/metrics")

        assert answer.status == 500
        assert "secret detail" not in await answer.text()

    walk(go, metrics=broken)
    assert "secret detail" not in caplog.text


def test_requests_are_composed_by_whoever_was_handed_in():
    async def compose(row):
        raise StoreDown("reader away")

    async def go(browser):
        await browser.begin()
        assert (await browser.say(text="/ikm")).status == 503

    walk(go, compose=compose)


def test_a_message_of_the_composer_reaches_the_page():
    async def compose(row):
        return Message("93,54")

    async def go(browser):
        await browser.begin()
        answer = await (await browser.say(text="/ikm")).json()
        assert [row["text"] for row in answer["rows"]] == ["93,54"]

    walk(go, compose=compose)
