"""A reply that was committed but never left, because the process was killed in between.

The citizen then looks at a question that is answered already, without knowing that.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest

from tests.support.doubles.telegram.telegram_rules import Fault
from tests.support.process import house

SOON = 20.0  # seconds; a third of the lease of a process that lives
NEVER = Fault(delay=60.0, work=False)

pytestmark = pytest.mark.slow


@asynccontextmanager
async def killed_at(folder, place):
    """One citizen has answered question `place`; the answer is stored, the next question is not
    shown, and the bot is dead."""
    async with house(folder, 1, patient=True) as (home, crowd):
        crowd.replacing, arrived, leave = False, asyncio.Event(), asyncio.Event()

        async def gate(citizen):
            if f"{place}/9 · " in citizen.user.last.text and not leave.is_set():
                arrived.set()
                await leave.wait()

        crowd.gate = gate
        await home.start()
        room = asyncio.create_task(crowd.everybody())
        await arrived.wait()
        home.world.fault("editMessageText", NEVER)
        edits = home.world.count("editMessageText")
        leave.set()
        await home.world.until(lambda: home.world.count("editMessageText") > edits)
        await home.kill()
        home.world.faults.clear()
        (citizen,) = crowd.by_chat.values()
        assert f"{place}/9 · " in citizen.user.last.text
        assert home.waiting == 1
        yield home, crowd, citizen, room


def test_a_reply_of_the_dead_leaves_at_the_next_start(tmp_path):
    """The citizen waits and does nothing; the next question comes without the lease running out."""

    async def main():
        async with killed_at(tmp_path, 3) as (home, crowd, citizen, room):
            await home.start()
            await home.world.until(lambda: "4/9 · " in citizen.user.last.text, SOON)
            await asyncio.wait_for(room, SOON)
            assert await home.terminate() == 0
            return home, crowd

    home, crowd = asyncio.run(main())
    assert home.stored() == crowd.opinions


def test_a_digit_typed_on_a_question_that_is_still_shown_answers_no_other(tmp_path):
    """At 3/9 somebody presses, sees nothing happen, and types the same digit: 4/9 stays open."""

    async def main():
        async with killed_at(tmp_path, 3) as (home, _, citizen, room):
            room.cancel()
            await asyncio.sleep(2.5)  # a person wonders
            citizen.user.send(str(citizen.scores[2]))
            await home.start()
            await home.world.until(lambda: len(citizen.user.screen) > 2)
            return citizen.user.last.text

    assert "4/9 · Biaya/tarif" in asyncio.run(main())
