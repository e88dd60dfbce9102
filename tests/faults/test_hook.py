"""Posted updates and SIGKILL: an update without a 2xx comes again, and nothing counts twice."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

import pytest

from tests.support.process import by_webhook, house

KILLS, CITIZENS = 8, 25
PATIENCE = 60.0
SHARE = 0.05  # of all updates are posted once more

pytestmark = pytest.mark.slow


class Repeats:
    """Posts a share of all updates again, when the next one comes up."""

    def __init__(self, world, chance):
        self.world, self.chance = world, chance
        self.repeated, self._late = 0, []
        self._queue = world.enqueue_raw
        world.enqueue_raw = self._enqueue

    def _enqueue(self, raw, life):
        self._queue(raw, life)
        for update in self._late:
            self.world.again(update)
        self._late.clear()
        if self.chance.random() < SHARE:
            self.repeated += 1
            self._late.append(raw)


async def _scene(folder, seed):
    async with house(folder, CITIZENS, seed=seed) as (home, crowd):
        home.world.hooks.pace = 0.05
        home.env |= by_webhook(home.world)
        repeats = Repeats(home.world, random.Random(seed))
        await home.start()
        room = asyncio.create_task(crowd.everybody())
        for _ in range(KILLS):
            await asyncio.sleep(crowd.chance.uniform(0.3, 1.5))
            await home.kill()
            await home.start()
        crowd.replacing = False
        with suppress(TimeoutError):
            await asyncio.wait_for(room, PATIENCE)
        assert await home.terminate() == 0, home.tail()
        return home, crowd, repeats


def test_kills_under_posted_load_lose_nothing_and_double_nothing(tmp_path, record_property):
    """Stored are exactly the opinions of those who were thanked; each could finish."""
    home, crowd, repeats = asyncio.run(_scene(tmp_path, seed=20261122))
    hooks = home.world.hooks
    done = {citizen.user.id for citizen in crowd.finished}
    stuck = [c.user.last for c in crowd.by_chat.values() if c.user.id not in done]
    stored, said = home.stored(), crowd.opinions
    figures = {
        "kills": KILLS,
        "surveys": len(said),
        "not_2xx": len(hooks.refused),
        "repeated": repeats.repeated,
        "at_once": hooks.most_in_flight,
    }
    for name, figure in figures.items():
        record_property(name, figure)
    print(figures)
    assert stuck == []
    assert crowd.misled == []
    assert stored == said
    assert len(said) >= CITIZENS
    assert len(hooks.refused) > KILLS
    assert repeats.repeated > 20
    assert home.world.count("getUpdates") == 0
    assert home.parked == 0
