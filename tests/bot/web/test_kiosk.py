"""The kiosk's page, and the answer that it posts: whole, checked, stored once."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest

from core.office.questionnaire import parse
from tests.bot.web.web_browser import walk
from tests.bot.web.web_house import NOW, SURVEY

ID = "0123456789abcdef0123456789abcdef"
ASKED = SURVEY.questionnaire


def answer(**changes):
    whole = {
        "id": ID,
        "snapshot": ASKED.snapshot,
        "bahasa": "en",
        "tanggal": "2026-11-23",
        "slot": "08-12",
        "durasi": 80,
        "profil": {"kelamin": "L", "usia": "41"},
        "nilai": {one.key: 3 for one in ASKED.questions},
        "saran": "",
    }
    return {key: value for key, value in (whole | changes).items() if value is not None}


async def bring(browser, loket="L1", *, body=None, **changes):
    given = json.dumps(answer(**changes)) if body is None else body
    return await browser.client.post(f"/kiosk/{loket}/jawaban", data=given, headers=browser.headers)


def contents(page):
    return json.loads(unescape(re.search(r'data-isi="([^"]*)"', page)[1]))


# -- the page --------------------------------------------------------------------------------------


def test_the_page_holds_the_whole_questionnaire_in_every_language():
    async def go(browser):
        answer = await browser.client.get("/kiosk/l1")
        content = contents(await answer.text())

        assert answer.status == 200
        assert "Set-Cookie" not in answer.headers
        assert content["loket"] == "L1"
        assert content["layanan"] is None
        assert content["tanya"][7:] == ["sarpras", "pengaduan"]
        assert set(content["kata"]) == set(SURVEY.texts.languages)
        for language, words in content["kata"].items():
            for one in ASKED.questions:
                assert len(words["tanya"][one.key]["opsi"]) == 4, (language, one.key)
            assert all(words[key] for key in ("setuju", "salam", "antre", "diam", "terima_kasih"))
        official = content["kata"]["id"]["tanya"]["biaya"]
        assert official["isi"] == ASKED.question("biaya").content
        assert official["opsi"] == list(ASKED.question("biaya").options)

    walk(go)


@pytest.mark.parametrize("code", ["L2", "sktm", "pelayanan", "%3Cscript%3E", "pekerja.jsx"])
def test_only_the_code_of_a_loket_opens_a_kiosk(code):
    async def go(browser):
        assert (await browser.client.get(f"/kiosk/{code}")).status == 404

    walk(go)


def test_guessing_codes_is_slowed():
    async def go(browser):
        told = [(await browser.client.get(f"/kiosk/x{n}")).status for n in range(40)]

        assert told[:30] == [404] * 30
        assert set(told[30:]) == {429}
        assert (await browser.client.get("/kiosk/L1")).status == 200

    walk(go)


def test_the_worker_may_run_under_our_policy_and_is_always_asked_anew():
    async def go(browser):
        answer = await browser.client.get("/kiosk/pekerja.js")

        assert answer.status == 200
        assert "javascript" in answer.headers["Content-Type"]
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]

    walk(go)


# -- what it brings --------------------------------------------------------------------------------


def test_a_finished_answer_is_stored_as_a_kiosk_answer():
    async def go(browser):
        await browser.begin()
        told = await bring(browser, saran="Kursi kurang.")

        assert told.status == 200
        assert await told.json() == {"baru": True}
        [(given, said, until)] = browser.store.taken.values()
        assert (given.mode, given.channel, given.loket) == ("kiosk", "web", "L1")
        assert (given.unit, given.layanan) == ("pelayanan", "sktm")
        assert (given.day, given.language) == (date(2026, 11, 23), "en")
        assert said.text == "Kursi kurang."
        assert until == datetime(2026, 12, 9, tzinfo=UTC)

    walk(go)


def test_the_same_answer_twice_is_stored_once():
    """Its reply was lost, or two tabs of one tablet sent it."""

    async def go(browser):
        await browser.begin()
        first, second = await bring(browser), await bring(browser)

        assert (first.status, second.status) == (200, 200)
        assert await second.json() == {"baru": False}
        assert len(browser.store.taken) == 1

    walk(go)


def test_an_answer_of_days_ago_counts_for_its_day_and_an_older_one_not_at_all():
    async def go(browser):
        await browser.begin()
        kept = await bring(browser, tanggal="2026-11-09", id="a" * 32)
        late = await bring(browser, tanggal="2026-11-08", id="b" * 32)
        ahead = await bring(browser, tanggal="2026-11-24", id="c" * 32)

        assert [one.status for one in (kept, late, ahead)] == [200, 422, 422]
        assert "lebih dari 14 hari lalu" in (await late.json())["text"]
        assert "masa depan" in (await ahead.json())["text"]
        assert [row[0].day for row in browser.store.taken.values()] == [date(2026, 11, 9)]

    walk(go)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"snapshot": "0" * 16}, "snapshot"),
        ({"snapshot": None}, "snapshot"),
        ({"snapshot": ["x"]}, "snapshot"),
        ({"nilai": {"waktu": 3}}, "nilai.persyaratan"),
        ({"nilai": {one.key: 5 for one in ASKED.questions}}, "nilai.persyaratan"),
        ({"profil": {"pekerjaan": "RAJA"}}, "profil.pekerjaan"),
        ({"layanan": "alat-bantu"}, "layanan"),
        ({"nik": "1"}, "nik"),
    ],
)
def test_what_is_not_whole_is_refused_and_says_why(changes, where):
    async def go(browser):
        await browser.begin()
        told = await bring(browser, **changes)

        assert told.status == 422
        assert (await told.json())["text"].startswith(f"{where}: ")
        assert browser.store.taken == {}

    walk(go)


@pytest.mark.parametrize(
    "body", ["", "null", "[1]", "{", "[" * 100_000, '{"id": "x"}', '{"id": 5}']
)
def test_what_is_no_answer_at_all_is_refused(body):
    async def go(browser):
        await browser.begin()
        assert (await bring(browser, body=body)).status == 400
        assert browser.store.taken == {}

    walk(go)


def test_an_older_version_of_the_questionnaire_counts_as_what_it_asked():
    """A tablet was away while the wording changed."""
    old = parse({**_plain(), "kuesioner": {**_plain()["kuesioner"], "versi": "0"}}, "lama")

    async def go(browser):
        await browser.begin()
        browser.store.snapshots[old.snapshot] = old.document
        assert (await bring(browser, snapshot=old.snapshot)).status == 200
        [(given, _, _)] = browser.store.taken.values()
        assert given.snapshot == old.snapshot

    walk(go)


def _plain():
    return {key: value for key, value in ASKED.document.items() if key != "bobot"}


def test_only_our_own_page_may_bring_answers():
    async def go(browser):
        assert (await bring(browser)).status == 403
        await browser.begin()
        browser.headers.pop("X-CSRF-Token")
        assert (await bring(browser)).status == 403
        assert browser.store.taken == {}

    walk(go)


def test_an_answer_for_a_loket_that_is_gone_is_refused():
    async def go(browser):
        await browser.begin()
        told = await bring(browser, loket="L2")
        assert told.status == 422
        assert "tidak terdaftar lagi" in (await told.json())["text"]

    walk(go)


def test_while_the_database_is_away_the_page_is_told_to_come_again():
    async def go(browser):
        await browser.begin()
        browser.store.down = True
        told = await bring(browser)
        assert told.status == 503
        assert told.headers["Retry-After"]
        assert (await told.json())["text"]
        browser.store.down = False
        assert (await bring(browser)).status == 200

    walk(go)


def test_a_tablet_that_was_away_brings_sixty_at_once_and_then_one_a_second():
    async def go(browser):
        await browser.begin()
        told = [(await bring(browser, id=f"{n:032x}")).status for n in range(61)]
        assert told == [200] * 60 + [429]
        browser.house.seconds += 1
        assert (await bring(browser, id="f" * 32)).status == 200

    walk(go)


def test_a_burst_at_one_kiosk_is_marked_and_what_waited_for_the_network_is_not():
    async def go(browser):
        await browser.begin()
        for n in range(12):
            await bring(browser, id=f"{n:032x}")
        for n in range(12, 24):
            await bring(browser, id=f"{n:032x}", tanggal="2026-11-22")
        marks = ["beruntun" in row[0].flags for row in browser.store.taken.values()]

        assert marks == [False] * 10 + [True] * 2 + [False] * 12

    walk(go)


def test_an_answer_in_the_night_is_marked():
    """23.30 in Jakarta."""

    async def go(browser):
        await browser.begin()
        await bring(browser, slot="lain")
        assert [row[0].flags[-1] for row in browser.store.taken.values()] == ["malam"]

    walk(go, now=lambda: datetime(2026, 11, 23, 16, 30, tzinfo=UTC))


def test_a_loket_for_every_service_asks_for_it():
    agency = SURVEY.agency
    unit = agency.unit[0]
    everywhere = replace(unit, loket=(replace(unit.loket[0], layanan=None),))
    survey = replace(SURVEY, agency=replace(agency, unit=(everywhere,)))

    async def go(browser):
        await browser.begin()
        content = contents(await (await browser.client.get("/kiosk/L1")).text())
        assert [code for code, _ in content["layanan"]] == [one.code for one in unit.layanan]
        assert (await bring(browser)).status == 422
        assert (await bring(browser, layanan=unit.layanan[0].code)).status == 200

    walk(go, survey=lambda: survey)


def test_the_day_is_that_of_the_office():
    """23.30 UTC of the 22nd is the 23rd in Jakarta."""
    assert NOW.date() == date(2026, 11, 23)

    async def go(browser):
        await browser.begin()
        assert (await bring(browser, tanggal="2026-11-23")).status == 200

    walk(go, now=lambda: datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
