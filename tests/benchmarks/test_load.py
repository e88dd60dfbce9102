"""The load double keeps the server's rules of the queue, and the crowd gets through a survey."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import aiohttp
import pytest

from tests.benchmarks.stage.citizens import Crowd, choices
from tests.benchmarks.stage.double import Double
from tests.support.paths import REPO


class Client:
    """Calls one double and keeps what it showed."""

    def __init__(self):
        self.seen = []
        self.double = Double(self.seen.append)

    async def __aenter__(self):
        self.url = await self.double.open()
        self.http = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_):
        await self.http.close()
        await self.double.close()

    async def call(self, method, **params):
        async with self.http.post(f"{self.url}/bot4242:x/{method}", json=params) as answer:
            return await answer.json()

    async def poll(self, **params):
        found = await self.call("getUpdates", **params)
        return [update["update_id"] for update in found["result"]]


def play(scene):
    async def run():
        async with Client() as client:
            await scene(client)

    asyncio.run(run())


def test_an_update_stays_until_a_higher_offset_asks():
    """Reading confirms nothing; offset N deletes all below N when the call arrives."""

    async def scene(client):
        for _ in range(3):
            client.double.updates.offer("message", {})
        first, second, third = await client.poll()
        assert await client.poll() == [first, second, third]
        assert await client.poll(offset=second, limit=1) == [second]
        assert await client.poll(offset=third + 1) == []
        assert await client.poll() == []

    play(scene)


def test_a_negative_offset_drops_all_but_the_last():
    """-1 keeps one update of three."""

    async def scene(client):
        for _ in range(3):
            client.double.updates.offer("message", {})
        assert await client.poll(offset=-1) == [500_003]
        assert await client.poll() == [500_003]

    play(scene)


def test_a_poll_gives_at_most_100():
    """More wait for the next call."""

    async def scene(client):
        for _ in range(130):
            client.double.updates.offer("message", {})
        assert len(await client.poll(limit=1000)) == 100
        assert len(await client.poll(offset=500_101)) == 30

    play(scene)


def test_a_long_poll_ends_with_the_first_update():
    """It is held open while there is nothing, and answers what comes meanwhile."""

    async def scene(client):
        poll = asyncio.create_task(client.poll(timeout=50))
        await client.double.updates.polled.wait()
        assert not poll.done()
        client.double.updates.offer("message", {})
        assert await poll == [500_001]

    play(scene)


def test_a_second_poller_ends_the_first():
    """The first is told 409, the second gets the update."""

    async def scene(client):
        first = asyncio.create_task(client.call("getUpdates", timeout=50))
        await client.double.updates.polled.wait()
        second = asyncio.create_task(client.poll(timeout=50))
        assert (await first)["error_code"] == 409
        client.double.updates.offer("message", {})
        assert await second == [500_001]

    play(scene)


def test_cheating_is_refused():
    """No unchanged edit, no press answered twice, no edit of what was never sent."""

    async def scene(client):
        sent = await client.call("sendMessage", chat_id=7, text="satu")
        message_id = sent["result"]["message_id"]
        same = {"chat_id": 7, "message_id": message_id, "text": "satu"}
        assert (await client.call("editMessageText", **same))["error_code"] == 400
        assert (await client.call("editMessageText", **same | {"text": "dua"}))["ok"]
        assert not (await client.call("editMessageText", **same | {"chat_id": 8}))["ok"]
        client.double.presses.add("a")
        assert (await client.call("answerCallbackQuery", callback_query_id="a"))["ok"]
        assert not (await client.call("answerCallbackQuery", callback_query_id="a"))["ok"]
        assert [message["text"] for message in client.seen] == ["satu", "dua"]
        assert client.double.faults.total() == 3

    play(scene)


def test_citizens_pass_by_the_side_doors():
    """Explanation, way back and refusal answer nothing; the four options do."""
    labels = ["1. Buruk", "4. Sangat baik", "Apa maksudnya?", "Kembali", "Tidak ingin menjawab"]
    rows = [[{"text": label, "callback_data": "x"}] for label in labels]
    screen = {"text": "8/9 · Sarana", "reply_markup": {"inline_keyboard": rows}}
    assert [button["text"] for button in choices(screen)] == ["1. Buruk", "4. Sangat baik"]


def test_a_silent_bot_is_reported():
    """Citizens who never get an answer are stuck, each of them."""

    async def scene(client):
        crowd = Crowd(2, seed=1)
        crowd.double = client.double
        await crowd.arrive(0)
        await crowd.rest(0)
        assert len(crowd.stuck) == 2

    play(scene)


@pytest.mark.slow
def test_a_survey_is_finished_by_the_baseline(tmp_path):
    """One second of the aiogram baseline: surveys of 18 turns, nobody stuck, nothing refused."""
    command = [sys.executable, "-m", "tests.benchmarks", "--only", "aiogram", "--rounds", "1"]
    options = ["--seconds", "1", "--warm", "1", "--citizens", "5", "--json", tmp_path / "out"]
    done = subprocess.run(
        [*command, *options], cwd=REPO, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    document = json.loads((tmp_path / "out").read_text())
    (run,) = document["runs"]["aiogram"]
    assert run["surveys"] >= 1
    assert run["turns_per_survey"] == 18.0
    assert document["faults"] == []
