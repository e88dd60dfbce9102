"""The web pages: published results, links of QR codes, languages, and safe headers."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import replace

import pytest

from bot.config.survey_links import SurveyLinks
from bot.web.pages import STATIC, TEMPLATES
from tests.bot.web.web_browser import walk
from tests.bot.web.web_house import AGENCY, PUBLISHED
from tests.support.paths import REPO

BANNED = re.compile(r"(?:src|href|url\()\s*=?\s*[\"'(]?\s*(?:https?:)?//", re.IGNORECASE)

# -- pages -------------------------------------------------------------------------------------


def test_published_results_are_a_page():
    """The day is a local one: 17.30 UTC is the next day in Jambi."""

    async def go(browser):
        browser.store.publications = [PUBLISHED]
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
        newer = replace(PUBLISHED, revision=2, figures=PUBLISHED.figures | {"ikm": "93.60"})
        older = replace(PUBLISHED, label="2023")
        browser.store.publications = [newer, PUBLISHED, older]
        text = await (await browser.client.get("/")).text()

        assert text.count('class="card"') == 2
        assert text.index("93,60") < text.index("93,54")
        assert "revisi ke-1" in text

    walk(go)


def test_the_table_of_letters_holds_the_figures_of_the_regulation():
    """PermenPANRB 14/2017; the gaps between two decimals are closed by the rounding."""

    async def go(browser):
        text = await (await browser.client.get("/")).text()
        rows = re.findall(r"<tr><td>([^<]*)</td><td>([A-D])</td><td>([^<]*)</td></tr>", text)

        assert rows == [
            ("88,31–100,00", "A", "Sangat baik"),
            ("76,61–88,30", "B", "Baik"),
            ("65,00–76,60", "C", "Kurang baik"),
            ("25,00–64,99", "D", "Tidak baik"),
        ]

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
        browser.store.publications = [replace(PUBLISHED, label="<script>")]
        for address in ("/", "/chat", "/s/ALAT"):
            text = await (await browser.client.get(address)).text()
            assert "Sosial &amp; Dukcapil" in text or "Loket Terpadu" in text
            assert "Sosial & D" not in text
            assert "<script>" not in text

    walk(go, ways=lambda: SurveyLinks("skm_bot"))


@pytest.mark.parametrize("code", ["%3Cscript%3E", "a%20b", "x" * 65])
def test_a_code_that_nobody_prints_opens_the_chat(code):
    async def go(browser):
        answer = await browser.client.get(f"/s/{code}", allow_redirects=False)

        assert (answer.status, answer.headers["Location"]) == (302, "/chat")

    walk(go)


def test_a_qr_code_lets_people_choose():
    async def go(browser):
        text = await (await browser.client.get("/s/ALAT")).text()

        assert 'href="/chat?kode=ALAT"' in text
        assert 'href="https://t.me/skm_bot?start=ALAT"' in text
        assert "Loket Terpadu" in text

    walk(go, ways=lambda: SurveyLinks("skm_bot"))


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


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("jv-ID,jv;q=0.9,id;q=0.8", "jv"), ("id,jv;q=0.8", "id"), ("en-US,en", "id"), ("su", "id")],
)
def test_a_page_speaks_only_what_the_office_offers(monkeypatch, accepted, language):
    """Javanese once the office names it; English no more once it names others."""
    monkeypatch.setattr("tests.bot.web.web_house.AGENCY", replace(AGENCY, languages=("id", "jv")))

    async def go(browser):
        headers = {"Accept-Language": accepted}
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


def test_a_process_that_shows_no_page_loads_no_template():
    """One that only posts, receives or prints a poster pays nothing for them."""
    look = "import sys, bot.web.app; print('jinja2' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", look], cwd=REPO, capture_output=True, text=True, check=True
    )

    assert told.stdout == "False\n"


def test_all_languages_have_the_same_words():
    """But for the page of results, which quotes the regulation and is Indonesian alone."""

    def shape(table):
        return {
            key: shape(value) if isinstance(value, dict) else type(value)
            for key, value in table.items()
        }

    written = tomllib.loads((TEMPLATES / "words.toml").read_text(encoding="utf-8"))
    assert written["jv"].pop("ditinjau") is False
    assert written["id"].pop("hasil")
    for language in written:
        assert shape(written[language]) == shape(written["id"]), language
