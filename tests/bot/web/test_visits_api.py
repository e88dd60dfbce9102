"""`POST /api/kunjungan` over the real store: its callers, its codes, the facts never kept."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.app.assembly import assemble
from bot.channels.webchat import WebChannel
from bot.config.office import Office
from bot.config.packaged import load_packaged
from bot.config.survey_links import SurveyLinks
from bot.desk.citizen.visit_codes import UNINVITED
from core.messaging.address import Person
from core.messaging.outcomes import Sent
from core.messaging.outgoing import Template
from core.office.agency import ServicePoint
from core.ports.outbox import Settlement
from core.ports.results import Scope
from storage.people.answered_marks import mark_answered
from storage.store import open_store
from tests.support.builders import pages_of
from tests.support.paths import AGENCY_TOML
from tests.support.player import prepared

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09.00 WIB
TODAY = date(2026, 11, 23)
TOKEN = "a token of the tests, 32 letters"
PROOF = {"Authorization": f"Bearer {TOKEN}"}
WAYS = SurveyLinks("skm_bot", "whatsapp:+6281200000000", "https://skm.contoh.go.id")
NUMBER = "+6281234567890"
ACCOUNT = ("whatsapp", "+6281200000000")
ALL = Scope(None, None, "x", date(2000, 1, 1), date(2999, 1, 1))


class Front:
    def __init__(self, path, store, client):
        self.path, self.store, self.client = path, store, client

    async def ask(self, body=None, headers=PROOF, status=201, **raw):
        raw = raw or {"json": body or {}}
        async with self.client.post("/api/kunjungan", headers=headers, **raw) as answer:
            told = await answer.json()
            assert answer.status == status, told
            return told | {"headers": dict(answer.headers)}

    def visit(self, code):
        with self.store.read() as reader:
            return reader.answers.visit(code, today=TODAY)

    def coverage(self):
        with self.store.read() as reader:
            return reader.results.coverage(ALL)

    def addresses(self):
        with self.store.read() as reader:
            return reader.upkeep.counts()["alamat"]

    def claimed(self):
        with self.store.write() as tx:
            return tx.outbox.claim([ACCOUNT], holder="b", now=NOW, lease=60, limit=9)

    def told(self):
        with closing(sqlite3.connect(self.path)) as conn:
            return "\n".join(conn.iterdump())


@asynccontextmanager
async def front(path, token=TOKEN, ways=WAYS, inviting=True):
    prepared(path, path.with_name("template.db"), AGENCY_TOML)
    store = open_store(f"sqlite:///{path}", [b"a secret for tests, 32 bytes long"])
    office = Office(store, load_packaged, now=lambda: NOW)
    assembly = assemble(store, office, [WebChannel()], now=lambda: NOW)
    await assembly.writer.start()
    app = pages_of(
        writer=assembly.writer, store=store, agency=lambda: office.agency,
        survey=lambda: office.survey, compose=assembly.dispatcher.compose, secret=b"secret",
        public_url=None, ways=lambda: ways, metrics=dict, api_token=token, inviting=inviting,
        now=lambda: NOW, clock=lambda: 0.0,
    )  # fmt: skip
    async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as client:
        yield Front(path, store, client)
    await assembly.writer.stop()
    store.close()


@pytest.fixture
def walk(tmp_path):
    def run(go, **more):
        async def inside():
            async with front(tmp_path / "skm.db", **more) as house:
                await go(house)

        asyncio.run(inside())

    return run


def test_a_queue_system_gets_a_code_and_its_links(walk):
    async def go(house):
        told = await house.ask({"loket": "l1"})
        code = told["kode"]
        assert told["berlaku_sampai"] == "2026-11-30"
        assert told["tautan"] == {
            "whatsapp": f"https://wa.me/6281200000000?text=mulai%20{code}",
            "telegram": f"https://t.me/skm_bot?start={code}",
            "web": f"https://skm.contoh.go.id/s/{code}",
        }
        assert told["headers"]["Cache-Control"] == "no-store"
        assert "undangan" not in told
        assert house.visit(code).point == ServicePoint("pelayanan", "sktm", "L1")
        assert house.coverage() == [("L1", "08-12", 1, 0)]
        assert house.claimed() == []

    walk(go)


def test_the_same_number_gets_the_same_code_and_counts_once(walk):
    async def go(house):
        asked = {"loket": "L1", "nomor": "A-017"}
        first = await house.ask(asked)
        again = await house.ask(asked, status=200)
        other = await house.ask(asked | {"nomor": "A-018"})
        assert first["kode"] == again["kode"] != other["kode"]
        assert house.coverage() == [("L1", "08-12", 2, 0)]
        assert "A-017" not in house.told()

    walk(go)


def test_visits_may_be_counted_without_codes(walk):
    async def go(house):
        assert (await house.ask({"loket": "L1", "hanya_hitung": 12}, status=200))["tercatat"] == 12
        assert house.coverage() == [("L1", "08-12", 12, 0)]

    walk(go)


def test_who_agreed_is_invited_once_a_day_and_the_number_goes_with_the_row(walk):
    async def go(house):
        asked = {"loket": "L1", "whatsapp": NUMBER, "setuju": True}
        told = await house.ask(asked)
        assert told["undangan"] == "diterima"
        await house.ask(asked)
        (row,) = house.claimed()
        assert (row.to.chat, row.caused_at, row.unit) == (NUMBER, None, "pelayanan")
        assert row.expires_at == NOW + timedelta(hours=24)
        unit = "Ruang Pelayanan Dinas Contoh"
        assert row.body.template == Template("invite", (unit, told["kode"]))
        assert f"Balas: mulai {told['kode']}" in row.body.text
        assert house.addresses() == 1
        with house.store.write() as tx:
            tx.outbox.settle([Settlement(row, Sent("SM1"), None)], now=NOW)
        assert house.addresses() == 0
        await house.ask(asked)
        assert house.claimed() == []  # once a day, though nothing but a hash is left of it

    walk(go)


def test_who_said_stop_is_not_invited(walk):
    """The queue system is told the same: that somebody stopped is nobody's business."""

    async def go(house):
        with house.store.write() as tx:
            stopped = Person(("wa-user:ID.123", f"wa-phone:{NUMBER}"))
            mark_answered(tx.session, stopped, UNINVITED, NOW + timedelta(days=9))
        told = await house.ask({"loket": "L1", "whatsapp": NUMBER, "setuju": True})
        assert told["undangan"] == "diterima"
        assert house.claimed() == []

    walk(go)


@pytest.mark.parametrize("less", [{"ways": SurveyLinks(web=WAYS.web)}, {"inviting": False}])
def test_without_whatsapp_or_an_approved_template_nobody_is_invited(walk, less):
    async def go(house):
        told = await house.ask({"loket": "L1", "whatsapp": NUMBER, "setuju": True})
        assert told["undangan"] == "tidak tersedia"
        assert house.addresses() == 0

    walk(go, **less)


@pytest.mark.parametrize(
    ("body", "galat"),
    [
        ({"loket": "L9"}, "Isi loket dengan salah satu: L1."),
        ({"unit": "x"}, "Isi unit dengan salah satu: pelayanan."),
        ({"loket": "L1", "layanan": "alat-bantu"}, "Loket L1 melayani sktm"),
        ({"loket": 1}, "loket: bukan teks"),
        ({"whatsapp": NUMBER}, "setuju: harus true"),
        ({"whatsapp": "0812", "setuju": True}, "whatsapp: bukan nomor"),
        ({"hanya_hitung": 0}, "hanya_hitung"),
        ({"hanya_hitung": 5, "nomor": "A1"}, "hanya_hitung"),
        ({"hanya_hitung": 5000}, "hanya_hitung"),
        ({"nomor": "x" * 65}, "nomor: terlalu panjang"),
        ({"nik": "1"}, "nik: tidak dikenal"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(walk, body, galat):
    async def go(house):
        assert galat in (await house.ask(body, status=400))["galat"]
        assert house.coverage() == []

    walk(go)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"[" * 9999, b"\xff"])
def test_what_is_no_json_object_is_told(walk, body):
    async def go(house):
        assert "JSON" in (await house.ask(status=400, data=body))["galat"]

    walk(go)


@pytest.mark.parametrize(
    "given", ["", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer \xe9"]
)
def test_nobody_asks_without_the_secret(walk, given):
    async def go(house):
        headers = {"Authorization": given} if given else {}
        assert "Bearer" in (await house.ask(headers=headers, status=401))["galat"]
        assert house.coverage() == []

    walk(go)


def test_who_guesses_has_to_wait_and_the_queue_system_has_not(walk):
    async def go(house):
        for _ in range(10):
            await house.ask(headers={}, status=401)
        told = await house.ask(headers={}, status=429)
        assert int(told["headers"]["Retry-After"]) > 60
        await house.ask()

    walk(go)


def test_without_the_setting_there_is_no_such_address(walk):
    async def go(house):
        for headers in (PROOF, {"Authorization": "Bearer "}, {"Authorization": "Bearer None"}):
            await house.ask(headers=headers, status=404)

    walk(go, token=None)


def test_a_code_given_out_is_no_guess(walk):
    """An office's visitors share one address: their codes must not use up its guesses."""

    async def go(house):
        code = (await house.ask())["kode"]
        for _ in range(40):
            async with house.client.get(f"/s/{code}") as answer:
                assert answer.status == 200
                page = await answer.text()
        assert f"https://wa.me/6281200000000?text=mulai%20{code}" in page
        assert f'href="/chat?kode={code}"' in page
        statuses = []
        for n in range(40):
            async with house.client.get(
                f"/s/ABCDE-{n:05}".replace("0", "Z").replace("1", "Y")
            ) as answer:
                statuses.append(answer.status)
        assert statuses == [200] * 30 + [429] * 10

    walk(go)


def test_the_page_begins_with_the_code_of_its_address(walk):
    async def go(house):
        code = (await house.ask({"loket": "L1"}))["kode"]
        async with house.client.post("/chat/session", headers={"X-SKM": "1"}) as answer:
            proof = {"X-SKM": "1", "X-CSRF-Token": (await answer.json())["csrf"]}
        said = [{"opened": True, "kode": code}, {"text": "1"}]
        for n, one in enumerate(said):
            body = {"id": f"event-{n:04}", "after": 0, **one}
            async with house.client.post("/chat/say", json=body, headers=proof) as answer:
                rows = (await answer.json())["rows"]
        assert "Jenis kelamin" in json.dumps(rows[-1])  # the visit told its layanan

    walk(go)
