"""The real process, killed with SIGKILL at random points under load, loses and doubles nothing.

Acknowledged is an answer for which a screen said `Tercatat: …`, or the thanks after the last. Each
citizen has nine scores that nobody else has, so that answers without a name can be matched.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from contextlib import suppress
from statistics import median, quantiles

import pytest

from tests.support.process import house

KILLS = int(os.environ.get("SKM_TEST_KILLS", "30"))
CITIZENS = 25
PATIENCE = 60.0  # for all open surveys, once nobody kills any more
PRESSES_DIE = 5  # at every fifth kill the bot stays away longer than a press lives

pytestmark = pytest.mark.slow


class FirstReplies:
    """Seconds from each launch to the first screen of the bot that was launched."""

    def __init__(self, home, crowd):
        self.home, self.seconds, self.awaited = home, [], False
        crowd.on_screen = self._seen

    def _seen(self):
        if self.awaited:
            self.awaited = False
            self.seconds.append(time.monotonic() - self.home.launched)


async def _kill_again_and_again(home, crowd, chance, replies):
    lost_presses = 0
    for number in range(KILLS):
        await asyncio.sleep(chance.uniform(0.2, 1.2))
        await home.kill()
        if number % PRESSES_DIE == 0:
            lost_presses += home.world.expire_presses()
        await home.start()
        replies.awaited = True
    crowd.replacing = False
    return lost_presses


async def _scene(folder, seed):
    async with house(folder, CITIZENS, seed=seed) as (home, crowd):
        replies = FirstReplies(home, crowd)
        await home.start()
        room = asyncio.create_task(crowd.everybody())
        dead = await _kill_again_and_again(home, crowd, random.Random(seed), replies)
        with suppress(TimeoutError):  # who is stuck is told below
            await asyncio.wait_for(room, PATIENCE)
        assert await home.terminate() == 0, home.tail()
        return home, crowd, replies.seconds, dead


def test_thirty_kills_lose_nothing_double_nothing_and_leave_nobody_stuck(tmp_path, record_property):
    """Stored are exactly the opinions of those who were thanked; each could finish."""
    home, crowd, seconds, dead = asyncio.run(_scene(tmp_path, seed=20261121))
    done = {citizen.user.id for citizen in crowd.finished}
    stuck = [c.user.last for c in crowd.by_chat.values() if c.user.id not in done]
    stored, said = home.stored(), crowd.opinions
    figures = {
        "kills": KILLS,
        "surveys": len(said),
        "answers": 9 * len(said),
        "tried_again": crowd.retries,
        "presses_died": dead,
        "first_reply_median": round(median(seconds), 2),
        "first_reply_p95": round(quantiles(seconds, n=20)[-1], 2),
    }
    for name, figure in figures.items():
        record_property(name, figure)
    print(figures)
    assert stuck == []
    assert crowd.misled == []
    assert stored == said
    assert len(set(said)) == len(said)
    assert len(said) >= CITIZENS
    assert home.parked == 0
