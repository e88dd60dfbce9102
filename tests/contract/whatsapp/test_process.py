"""The whole process over Twilio's double: a survey by list and by numbers, killed and reconciled."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from tests.support.doubles.twilio.twilio_house import THANKED, Answering, whatsapp_house
from tests.support.doubles.twilio.twilio_world import Fault

pytestmark = pytest.mark.slow
ANEW = "Jawaban tadi datang sebelum pertanyaan ini terbaca"
SCORES = (3, 4, 2, 4, 3, 1, 4, 3, 2)


@pytest.mark.parametrize("lists", [False, True], ids=["numbers", "list"])
def test_a_survey_from_mulai_to_kirim(tmp_path, lists):
    async def scene():
        async with whatsapp_house(tmp_path, lists=lists) as (home, world):
            await home.start()
            warga = world.citizen("+6281200000001")
            await Answering(warga, SCORES, digits=3).survey()
            assert "whatsapp_well 1.0" in await home.metrics()
            assert '"whatsapp": true' in await home.page("readyz")
            assert await home.terminate() == 0, home.tail()
            return home.stored(), warga

    stored, warga = asyncio.run(scene())
    assert stored == [SCORES]
    assert len(warga.screen) == 18  # as docs/whatsapp.md says of a survey
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


def _trouble(world, share):
    """Of every ten calls so many go wrong, in one way or another, at random."""
    kinds = [
        Fault(status=429, code=20429, after=1),
        Fault(status=500),
        Fault(status=503, work=True),
        Fault(lost=True),
        Fault(lost=True, work=True),
    ]
    for name, tenth in (("POST Messages", share), ("GET Messages", share)):
        for _ in range(2000):
            broken = world.chance.random() < tenth / 10
            world.faults[name].append(world.chance.choice(kinds) if broken else Fault())


def test_a_provider_that_is_ill_half_the_week_loses_and_doubles_nothing(tmp_path):
    """Two of ten calls fail, reports come in any order; everybody is asked and thanked once."""
    opinions = [tuple(1 + (n * 5 + k * (n + 2)) % 4 for k in range(9)) for n in range(6)]

    async def scene():
        async with whatsapp_house(tmp_path, lists=True) as (home, world):
            world.shuffled = True
            _trouble(world, 2)
            crowd = [
                Patient(world.citizen(f"+62813{n:08}"), scores) for n, scores in enumerate(opinions)
            ]
            await home.start()
            async with asyncio.timeout(150), asyncio.TaskGroup() as room:
                for one in crowd:
                    room.create_task(one.live())
            await world.until(lambda: home.waiting == 0, 30)
            assert await home.terminate() == 0, home.tail()
            return home, crowd

    home, crowd = asyncio.run(scene())
    assert all(one.thanked for one in crowd)
    assert home.stored() == sorted(opinions)
    assert [pair for one in crowd for pair in _doubled(one.citizen.texts())] == []
    states = {"terkirim": 18 * len(crowd)}
    for state, number in states.items():
        assert home.count(f"SELECT count(*) FROM outbox WHERE keadaan = '{state}'") == number


def test_somebody_who_hides_the_number_goes_on_where_they_were(tmp_path):
    """First known by number and id, then by the id alone: one conversation, one answer."""

    async def scene():
        async with whatsapp_house(tmp_path) as (home, world):
            await home.start()
            warga = world.citizen("+6281200000001", "ID.4566546130240823")
            going = Answering(warga, SCORES)
            await warga.say("mulai")
            for _ in range(8):
                await going.answer(await warga.next_screen())
            shown = await warga.next_screen()
            warga.number = None
            await going.answer(shown)
            shown = await warga.next_screen()
            while THANKED not in shown.text:
                await going.answer(shown)
                shown = await warga.next_screen()
            assert await home.terminate() == 0, home.tail()
            return home.stored(), len(warga.screen)

    assert asyncio.run(scene()) == ([SCORES], 18)
