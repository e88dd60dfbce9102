"""A process that was killed and came back late, and a second one beside the first."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

from tests.support.process import house

AWAY = 200 * 1_000_000  # microseconds, as the database counts


def later(home):
    """As if the process had been seen last some minutes earlier; a test cannot wait so long."""
    with closing(sqlite3.connect(home.database)) as raw, raw:
        raw.execute("UPDATE sewa SET terlihat = terlihat - ?", (AWAY,))
        raw.execute("UPDATE percakapan SET aktif = aktif - ?", (AWAY,))


def beats(home):
    return home.count("SELECT count(*) FROM sewa WHERE nama LIKE 'hadir:%'")


async def _lost_press(folder):
    async with house(folder, 1, TELEGRAM_LIBRARY="python-telegram-bot") as (home, _):
        world, user = home.world, home.world.user(77)
        await home.start()
        user.send("/start")
        await world.until(lambda: user.screen, 10)
        async with asyncio.timeout(10):
            while not beats(home):
                await asyncio.sleep(0.1)
        await home.kill()
        user.press("Setuju, mulai")
        assert world.expire_presses() == 1
        later(home)
        await home.start()
        await world.until(lambda: "terputus" in user.last.text, 20)
        async with asyncio.timeout(10):
            while home.waiting:  # killed before it is told, a message goes once more
                await asyncio.sleep(0.1)
        shown = len(user.screen)
        await home.kill()
        await home.start()  # it was away for a moment only
        await asyncio.sleep(8)
        assert len(user.screen) == shown == 2
        user.press("Setuju, mulai")
        await world.until(lambda: "Setuju, mulai" not in user.last.buttons, 10)
        assert await home.terminate() == 0, home.tail()


def test_a_press_that_died_while_we_were_away_is_asked_for_again_once(tmp_path):
    asyncio.run(_lost_press(tmp_path))


async def _second(folder):
    async with house(folder, 1) as (home, _):
        await home.start()
        second = await home._spawn("run")
        assert await asyncio.wait_for(second.wait(), 30) == 2
        told = home.tail()
        home.world.user(7).send("/start")
        await home.world.until(lambda: home.world.user(7).screen, 10)
        await home.kill()
        await home.start()  # a killed one is succeeded at once
        home.world.user(8).send("/start")
        await home.world.until(lambda: home.world.user(8).screen, 10)
        assert await home.terminate() == 0, home.tail()
        return told


def test_a_second_process_says_what_is_wrong_and_ends(tmp_path):
    told = asyncio.run(_second(tmp_path))
    assert "sudah diambil pesannya oleh proses lain" in told
    assert "pid" in told
