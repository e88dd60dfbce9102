"""Benchmark of start-up to the first getUpdates, beside the import time of all five libraries."""

from __future__ import annotations

import sys
import time
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.measures.load import first_poll, workplace
from tests.benchmarks.stage import bots
from tests.benchmarks.stage.bots import BOTS, Bot, Failed
from tests.benchmarks.stage.double import Double

if TYPE_CHECKING:
    from pathlib import Path

FIVE = "import telegram.ext, aiogram, sqlalchemy, apscheduler, twilio.rest"
TELL = "; import time; print(time.process_time())"


@dataclass(frozen=True, slots=True)
class Start:
    wall: float
    cpu: float


async def measure(rounds: int, folder: str | None) -> dict[str, list[Start]]:
    """Interleaved, on the bot's core, with a database that is already set up."""
    found: dict[str, list[Start]] = {"ours": [], "imports": []}
    with workplace(folder) as place:
        await bots.prepare(BOTS["ours"], place)
        for count in range(rounds + 1):
            pair = {"ours": await of_bot(BOTS["ours"], place), "imports": await _imports()}
            if count:  # the first only fills the caches
                for name, start in pair.items():
                    found[name].append(start)
    return found


async def of_bot(bot: Bot, place: Path) -> Start:
    """From the start of the process to its first getUpdates; `place` is set up already."""
    double = Double(lambda message: None)
    url = await double.open()
    began = time.perf_counter()
    process = await bots.launch(bot, place, url)
    try:
        await first_poll(double, process, place)
        start = Start(time.perf_counter() - began, bots.cpu_seconds(process.pid))
    finally:
        await bots.stop(process)
        await double.close()
    return start


async def _imports() -> Start:
    began = time.perf_counter()
    with bots.on_cores(bots.cores()[0]):
        process = await create_subprocess_exec(sys.executable, "-c", FIVE + TELL, stdout=PIPE)
    out, _ = await process.communicate()
    if process.returncode:
        raise Failed("the five libraries cannot be imported")
    return Start(time.perf_counter() - began, float(out))
