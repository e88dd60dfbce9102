"""Benchmark of a flood from one chat: the longest wait of five other citizens meanwhile."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.measures.load import first_poll, workplace
from tests.benchmarks.stage import bots
from tests.benchmarks.stage.citizens import Crowd
from tests.benchmarks.stage.double import Double

if TYPE_CHECKING:
    from tests.benchmarks.measures.load import Load
    from tests.benchmarks.stage.bots import Bot

FLOODER, MESSAGES, OTHERS = 6_666_666, 1000, 5
CALM, AFTER = 1.5, 4.0  # seconds before and after it


@dataclass(frozen=True, slots=True)
class Flood:
    calm_ms: float  # the worst wait before
    worst_ms: float  # and from the flood on, those who still wait included
    turns: int


async def measure(bot: Bot, load: Load) -> Flood:
    with workplace(load.folder) as folder, bots.on_cores(bots.cores()[1]):
        await bots.prepare(bot, folder)
        crowd = Crowd(OTHERS, load.seed)
        crowd.double = Double(crowd.see)
        crowd.double.hook_port = port = bots.free_port()
        process = await bots.launch(bot, folder, await crowd.double.open(), port)
        try:
            await first_poll(crowd.double, process, folder)
            return await _scene(crowd)
        finally:
            await bots.stop(process)
            await crowd.double.close()


async def _scene(crowd: Crowd) -> Flood:
    await crowd.arrive(0.5)
    await asyncio.sleep(CALM)
    calm = crowd.reset()
    for number in range(MESSAGES):
        _say(crowd.double, f"banjir {number}")
    await asyncio.sleep(AFTER)
    now = time.perf_counter()
    waiting = [now - person.offered for person in crowd.people.values() if person.offered]
    after = crowd.reset()
    worst = max([*after.waits, *waiting], default=0.0)
    return Flood(1000 * max(calm.waits, default=0.0), 1000 * worst, after.turns)


def _say(double: Double, text: str) -> None:
    who = {"id": FLOODER, "is_bot": False, "first_name": "Banjir", "language_code": "id"}
    chat = {"id": FLOODER, "type": "private", "first_name": "Banjir"}
    message = {"message_id": double.new_id(), "from": who, "chat": chat, "text": text}
    double.updates.offer("message", message | {"date": int(time.time())})
