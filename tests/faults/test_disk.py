"""A full disk and a locked database: nothing is confirmed without COMMIT, nothing parked.

Both end without a restart. Each answer that a screen confirmed was stored, and each citizen who
waited is answered.
"""

from __future__ import annotations

import asyncio
import re
import resource
import socket
import sqlite3
from contextlib import closing, contextmanager

import aiohttp
import pytest

from tests.support.citizens import TURNS
from tests.support.process import house

CITIZENS = 15

pytestmark = pytest.mark.slow


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def full_disk(home):
    """No file of the bot may grow: every write behind the first page fails."""
    pid, (soft, hard) = home.process.pid, resource.prlimit(home.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def locked(home):
    """Another process holds the database for itself."""
    with closing(sqlite3.connect(home.database, isolation_level=None, timeout=5)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


async def metrics(home):
    url = f"http://127.0.0.1:{home.env['SKM_PORT']}/metrics"
    async with aiohttp.ClientSession(trust_env=False) as web, web.get(url) as answer:
        return {
            name: float(figure)
            for name, figure in re.findall(r"^(\w+) ([\d.e+]+)$", await answer.text(), re.MULTILINE)
        }


async def _quiet(crowd, seconds):
    """Wait till nothing new has been shown for some time."""
    before = -1
    while before != (now := crowd.screens):
        before = now
        await asyncio.sleep(seconds)


async def _scene(folder, trouble, *, seconds):
    port = str(free_port())
    settings = {"SKM_ROLES": "web,poll,deliver", "SKM_PORT": port}
    async with house(folder, CITIZENS, patient=True, seed=9, **settings) as (home, crowd):
        await home.start()
        room = asyncio.create_task(crowd.everybody())
        await home.world.until(lambda: len(crowd.finished) > 2)
        with trouble(home):
            await _quiet(crowd, 0.5)
            stalled = crowd.screens
            waiting = home.world.unconfirmed()
            await asyncio.sleep(seconds)
            told = crowd.screens - stalled
        crowd.replacing = False
        await asyncio.wait_for(room, 60)
        counted = await metrics(home)
        assert await home.terminate() == 0, home.tail()
    return home, crowd, counted, (waiting, told)


@pytest.mark.parametrize(("trouble", "seconds"), [(full_disk, 2.0), (locked, 11.0)])
def test_nothing_is_said_without_commit_and_all_goes_on_without_restart(tmp_path, trouble, seconds):
    """No screen while it lasts, every update waits at the server; then each survey ends well."""
    home, crowd, counted, (waiting, told) = asyncio.run(_scene(tmp_path, trouble, seconds=seconds))
    print(trouble.__name__, counted.get("skm_writer_store_down"), len(waiting))
    assert told == 0
    assert len(waiting) > 0
    assert crowd.retries == 0
    assert {citizen.screens for citizen in crowd.finished} == {TURNS}
    assert crowd.misled == []
    assert home.stored() == crowd.opinions
    assert home.parked == home.waiting == 0
    assert counted["skm_writer_store_down"] >= 1
    assert counted["skm_writer_parked"] == 0
