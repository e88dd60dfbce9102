"""SIGTERM under load: the process ends well, and nobody notices but by a pause.

The citizens here never repeat an act: each reply that was committed must come by itself, and each
update that was not committed must be asked for again.
"""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.support.citizens import TURNS
from tests.support.process import house

STOPS = 8
CITIZENS = 25

pytestmark = pytest.mark.slow


async def _scene(folder):
    async with house(folder, CITIZENS, patient=True, seed=7) as (home, crowd):
        chance, left = random.Random(7), []
        await home.start()
        room = asyncio.create_task(crowd.everybody())
        for _ in range(STOPS):
            await asyncio.sleep(chance.uniform(0.2, 0.8))
            assert await home.terminate() == 0, home.tail()
            left.append(home.waiting)
            await home.start()
        crowd.replacing = False
        await asyncio.wait_for(room, 30)
        assert await home.terminate() == 0, home.tail()
        return home, crowd, left


def test_sigterm_under_load_drains_within_ten_seconds(tmp_path):
    """8 stops: status 0, no reply left unsent, no screen twice or missing, every answer stored."""
    home, crowd, left = asyncio.run(_scene(tmp_path))
    assert left == [0] * STOPS
    assert crowd.retries == 0
    assert {citizen.screens for citizen in crowd.finished} == {TURNS}
    assert crowd.misled == []
    assert home.stored() == crowd.opinions
    assert len(crowd.finished) > CITIZENS
    assert home.parked == home.waiting == 0
