"""One measured run: a fresh bot process, the double, and a crowd of citizens in closed loop."""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from tests.benchmarks.stage import bots
from tests.benchmarks.stage.bots import Bot, Failed
from tests.benchmarks.stage.citizens import Crowd
from tests.benchmarks.stage.double import Double

if TYPE_CHECKING:
    from collections.abc import Iterator

STARTING = 30.0  # seconds for the bot's first getUpdates
PATIENCE = 15.0  # seconds after which an unanswered citizen is stuck
CALLS = ("sendmessage", "editmessagetext", "answercallbackquery")


@dataclass(frozen=True, slots=True)
class Load:
    citizens: int = 100
    warm: float = 2.0
    seconds: float = 6.0
    seed: int = 1
    delay: float = 0.0  # seconds of a call to the provider
    folder: str | None = None  # where the temporary folders lie: the disk counts


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one run. They count only if `faults` is empty."""

    bot: str
    turns: int
    turns_per_s: float
    turns_per_cpu_s: float
    p50_ms: float
    p99_ms: float
    rss_mib: float
    cpu_share: float
    generator_share: float
    generator_turns_per_cpu_s: float
    calls_per_turn: float
    turns_per_survey: float
    surveys: int
    typed_again: int
    faults: list[str] = field(default_factory=list)


@contextmanager
def workplace(folder: str | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="skm-bench-", dir=folder) as made:
        yield Path(made)


async def run(bot: Bot, load: Load) -> Result:
    """Start the bot in a folder of its own, load it, stop it."""
    with workplace(load.folder) as folder, bots.on_cores(bots.cores()[1]):
        await bots.prepare(bot, folder)
        crowd = Crowd(load.citizens, load.seed)
        crowd.double = Double(crowd.see, load.delay)
        crowd.double.hook_port = port = bots.free_port()
        process = await bots.launch(bot, folder, await crowd.double.open(), port)
        try:
            await first_poll(crowd.double, process, folder)
            result = await _measure(bot, load, crowd, process)
        finally:
            end = await bots.stop(process)
            await crowd.double.close()
        if end:
            result.faults.append(f"{end}:\n{bots.tail(folder)}")
        return result


async def first_poll(double: Double, process: asyncio.subprocess.Process, folder: Path) -> None:
    """Until the bot asks for updates, or to have them posted; a bot that ends before has failed."""
    polled = asyncio.ensure_future(double.updates.polled.wait())
    ended = asyncio.ensure_future(process.wait())
    await asyncio.wait((polled, ended), timeout=STARTING, return_when=asyncio.FIRST_COMPLETED)
    for task in (polled, ended):
        task.cancel()
    if not double.updates.polled.is_set():
        raise Failed(f"no getUpdates and no setWebhook came:\n{bots.tail(folder)}")


async def _measure(
    bot: Bot, load: Load, crowd: Crowd, process: asyncio.subprocess.Process
) -> Result:
    await crowd.arrive(load.warm / 2)
    await asyncio.sleep(load.warm / 2)
    warm = crowd.reset()
    calls = _calls(crowd.double)
    cpu, own, began = bots.cpu_seconds(process.pid), time.process_time(), time.perf_counter()
    await asyncio.sleep(load.seconds)
    wall = time.perf_counter() - began
    cpu, own = bots.cpu_seconds(process.pid) - cpu, time.process_time() - own
    rss, calls, tally = bots.resident_mib(process.pid), _calls(crowd.double) - calls, crowd.reset()
    await crowd.rest(PATIENCE)
    waits = [wait * 1000 for wait in tally.waits] or [0.0]
    percent = quantiles([*waits, waits[-1]], n=100)
    return Result(
        bot=bot.name,
        turns=tally.turns,
        turns_per_s=tally.turns / wall,
        turns_per_cpu_s=tally.turns / max(cpu, 1 / bots.TICK),
        p50_ms=percent[49],
        p99_ms=percent[98],
        rss_mib=rss,
        cpu_share=cpu / wall,
        generator_share=own / wall,
        generator_turns_per_cpu_s=tally.turns / own,
        calls_per_turn=calls / max(tally.turns, 1),
        turns_per_survey=(warm.acts + tally.acts) / max(warm.surveys + tally.surveys, 1),
        surveys=tally.surveys,
        typed_again=tally.again,
        faults=await faults(crowd, warm.unasked + tally.unasked),
    )


def _calls(double: Double) -> int:
    return sum(double.calls[name] for name in CALLS)


async def faults(crowd: Crowd, unasked: int) -> list[str]:
    """Everything that makes a run invalid, after the crowd has come to rest."""
    for _ in range(100):  # the last presses may be answered a moment after their screens
        if not crowd.double.presses:
            break
        await asyncio.sleep(0.02)
    found = [f"{len(crowd.stuck)} citizens stuck, as {some}" for some in crowd.stuck[:1]]
    found += [f"{count} x {what}" for what, count in crowd.double.faults.items()]
    if unasked:
        found.append(f"{unasked} screens that nobody had asked for")
    if crowd.double.presses:
        found.append(f"{len(crowd.double.presses)} presses never answered")
    return found
