"""Sessions and limits of the web: cookies, tokens, and the number of requests from one visitor."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from aiohttp import DummyCookieJar

from bot.web.guard.limits import MOST, Limiter
from bot.web.pages import words
from tests.bot.web.web_browser import walk

# -- who speaks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("public_url", "name", "secure"),
    [(None, "skm", False), ("https://skm.example", "__Host-skm", True)],
)
def test_the_cookie_is_random_and_only_ours(public_url, name, secure):
    async def go(browser):
        cookies = [SimpleCookie((await browser.begin()).headers["Set-Cookie"]) for _ in range(2)]
        first, second = (cookie[name] for cookie in cookies)

        assert first.value != second.value
        assert len(first.value) == 43
        assert first["httponly"] is True
        assert first["samesite"] == "Strict"
        assert first["path"] == "/"
        assert bool(first["secure"]) is secure

    walk(go, jar=DummyCookieJar, public_url=public_url)


def test_a_session_is_kept_when_the_page_comes_again():
    async def go(browser):
        first, second = await browser.begin(), await browser.begin()

        assert first.cookies["skm"].value == second.cookies["skm"].value
        assert await first.json() == await second.json()

    walk(go)


def test_the_page_sets_no_cookie():
    """From a QR scanner or another site it is asked for without ours: it must not replace it."""

    async def go(browser):
        answer = await browser.client.get("/chat?kode=ALAT")

        assert answer.status == 200
        assert "Set-Cookie" not in answer.headers

    walk(go)


def test_another_page_cannot_begin_a_session():
    """Only our page can send the header; a form of another site cannot."""

    async def go(browser):
        answer = await browser.client.post("/chat/session", data={"a": "b"})

        assert answer.status == 403
        assert "Set-Cookie" not in answer.headers

    walk(go)


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_nothing_is_said_without_the_token_of_the_session(token):
    async def go(browser):
        await browser.begin()
        browser.headers["X-CSRF-Token"] = token
        assert (await browser.say(text="hai")).status == 403
        fetched = await browser.client.get("/chat/messages", headers=browser.headers)
        assert fetched.status == 403
        assert browser.store.events == []

    walk(go)


def test_a_token_fits_no_other_session():
    async def go(browser):
        await browser.begin()
        browser.client.session.cookie_jar.clear()
        stolen = browser.headers["X-CSRF-Token"]
        await browser.begin()
        browser.headers["X-CSRF-Token"] = stolen

        assert (await browser.say(text="hai")).status == 403

    walk(go)


def test_two_sessions_are_two_chats():
    async def go(browser):
        await browser.begin()
        await browser.say(opened=True)
        browser.client.session.cookie_jar.clear()
        await browser.begin()
        await browser.say(opened=True)

        one, other = browser.store.events
        assert one.address != other.address
        assert one.person.ids != other.person.ids

    walk(go)


# -- how often ---------------------------------------------------------------------------------


def test_a_limiter_lets_a_burst_go_and_then_one_by_one():
    now = 0.0
    limiter = Limiter(3, 0.5, lambda: now)

    assert [limiter.wait("a") for _ in range(4)] == [0, 0, 0, 2]
    assert limiter.wait("b") == 0
    now = 2.0
    assert [limiter.wait("a"), limiter.wait("a")] == [0, 2]


def test_a_limiter_does_not_grow_for_ever():
    limiter = Limiter(1, 1, lambda: 0.0)
    for number in range(MOST + 10):
        limiter.wait(str(number))

    assert len(limiter._buckets.full_at) == MOST


def test_thirty_words_at_once_are_enough():
    async def go(browser):
        await browser.begin()
        assert [(await browser.say(text="hai")).status for _ in range(30)] == [200] * 30
        answer = await browser.say(text="hai")
        assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
        assert (await answer.json())["text"] == words("id")["kendala"]["sibuk"]

        browser.house.seconds = 1.0
        assert (await browser.say(text="hai")).status == 200

    walk(go)


def test_a_network_that_guesses_codes_must_wait():
    """30 an hour an address, whether by QR address or by page; true codes do not count."""

    async def go(browser):
        await browser.begin()
        get = browser.client.get
        for number in range(29):
            answer = await get(f"/s/GUESS-{number}", allow_redirects=False)
            assert answer.headers["Location"] == f"/chat?kode=GUESS-{number}"
        assert (await browser.say(opened=True, kode="WRONG")).status == 200

        refused = await browser.say(opened=True, kode="WRONG")
        assert (refused.status, refused.headers["Retry-After"]) == (429, "120")
        assert (await get("/s/GUESS-30", allow_redirects=False)).status == 429
        assert (await get("/s/ALAT", allow_redirects=False)).status == 302
        assert (await browser.say(opened=True, kode="ALAT")).status == 200

    walk(go)


@pytest.mark.parametrize(
    "text", ["gabung 7KQ4-M2XD", "/gabung X", "JOIN  x", "mulai x_y", "ga\u200bbung X"]
)
def test_a_new_session_does_not_bring_new_tries(text):
    """The conversation counts codes by person, and a person here is only a cookie."""

    async def go(browser):
        for expected in [200] * 30 + [429]:
            browser.client.session.cookie_jar.clear()
            await browser.begin()
            assert (await browser.say(text=text)).status == expected
        assert (await browser.say(text="bergabung yuk")).status == 200

    walk(go)


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("198.51.100.7", 429),  # the neighbour itself tells this one
        ("203.0.113.9, 198.51.100.7", 429),  # the part before was only claimed
        ("198.51.100.8", 302),
        ("nonsense", 302),
    ],
)
def test_behind_a_proxy_people_are_told_apart(header, status):
    async def go(browser):
        get = browser.client.get
        guesser = {"X-Forwarded-For": "198.51.100.7"}
        for _ in range(30):
            await get("/s/GUESS", headers=guesser, allow_redirects=False)

        answer = await get("/s/GUESS", headers={"X-Forwarded-For": header}, allow_redirects=False)
        assert answer.status == status

    walk(go)
