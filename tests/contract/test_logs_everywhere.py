"""Logs and metrics hold no words, names or numbers of people, whatever a channel meets.

The log runs at its most talkative level, with the libraries' lines and with faults that quote.
"""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app.metrics import metrics
from bot.config.log_format import FactsFormatter
from bot.desk.citizen import personal_data as mydata
from bot.desk.router import DeskRouter
from bot.web.hooks.telegram import telegram_hook
from tests.support import player
from tests.support.doubles.phones import FIRST, WAYS, pages
from tests.support.doubles.real_house import RealHouse
from tests.support.doubles.telegram import telegram_rules
from tests.support.doubles.twilio import twilio_world
from tests.support.paths import AGENCY_TOML

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WHO, WORDS = "Ratih Penanda", "Kursi di meja Penanda goyah"
MARKS = ("Penanda", str(FIRST))
SECRET = "rahasia_hook-1"
PUSHED = ("writer.parked", "deliver.not_composed", "deliver.channel_failed", "deliver.refused")
EXPECTED = {
    "telegram": PUSHED,
    "whatsapp": ("twilio.unsigned", *PUSHED),
    "web": ("writer.parked", "web.compose_failed"),
}


class Told(logging.Handler):
    """Every line as the product writes it, at any level."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(FactsFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@contextmanager
def told():
    root, handler = logging.getLogger(), Told()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler.lines
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


# -- what goes wrong -----------------------------------------------------------------------------


@pytest.fixture
def faulty(monkeypatch):
    """A desk and a composer whose faults quote the person."""
    call = DeskRouter.__call__

    def desk(self, event, seen, tx):
        if "ledakan" in (event.text or ""):
            raise ValueError(event)
        return call(self, event, seen, tx)

    def compose(request, texts):
        raise KeyError(request.asked, WORDS)

    monkeypatch.setattr(DeskRouter, "__call__", desk)
    monkeypatch.setattr(mydata, "compose", compose)


def troubles(phones):
    """Faults of the provider, one a call."""
    if phones.name == "telegram":
        quoting = telegram_rules.Fault(400, f"Bad Request: can't send {WORDS}")
        lost = telegram_rules.Fault(work=True, lost=True)
        for one in (telegram_rules.throttle(1), quoting, lost):
            yield lambda one=one: phones.world.fault("sendMessage", one)
    if phones.name == "whatsapp":
        fault = twilio_world.Fault
        for one in (fault(status=429, code=20429), fault(status=400, code=21617), fault(lost=True)):
            yield lambda one=one: phones.world.faults["POST Messages"].append(one)


async def forged(phones, client):
    """Send the hook unsigned and unreadable requests."""
    if phones.name == "telegram":
        body = json.dumps({"update_id": 1, "message": {"text": WORDS, "chat": WHO}})
        assert (await client.post("/hooks/telegram", data=body)).status == 401
        assert await phones.channel.accept(phones, body.encode()) is None
        assert await phones.channel.accept(phones, WORDS.encode()) is None
    elif phones.name == "whatsapp":
        form = {**phones.world.posted, "Body": WORDS}
        async with aiohttp.ClientSession() as session:
            assert (await session.post(phones.world.hook, data=form)).status == 403
        unread = {**form, "From": "", "MessageSid": "SMfff"}
        assert await phones.world.webhook(unread) == 200
    else:
        body = {"id": "acara-1", "text": WORDS}
        assert (await client.post("/chat/say", json=body)).status == 403


async def lose(house):
    """The channel itself fails once, with the words in its error."""
    send = house.channel.send

    async def fail(row, message):
        house.channel.send = send
        raise RuntimeError(message.text, WORDS, WHO)

    house.channel.send = fail
    await house.do(WHO, "apa maksudnya")
    house.now += timedelta(minutes=1)
    await house.looked()


async def walk(house):
    for line in ("/start L1", "[Setuju, mulai]", *["tidak ingin menjawab"] * 4, *"344434443"):
        await house.do(WHO, line)
    await house.do(WHO, WORDS)
    await house.do(WHO, "[Boleh]")
    await house.do(WHO, "[Kirim]")
    for trouble in troubles(house.phones):
        trouble()
        await house.do(WHO, WORDS)
        house.now += timedelta(minutes=1)
        await house.looked()
    if house.phones.name != "web":
        await lose(house)
    await house.do(WHO, f"ledakan {WORDS}")
    await house.do(WHO, "data saya")


async def scene(way, database):
    house = RealHouse(database, WAYS[way](), NOW)
    await house.open()
    try:
        phones = house.phones
        hooks = []
        if phones.name == "telegram":
            hooks = [telegram_hook("/hooks/telegram", phones.channel, phones, SECRET, None)]
        figures = lambda: metrics(house.assembly)  # noqa: E731
        app = pages(phones, hooks=hooks, metrics=figures)
        async with TestClient(TestServer(app)) as client:
            await walk(house)
            await forged(phones, client)
            shown = await (await client.get("/metrics")).text()
        return shown, phones.heard[-1].address.chat
    finally:
        await house.end()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.usefixtures("faulty")
def test_no_line_and_no_figure_tells_of_a_person(way, tmp_path):
    database = tmp_path / "skm.db"
    agency = AGENCY_TOML
    player.prepared(database, tmp_path / "made.db", agency)
    with told() as lines:
        shown, chat = asyncio.run(scene(way, database))

    log = "\n".join(lines)
    assert [one for one in EXPECTED[way.split()[0]] if one not in log] == []
    assert "skm_rows_respons 1.0" in shown
    for mark in (*MARKS, chat):
        assert mark not in log
        assert mark not in shown
