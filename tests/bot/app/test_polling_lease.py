"""`PollingLeases`: a second process is told who polls; a crashed holder is succeeded at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

import bot.app.background.polling_lease
from bot.app.background.polling_lease import DEAD, PollingLeases
from bot.pipeline.writer import StoreWriter
from core.errors import InputError
from core.ports.upkeep import Lease
from storage.store import open_store
from tests.support.fakes import T0, echo

SECRET = [b"a secret of a test, 32 bytes long"]


class Process:
    """One process's share: its store, its writer, its lease on bot 42."""

    def __init__(self, url, clock, *, server=False):
        self.store = open_store(url, SECRET)
        if server:  # as between servers, where no lock of the system tells
            self.store.alone = lambda name: None
        self.writer = StoreWriter(
            self.store, echo, holder="p", now=lambda: clock[0], sorry=lambda event: None
        )
        self.leases = PollingLeases(self.store, self.writer, ["42"], now=lambda: clock[0])

    async def __aenter__(self):
        await self.writer.start()
        return self

    async def __aexit__(self, *_):
        await self.writer.stop()
        self.store.close()


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'skm.db'}"


def test_the_second_is_told_which_process_has_it(url):
    async def scene():
        clock = [T0]
        async with Process(url, clock) as one, Process(url, clock) as two:
            await one.leases.start()
            with pytest.raises(InputError, match=r"sudah diambil.*pid \d+.*hentikan yang itu"):
                await two.leases.start()
            await one.leases.stop()

    asyncio.run(scene())


def test_on_one_computer_a_dead_one_is_succeeded_at_once(url):
    """Killed, it gave nothing back: the row says that it was seen a moment ago."""

    async def scene():
        clock = [T0]
        async with Process(url, clock) as one:
            await one.writer.run(
                lambda tx: tx.upkeep.take_lease(
                    Lease("ambil:42", "mati", "pid 1", T0), dead_before=T0
                )
            )
            await asyncio.wait_for(one.leases.start(), 2)
            await one.leases.stop()

    asyncio.run(scene())


def test_between_servers_it_waits_until_the_lease_has_run_out(url, monkeypatch):
    monkeypatch.setattr(bot.app.background.polling_lease, "LOOK", 0.01)

    async def scene():
        clock = [T0]
        async with Process(url, clock, server=True) as one:
            dead = Lease("ambil:42", "mati", "server lain, pid 1", T0)
            await one.writer.run(lambda tx: tx.upkeep.take_lease(dead, dead_before=T0))
            starting = asyncio.create_task(one.leases.start())
            clock[0] += DEAD - timedelta(seconds=1)
            await asyncio.sleep(0.1)
            assert not starting.done()
            clock[0] += timedelta(seconds=2)
            await asyncio.wait_for(starting, 2)
            await one.leases.stop()

    asyncio.run(scene())


def test_between_servers_one_that_lives_shows_itself(url, monkeypatch):
    monkeypatch.setattr(bot.app.background.polling_lease, "LOOK", 0.01)
    monkeypatch.setattr(bot.app.background.polling_lease, "RENEW", timedelta(seconds=0.05))

    async def scene():
        clock = [T0]
        async with Process(url, clock, server=True) as one, Process(url, clock, server=True) as two:
            await one.leases.start()
            starting = asyncio.create_task(two.leases.start())
            await asyncio.sleep(0.05)
            clock[0] += timedelta(seconds=10)
            with pytest.raises(InputError, match="hentikan yang itu"):
                await asyncio.wait_for(starting, 5)
            await one.leases.stop()

    asyncio.run(scene())


def test_given_back_it_is_taken_at_once(url):
    async def scene():
        clock = [T0]
        async with Process(url, clock, server=True) as one, Process(url, clock, server=True) as two:
            await one.leases.start()
            await one.leases.stop()
            await asyncio.wait_for(two.leases.start(), 2)
            await two.leases.stop()

    asyncio.run(scene())


def test_who_was_taken_for_dead_ends_itself(url, monkeypatch, caplog):
    """It had slept for a minute, and another has taken over: two would fight with 409s."""
    monkeypatch.setattr(bot.app.background.polling_lease, "RENEW", timedelta(seconds=0.01))
    heard = []
    monkeypatch.setattr(bot.app.background.polling_lease.signal, "raise_signal", heard.append)

    async def scene():
        clock = [T0]
        async with Process(url, clock) as one:
            await one.leases.start()
            other = Lease("ambil:42", "lain", "server b, pid 9", T0 + 2 * DEAD)
            await one.writer.run(
                lambda tx: tx.upkeep.take_lease(other, dead_before=T0 + timedelta(seconds=1))
            )
            async with asyncio.timeout(5):
                while not heard:
                    await asyncio.sleep(0.01)
            await one.leases.stop()

    asyncio.run(scene())
    assert "server b, pid 9" in caplog.text
