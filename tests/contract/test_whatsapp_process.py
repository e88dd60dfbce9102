"""The whole process over Twilio's double: a survey by list and by numbers, killed and reconciled."""

from __future__ import annotations

import asyncio

import pytest

from tests.doubles.twilio_house import Answering, whatsapp_house

pytestmark = pytest.mark.slow
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
    assert any(shown.rows for shown in warga.screen) == lists
