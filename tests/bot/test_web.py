"""The web door over HTTP: sessions, tokens, limits, safety, pages, and what watchers ask."""

from __future__ import annotations

import asyncio
import json
import re
from http.cookies import SimpleCookie

import pytest
from aiohttp import ClientSession, CookieJar, DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.web import WebServer
from bot.web.limits import MOST, Limiter
from bot.web.pages import STATIC, TEMPLATES, words
from core.errors import StoreDown
from core.model import Message
from tests.bot.web_house import PUBLISHED, House

BANNED = re.compile(r"(?:src|href|url\()\s*=?\s*[\"'(]?\s*(?:https?:)?//", re.IGNORECASE)


class Browser:
    """A page of ours, as far as HTTP sees it."""

    def __init__(self, house, client):
        self.house, self.client = house, client
        self.store = house.store
        self.number = 0
        self.headers = {"X-SKM": "1"}

    async def begin(self, **headers):
        answer = await self.client.post("/chat/session", headers=self.headers | headers)
        if answer.status == 200:
            self.headers["X-CSRF-Token"] = (await answer.json())["csrf"]
        return answer

    async def say(self, *, headers=None, **body):
        self.number += 1
        body = {"id": f"event-{self.number:04}", "after": 0, **body}
        return await self.client.post(
            "/chat/say", json=body, headers=self.headers | (headers or {})
        )


def walk(go, jar=lambda: CookieJar(unsafe=True), **changes):
    async def inside():
        async with (
            House(**changes) as house,
            TestClient(TestServer(house.app), cookie_jar=jar()) as client,
        ):
            await go(Browser(house, client))

    asyncio.run(inside())


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

        assert browser.store.events[0].command == ("start", "ALAT")

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

    assert len(limiter._full_again) == MOST


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
        ("203.0.113.9, 198.51.100.7", 429),  # what stands before was only claimed
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


# -- pages -------------------------------------------------------------------------------------


def test_published_results_are_a_page():
    """The day is a local one: 17.30 UTC is the next day in Jambi."""

    async def go(browser):
        browser.store.results = [PUBLISHED]
        answer = await browser.client.get("/")
        text = await answer.text()

        assert "93,54" in text
        assert "mutu A (Sangat baik)" in text
        assert "80 responden · bobot unsur 0,111 · diumumkan 17 Des 2024" in text
        assert "Loket Terpadu" in text
        assert '<th scope="row">U1 Persyaratan</th><td class="number">3,83</td>' in text
        assert "Belum ada hasil" not in text

    walk(go)


def test_only_the_newest_revision_is_shown():
    async def go(browser):
        newer = PUBLISHED | {"revisi": 2, "angka": PUBLISHED["angka"] | {"ikm": "93.60"}}
        older = PUBLISHED | {"label": "2023"}
        browser.store.results = [newer, PUBLISHED, older]
        text = await (await browser.client.get("/")).text()

        assert text.count('class="card"') == 2
        assert text.index("93,60") < text.index("93,54")
        assert "revisi ke-1" in text

    walk(go)


def test_before_anything_is_published_the_page_says_so():
    async def go(browser):
        text = await (await browser.client.get("/")).text()

        assert "Belum ada hasil yang diumumkan" in text
        assert 'href="/chat"' in text

    walk(go)


def test_names_are_escaped():
    """The example agency is called "Dinas Sosial & Dukcapil"."""

    async def go(browser):
        browser.store.results = [PUBLISHED | {"label": "<script>"}]
        for address in ("/", "/chat", "/s/ALAT"):
            text = await (await browser.client.get(address)).text()
            assert "Sosial &amp; Dukcapil" in text or "Loket Terpadu" in text
            assert "Sosial & D" not in text
            assert "<script>" not in text

    walk(go, username=lambda: "skm_bot")


@pytest.mark.parametrize("kode", ["%3Cscript%3E", "a%20b", "x" * 65])
def test_a_code_that_nobody_prints_opens_the_chat(kode):
    async def go(browser):
        answer = await browser.client.get(f"/s/{kode}", allow_redirects=False)

        assert (answer.status, answer.headers["Location"]) == (302, "/chat")

    walk(go)


def test_a_qr_code_lets_people_choose():
    async def go(browser):
        text = await (await browser.client.get("/s/ALAT")).text()

        assert 'href="/chat?kode=ALAT"' in text
        assert 'href="https://t.me/skm_bot?start=ALAT"' in text
        assert "Loket Terpadu" in text

    walk(go, username=lambda: "skm_bot")


def test_the_chat_page_takes_only_a_code_from_its_address():
    async def go(browser):
        text = await (await browser.client.get("/chat?kode=%22%3E%3Cscript%3E")).text()
        assert 'data-kode=""' in text
        text = await (await browser.client.get("/chat?kode=ALAT")).text()
        assert 'data-kode="ALAT"' in text

    walk(go)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "id"),
        ("id-ID,id;q=0.9,en;q=0.8", "id"),
        ("en-US,en;q=0.9,id;q=0.8", "id"),
        ("en-US,en;q=0.9", "en"),
        ("in", "id"),
        ("jv, en", "id"),
        ("fr-FR,en;q=0.1", "en"),
        ("zh", "id"),
        ("", "id"),
    ],
)
def test_the_page_speaks_indonesian_wherever_the_browser_names_it(accepted, language):
    async def go(browser):
        headers = {} if accepted is None else {"Accept-Language": accepted}
        text = await (await browser.client.get("/chat", headers=headers)).text()
        assert f'<html lang="{language}">' in text

    walk(go)


def test_an_unknown_page_leads_to_the_survey():
    async def go(browser):
        answer = await browser.client.get("/wp-admin")

        assert answer.status == 404
        assert 'href="/chat"' in await answer.text()

    walk(go)


def test_results_without_a_database_are_told_kindly():
    async def go(browser):
        browser.store.down = True
        answer = await browser.client.get("/")

        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert "beberapa menit lagi" in await answer.text()

    walk(go)


@pytest.mark.parametrize(
    "path", ["/", "/chat", "/s/ALAT", "/healthz", "/static/chat.js", "/nowhere", "/chat/messages"]
)
def test_every_answer_is_safe(path):
    async def go(browser):
        headers = (await browser.client.get(path, allow_redirects=False)).headers
        policy = headers["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert "aiohttp" not in headers["Server"]

    walk(go)


def test_pages_hold_no_inline_code_and_nothing_from_outside():
    for path in (*TEMPLATES.glob("*.html"), *STATIC.iterdir()):
        text = path.read_text("utf-8")
        assert not BANNED.search(text), path.name
        if path.suffix == ".html":
            assert not re.search(r"<style|\son\w+=|\sstyle=|<script(?! src=)", text), path.name


def test_the_script_is_older_than_2015():
    """No arrow, template, module, block scope, promise or fetch: Android 4.4 reads it."""
    script = (STATIC / "chat.js").read_text("utf-8")
    bare = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", script, flags=re.DOTALL)

    assert not re.search(
        r"=>|`|\b(?:let|const|class|async|await|import|export|fetch|Promise|of)\b", bare
    )


def test_static_files_stay_in_the_browser():
    async def go(browser):
        page = await (await browser.client.get("/chat")).text()
        script = re.search(r'src="(/static/chat\.js\?v=\w{12})"', page)[1]
        answer = await browser.client.get(script)

        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.content_type.endswith("/javascript")

    walk(go)


def test_all_languages_have_the_same_words():
    def shape(table):
        return {
            key: shape(value) if isinstance(value, dict) else type(value)
            for key, value in table.items()
        }

    assert shape(words("id")) == shape(words("en"))


# -- watchers ----------------------------------------------------------------------------------


def test_alive_even_without_a_database():
    async def go(browser):
        browser.store.down = True
        assert (await browser.client.get("/healthz")).status == 200

    walk(go)


def test_ready_means_database_and_channels():
    well = {"telegram": True}

    async def go(browser):
        async def ready():
            answer = await browser.client.get("/readyz")
            return answer.status, await answer.json()

        assert await ready() == (200, {"ok": True, "database": True, "telegram": True})
        browser.store.down = True
        assert await ready() == (503, {"ok": False, "database": False, "telegram": True})
        browser.store.down, well["telegram"] = False, False
        assert await ready() == (503, {"ok": False, "database": True, "telegram": False})

    walk(go, channels=lambda: well)


def test_figures_in_the_words_of_prometheus():
    async def go(browser):
        answer = await browser.client.get("/metrics")
        lines = (await answer.text()).splitlines()

        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        assert "skm_events_total 3.0" in lines
        assert "# TYPE skm_events_total counter" in lines
        assert "skm_outbox_waiting 2.0" in lines
        assert "# TYPE skm_outbox_waiting gauge" in lines

    walk(go, metrics=lambda: {"skm_events_total": 3, "outbox_waiting": 2.0})


def test_figures_are_not_for_the_street():
    """Through a proxy from a public address there is no such page."""

    async def go(browser):
        answer = await browser.client.get("/metrics", headers={"X-Forwarded-For": "93.184.216.34"})
        assert answer.status == 404

    walk(go)


# -- the server --------------------------------------------------------------------------------


def test_the_server_listens_and_lets_go():
    async def go():
        async with House() as house:
            server = WebServer(house.app, "127.0.0.1", 0)
            await server.start()
            port = server.port
            address = f"http://127.0.0.1:{port}/healthz"
            async with ClientSession() as session:
                assert (await session.get(address)).status == 200
            await server.stop()
            with pytest.raises(OSError, match=r"refused|Connect"):
                await asyncio.open_connection("127.0.0.1", port)

    asyncio.run(go())


def test_what_is_being_answered_is_finished_first():
    """Stopping while a word is being written: it is written and answered."""

    async def go():
        async with House() as house:
            begun, go_on = asyncio.Event(), asyncio.Event()
            receive = house.writer.receive

            async def slow(arrivals):
                begun.set()
                await go_on.wait()
                return await receive(arrivals)

            house.writer.receive = slow
            server = WebServer(house.app, "127.0.0.1", 0)
            await server.start()
            at = f"http://127.0.0.1:{server.port}"
            async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
                begin = await session.post(f"{at}/chat/session", headers={"X-SKM": "1"})
                headers = {"X-CSRF-Token": (await begin.json())["csrf"]}
                body = {"id": "event-0001", "text": "hai"}
                word = asyncio.create_task(
                    session.post(f"{at}/chat/say", json=body, headers=headers)
                )
                await begun.wait()
                stop = asyncio.create_task(server.stop())
                await asyncio.sleep(0)
                go_on.set()
                assert (await word).status == 200
                await stop

    asyncio.run(go())


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
