"""A provider that fails in every way: no reply is lost, none comes too early, few come twice.

A message that was sent and not answered may be repeated once only (channels.md, section 5), so a
call that gets lost without a trace goes well the second time here.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict

import pytest

from tests.support.citizens import TURNS
from tests.support.doubles.telegram.telegram_rules import Fault, throttle
from tests.support.process import house

CITIZENS = 6
SENDING = ("sendMessage", "editMessageText")
IN_A_ROW = {"429": 5, "500": 5, "502": 1, "unanswered": 1, "rare": 1}  # by chat, at most
WITHIN = 240.0

pytestmark = pytest.mark.slow

KINDS = {
    "429": (0.2, lambda: throttle(1)),
    "500": (0.1, lambda: Fault(500)),
    "502": (0.1, lambda: Fault(502, body=b"<html>Bad Gateway</html>")),
    "unanswered": (0.1, lambda: Fault(lost=True)),
    "answer lost": (0.1, lambda: Fault(lost=True, work=True)),
    "slow": (0.2, lambda: Fault(delay=2.0, work=True)),
    "rare": (0.01, lambda: Fault(lost=True)),
}


class Flaky:
    """Faults by chance, call by call; keeps what happened to each chat, and when."""

    def __init__(self, world, rate, made, in_a_row):
        self.world, self.rate, self.made, self.in_a_row = world, rate, made, in_a_row
        self.chance = random.Random(11)
        self.met = Counter()  # faults
        self._row = Counter()  # of them without a good call between, by chat
        self.frozen = {}  # chat -> until when it was told to wait
        self.early = []
        self.sent = defaultdict(Counter)  # chat -> how often each call was made
        world.faults = dict.fromkeys(SENDING, self)

    def __bool__(self):
        method, params = self.world.calls[-1]
        chat = params["chat_id"]
        if time.monotonic() < self.frozen.get(chat, 0.0):
            self.early.append((chat, method))
        self.sent[chat][params["text"]] += 1
        wrong = self.chance.random() < self.rate and self._row[chat] < self.in_a_row
        self._row[chat] = self._row[chat] + 1 if wrong else 0
        return wrong

    def popleft(self):
        fault, chat = self.made(), self.world.calls[-1][1]["chat_id"]
        self.met[chat] += 1
        if after := dict(fault.parameters).get("retry_after"):
            self.frozen[chat] = time.monotonic() + after
        return fault


async def _scene(folder, kind):
    rate, made = KINDS[kind]
    async with house(folder, CITIZENS, patient=True) as (home, crowd):
        crowd.replacing, flaky = False, Flaky(home.world, rate, made, IN_A_ROW.get(kind, 5))
        await home.start()
        await asyncio.wait_for(crowd.everybody(), WITHIN)
        flaky.rate = 0.0
        async with asyncio.timeout(20):
            while home.waiting:  # the last outcomes are written down
                await asyncio.sleep(0.05)
        assert await home.terminate() == 0
        return home, crowd, flaky


@pytest.mark.parametrize("kind", KINDS)
def test_every_citizen_gets_every_reply_and_nobody_has_to_ask_again(tmp_path, kind):
    """They wait for what they are owed and act on nothing else: a lost reply would stop them."""
    home, crowd, flaky = asyncio.run(_scene(tmp_path, kind))
    assert len(crowd.finished) == CITIZENS
    assert home.stored() == crowd.opinions
    assert crowd.misled == []
    assert sum(flaky.met.values()) > 0
    assert flaky.early == []  # never before retry_after
    for chat, texts in flaky.sent.items():
        repeats = sum(texts.values()) - TURNS
        assert repeats <= flaky.met[chat], chat  # one for each fault, and none without


def test_a_backlog_of_an_outage_is_answered_in_order(tmp_path):
    """While the bot is down people write; once it is back each hears all of it, in their order."""

    async def main():
        async with house(tmp_path, 1, patient=True) as (home, _):
            users = [home.world.user(8_000_000 + number) for number in range(40)]
            for word in ("/start", "bantuan", "privasi", "bantuan", "privasi"):
                for user in users:
                    user.send(word)
            await home.start()
            told = lambda: all(len(user.screen) >= 5 for user in users)  # noqa: E731
            await home.world.until(told, 120)
            assert await home.terminate() == 0
            return [[message.text for message in user.screen] for user in users]

    screens = asyncio.run(main())
    for heard in screens:
        order = [_kind(text) for text in heard if _kind(text)]
        assert order == ["salam", "bantuan", "privasi", "bantuan", "privasi"]


def test_a_flood_from_one_chat_stops_nobody(tmp_path):
    """1,000 messages at once: all are taken in, others finish, and the newest screens arrive."""

    async def main():
        async with house(tmp_path, CITIZENS, patient=True) as (home, crowd):
            crowd.replacing = False
            await home.start()
            flooder = home.world.user(9_000_000)
            for number in range(1000):
                flooder.send(f"halo {number}")
            await asyncio.wait_for(crowd.everybody(), WITHIN)
            await home.world.until(lambda: not home.world.unconfirmed(), 60)
            async with asyncio.timeout(60):
                while home.waiting:
                    await asyncio.sleep(0.05)
            taken = home.count("SELECT count(*) FROM diterima")
            assert await home.terminate() == 0
            return home, crowd, taken, flooder.screen

    home, crowd, taken, screen = asyncio.run(main())
    assert home.stored() == crowd.opinions
    assert len(crowd.finished) == CITIZENS
    assert taken == 1000 + CITIZENS * TURNS
    assert home.parked == 0
    assert screen[-1].buttons  # the survey's question stands last …
    assert len(screen) < 200  # … and most of those before it were never sent


def _kind(text):
    heads = {"Halo": "salam", "Jawab dengan": "bantuan", "Yang disimpan": "privasi"}
    return next((name for head, name in heads.items() if text.startswith(head)), None)
