"""Measures this checkout and an earlier one: `python -m tests.benchmarks.before ../earlier`.

Each round measures both checkouts one after the other, and changes their order. Quote the median
of the ratios now / before: a higher figure is better, but for time and memory.
"""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.measures import flood, load, startup, whatsapp
from tests.benchmarks.measures.load import Load, workplace
from tests.benchmarks.stage import bots
from tests.benchmarks.stage.bots import BOTS, Bot, Failed

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

Figures = dict[str, float]


async def _polling(bot: Bot, terms: Load) -> Figures:
    made = await load.run(bot, terms)
    return _sound(made, {"polling, turns/CPU s": made.turns_per_cpu_s, "memory, MiB": made.rss_mib})


async def _hook(bot: Bot, terms: Load) -> Figures:
    made = await load.run(replace(bot, env=BOTS["ours-hook"].env), terms)
    return _sound(made, {"webhook, turns/CPU s": made.turns_per_cpu_s})


async def _whatsapp(bot: Bot, terms: Load) -> Figures:
    made = await whatsapp.run(replace(bot, name="ours-wa", env=BOTS["ours-wa"].env), terms)
    return _sound(made, {"WhatsApp, turns/CPU s": made.turns_per_cpu_s})


async def _flood(bot: Bot, terms: Load) -> Figures:
    return {"flood, worst ms": (await flood.measure(bot, terms)).worst_ms}


async def _start(bot: Bot, terms: Load) -> Figures:
    with workplace(terms.folder) as place:
        await bots.prepare(bot, place)
        await startup.of_bot(bot, place)  # fills the caches
        return {"start-up, CPU s": (await startup.of_bot(bot, place)).cpu}


MEASURES: dict[str, Callable[[Bot, Load], Coroutine[None, None, Figures]]] = {
    "polling": _polling,
    "webhook": _hook,
    "whatsapp": _whatsapp,
    "flood": _flood,
    "start": _start,
}


def _sound(made: load.Result, figures: Figures) -> Figures:
    if made.faults:
        raise Failed("; ".join(made.faults[:3]))
    return figures


async def _rounds(chosen: argparse.Namespace) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {}
    terms = Load(chosen.citizens, chosen.warm, chosen.seconds)
    trees = [BOTS["ours"], replace(BOTS["ours"], tree=chosen.earlier.resolve())]
    for count in range(1, chosen.rounds + 1):
        for name in chosen.only:
            order = trees if count % 2 else trees[::-1]
            made = [await MEASURES[name](bot, replace(terms, seed=count)) for bot in order]
            now, before = made if count % 2 else made[::-1]
            for figure, value in now.items():
                found.setdefault(figure, []).append((value, before[figure]))
                print(
                    f"round {count}, {figure}: {value:.4g} now, {before[figure]:.4g} before",
                    flush=True,
                )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("earlier", type=Path, help="a checkout of an earlier commit")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--warm", type=float, default=1.5)
    parser.add_argument("--citizens", type=int, default=100)
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=list(MEASURES))
    for figure, pairs in asyncio.run(_rounds(parser.parse_args())).items():
        ratios = sorted(now / before for now, before in pairs)
        spread = f"{ratios[0]:.3f} to {ratios[-1]:.3f}"
        print(f"{figure}: now / before {median(ratios):.3f} ({spread}, {len(ratios)} pairs)")


if __name__ == "__main__":
    main()
