"""The whole process over Twilio's double: a survey by list and by numbers, killed and reconciled."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from tests.doubles.twilio_house import Answering, whatsapp_house

pytestmark = pytest.mark.slow
ANEW = "Jawaban tadi datang sebelum pertanyaan ini terbaca"
SCORES = (3, 4, 2, 4, 3, 1, 4, 3, 2)


@pytest.mark.parametrize("lists", [False, True], ids=["numbers", "list"])
def test_a_survey_from_mulai_to_kirim(tmp_path, lists):
    async def scene():
        async with whatsapp_house(tmp_path, lists=lists) as (home, world):
            await home.start()
            warga = world.citizen("+6281200000001")
            await Answering(warga, SCORES, digits=True).survey()
            assert await home.terminate() == 0, home.tail()
            return home.stored(), warga

    stored, warga = asyncio.run(scene())
    assert stored == [SCORES]
    assert len(warga.screen) == 18  # what docs/whatsapp.md says a survey takes
    assert any(shown.rows for shown in warga.screen) == lists


class Patient(Answering):
    """Somebody to whom it makes no difference that the office's machine was down."""

    def __init__(self, citizen, scores):
        super().__init__(citizen, scores)
        self.thanked = False

    async def live(self):
        await self.survey()
        self.thanked = True


async def _kill_again_and_again(home, times):
    for _ in range(times):
        await asyncio.sleep(0.7)
        await home.kill()
        await asyncio.sleep(0.3)
        await home.start()


def test_killed_again_and_again_nothing_is_lost_and_nothing_doubled(tmp_path):
    """Twilio tries each webhook once: what came to a dead process is found in the list."""
    opinions = [tuple(1 + (n * 7 + k * (n + 3)) % 4 for k in range(9)) for n in range(8)]

    async def scene():
        async with whatsapp_house(tmp_path, lists=True) as (home, world):
            world.offset = -120.0  # its webhooks are long over when the list is read
            crowd = [
                Patient(world.citizen(f"+62812{n:08}"), scores) for n, scores in enumerate(opinions)
            ]
            await home.start()
            async with asyncio.timeout(90), asyncio.TaskGroup() as room:
                for one in crowd:
                    room.create_task(one.live())
                await _kill_again_and_again(home, 4)
            assert await home.terminate() == 0, home.tail()
            return home, world, crowd

    home, world, crowd = asyncio.run(scene())
    assert all(one.thanked for one in crowd)
    assert home.stored() == sorted(opinions)
    assert home.parked == 0
    lost = len([None for status in world.answers if status != 200])
    print({"webhooks": len(world.answers), "that failed": lost})
    assert lost > 0
    assert [pair for one in crowd for pair in _doubled(one.citizen.texts())] == []


def _doubled(texts):
    """The same screen twice in a row; a question may be asked anew, and then says why."""
    return [one for one, other in pairwise(texts) if one == other and not one.startswith(ANEW)]
