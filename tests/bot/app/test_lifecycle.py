"""`App`, the life of the process: really started over the real store, and really told to end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

import bot.app.lifecycle
from bot.app.lifecycle import App
from bot.pipeline.writer import StoreWriter
from core.messaging.outcomes import Sent
from storage.store import open_store
from tests.support.builders import dispatcher_of
from tests.support.fakes import FakeChannel, FakeStore, chat, echo, said
from tests.support.paths import REPO


def utcnow():
    return datetime.now(UTC)


def build(store, channel=None, *, now=utcnow, sends=True, desk=echo, **more):
    writer = StoreWriter(store, desk, holder="p1", now=now, sorry=lambda event: None)
    channels = [channel] if channel else []
    deliver = None
    if sends:
        deliver = dispatcher_of(channels, writer, store, now=now)
        writer.outlet = deliver
    app = App(store, writer, deliver, channels=channels, pulling=channels, **more)
    return app, writer, deliver


class Pulled(FakeChannel):
    """Hands in what it was given, then asks the process to end."""

    def feed(self, *batches, then=lambda: None):
        self.batches, self.then, self.answers = batches, then, []
        return self

    async def pull(self, inbox):
        self.pulls += 1
        for batch in self.batches:
            self.answers += await inbox.receive(batch)
        self.then()
        await asyncio.Event().wait()


def terminate():
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'skm.db'}"


def open_at(url):
    return open_store(url, [b"a secret of a test"])


def events(n, chats, at=None):
    return [said(i, f"kata {i}", to=chat(i % chats), at=at or utcnow()) for i in range(n)]


def test_what_was_committed_before_the_signal_is_answered_before_the_end(url):
    """20 events of 5 chats, each send takes 20 ms; SIGTERM comes right after COMMIT."""
    channel = Pulled(seconds=0.02).feed(events(20, 5), then=terminate)

    async def main():
        app, writer, _ = build(open_at(url), channel)
        assert await app.run_until_signal() == 0
        assert not writer.is_running

    asyncio.run(main())
    assert sorted(channel.texts) == sorted(f"kata {n}" for n in range(20))
    assert channel.doubled == 0
    assert channel.closed
    for number in range(5):
        mine = [int(text.split()[1]) for _, c, text in channel.sent if c == str(number)]
        assert mine == sorted(mine)


def test_what_was_sent_is_not_sent_again_after_a_restart(url):
    """Settled before the end, and known when the provider repeats the events."""
    first = Pulled().feed(events(6, 3), then=terminate)
    again = Pulled().feed(events(6, 3), then=terminate)
    later = utcnow() + timedelta(minutes=5)

    async def main(channel, now):
        app, *_ = build(open_at(url), channel, now=now)
        await app.run_until_signal()

    asyncio.run(main(first, utcnow))
    asyncio.run(main(again, lambda: later))
    assert len(first.sent) == 6
    assert again.sent == []
    assert [answer.fresh for answer in again.answers] == [False] * 6


def test_a_crash_between_commit_and_send_loses_no_answer(url):
    """The first process commits and dies unsent; the next sends when the leases have run out."""
    dead = Pulled().feed(events(6, 3))
    alive = FakeChannel()
    later = utcnow() + timedelta(seconds=61)

    async def die():
        store = open_at(url)
        _, writer, _ = build(store, dead, sends=False)
        await writer.start()
        await writer.receive(dead.batches[0])
        await writer.stop()
        store.close()

    async def live():
        app, *_ = build(open_at(url), alive, now=lambda: later)
        await app.start()
        async with asyncio.timeout(20):
            while len(alive.sent) < 6:
                await asyncio.sleep(0.01)
        await app.stop()

    asyncio.run(die())
    asyncio.run(live())
    assert sorted(alive.texts) == [f"kata {n}" for n in range(6)]


def test_over_the_real_store_a_bad_event_is_parked_and_the_rest_is_answered(url):
    heard = [("satu", 7), ("boom", 8), ("tiga", 9)]
    batch = [said(n, text, to=chat(n), at=utcnow()) for text, n in heard]
    channel = Pulled().feed(batch, then=terminate)

    async def main():
        app, writer, _ = build(open_at(url), channel)
        await app.run_until_signal()
        assert writer.counts.parked == 1

    asyncio.run(main())
    assert sorted(channel.texts) == ["satu", "tiga"]
    assert [answer.fresh for answer in channel.answers] == [True, True, True]


# -- order of starting and stopping --------------------------------------------------------------


class Part:
    def __init__(self, name, told, fails=None, hangs=False):
        self.name, self.told, self.fails, self.hangs = name, told, fails, hangs

    async def start(self):
        if self.fails:
            raise self.fails
        self.told.append(f"start {self.name}")

    async def stop(self):
        self.told.append(f"stop {self.name}")
        if self.hangs:
            await asyncio.Event().wait()


def test_parts_start_in_order_and_stop_in_reverse():
    told = []

    async def main():
        store, channel = FakeStore(), FakeChannel()
        app, writer, _ = build(store, channel, parts=[Part("web", told), None, Part("clock", told)])
        await app.start()
        await asyncio.sleep(0)
        assert (channel.pulls, writer.is_running) == (1, True)
        await app.stop()
        assert told == ["start web", "start clock", "stop clock", "stop web"]
        assert (channel.closed, store.closed, writer.is_running) == (True, True, False)

    asyncio.run(main())


def test_a_part_that_cannot_start_stops_what_had_started():
    told = []

    async def main():
        store, channel = FakeStore(), FakeChannel()
        parts = [Part("web", told), Part("clock", told, fails=OSError("port in use"))]
        app, writer, _ = build(store, channel, parts=parts)
        with pytest.raises(OSError, match="port in use"):
            await app.run_until_signal()
        assert told == ["start web", "stop web"]
        assert (channel.pulls, channel.closed, store.closed) == (0, True, True)
        assert not writer.is_running

    asyncio.run(main())


def test_a_part_that_hangs_does_not_keep_the_rest_from_ending_well():
    told = []

    async def main():
        store, channel = FakeStore(), FakeChannel()
        parts = [Part("web", told), Part("clock", told, hangs=True)]
        app, writer, _ = build(store, channel, parts=parts, grace=0.5)
        await app.start()
        await writer.receive([said(1, at=utcnow())])
        await app.stop()
        assert told[-2:] == ["stop clock", "stop web"]
        assert store.row("halo").outcome == Sent("m1")
        assert store.closed

    asyncio.run(main())


def test_it_also_ends_when_a_chat_at_the_terminal_ends():
    async def main():
        app, *_ = build(FakeStore(), FakeChannel())
        assert await app.run_until_signal(asyncio.sleep(0)) == 0

    asyncio.run(main())


# -- pulling -------------------------------------------------------------------------------------


def test_a_pull_that_crashes_runs_again_and_its_fault_quotes_nobody(monkeypatch, caplog):
    monkeypatch.setattr(bot.app.lifecycle, "PAUSES", (0.001, 0.002))

    class Crashing(FakeChannel):
        async def pull(self, inbox):
            self.pulls += 1
            if self.pulls < 4:
                raise ValueError("nama saya Budi")
            terminate()
            await asyncio.Event().wait()

    channel = Crashing()

    async def main():
        app, *_ = build(FakeStore(), channel)
        await app.run_until_signal()

    with caplog.at_level(logging.DEBUG, logger="bot"):
        asyncio.run(main())
    assert channel.pulls == 4
    crashes = [r for r in caplog.records if r.message == "app.pull_crashed"]
    assert len(crashes) == 3
    assert not [r for r in caplog.records if "Budi" in str(vars(r))]


def test_a_pull_that_returns_is_not_run_again(monkeypatch):
    monkeypatch.setattr(bot.app.lifecycle, "PAUSES", (0.0, 0.0))

    class Done(FakeChannel):
        async def pull(self, inbox):
            self.pulls += 1

    channel = Done()

    async def main():
        app, *_ = build(FakeStore(), channel)
        await app.run_until_signal(asyncio.sleep(0.02))

    asyncio.run(main())
    assert channel.pulls == 1


# -- the second signal ---------------------------------------------------------------------------


def test_a_second_signal_ends_the_process_at_once():
    """A part hangs in stop; the grace of an hour is not waited for."""
    script = """
import asyncio
from bot.app.lifecycle import App
from bot.pipeline.writer import StoreWriter
from tests.support.builders import dispatcher_of
from tests.support.fakes import FakeStore
from tests.support.fakes import T0
from tests.support.fakes import echo

class Hanging:
    async def start(self):
        print("up", flush=True)
    async def stop(self):
        print("stopping", flush=True)
        await asyncio.Event().wait()

store = FakeStore()
writer = StoreWriter(store, echo, holder="p1", now=lambda: T0, sorry=lambda event: None)
asyncio.run(App(store, writer, parts=[Hanging()], grace=3600).run_until_signal())
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=REPO
    ) as process:
        assert process.stdout.readline() == "up\n"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == "stopping\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == -signal.SIGTERM
