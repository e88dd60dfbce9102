"""`make bench` measures our bot beside honest baselines and the limit, interleaved, in one run.

Quote the ratios. A run with a stuck citizen, a refused call or a missing bot is invalid: status 1.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys
from dataclasses import asdict, replace
from pathlib import Path

import orjson

from tests.benchmarks import report
from tests.benchmarks.measures import flood, startup, whatsapp
from tests.benchmarks.measures.load import Load, Result, run
from tests.benchmarks.stage.bots import BOTS, USUAL, Failed

LINES = ("whatsapp", "line")
FAR = 0.05  # seconds to the provider and back
BESIDE = {
    "whatsapp": ("ours-wa", "flask-wa"),
    "line": ("limit-wa", "flask-wa"),
    "far": ("ours", "ptb"),
    "flood": ("ours", "aiogram"),
}

Results = dict[str, list[Result]]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0, help="measured, per bot and round")
    parser.add_argument("--warm", type=float, default=2.0, help="seconds before that")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--citizens", type=int, default=100)
    parser.add_argument("--only", default=",".join(USUAL), help=f"of {', '.join(BOTS)}")
    parser.add_argument("--starts", type=int, default=5, help="start-ups to time; 0 = none")
    parser.add_argument("--beside", default=",".join(BESIDE), help="also measured; empty = none")
    parser.add_argument("--folder", help="where the databases lie: the disk counts")
    parser.add_argument("--json", type=Path, help="also write everything here")
    chosen = parser.parse_args()
    chosen.only = chosen.only.split(",")
    chosen.beside = [name for name in BESIDE if name in chosen.beside.split(",")]
    if unknown := set(chosen.only) - BOTS.keys():
        parser.error(f"no such bot: {', '.join(sorted(unknown))}")
    return chosen


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


async def one(name: str, load: Load, results: Results, faults: list[str]) -> None:
    """One bot in one round. What went wrong is told and kept, and does not count."""
    try:
        result = await run(BOTS[name], load)
    except Failed as failed:
        faults.append(f"{name}, round {load.seed}: {failed}")
        tell(faults[-1])
        return
    if result.faults:
        faults += [f"{name}, round {load.seed}: {fault}" for fault in result.faults]
        tell(f"{name}, round {load.seed}: invalid: {'; '.join(result.faults[:5])}")
        return
    results[name].append(result)
    tell(
        f"{name}, round {load.seed}: {result.turns_per_cpu_s:.0f} turns/CPU s, "
        f"p50 {result.p50_ms:.1f} ms, {result.rss_mib:.0f} MiB"
    )


async def rounds(chosen: argparse.Namespace, faults: list[str]) -> Results:
    results: Results = {name: [] for name in chosen.only}
    load = Load(chosen.citizens, chosen.warm, chosen.seconds, folder=chosen.folder)
    for count in range(1, chosen.rounds + 1):
        for name in chosen.only:
            await one(name, replace(load, seed=count), results, faults)
    return results


async def beside(chosen: argparse.Namespace, faults: list[str]) -> dict[str, list[list[float]]]:
    """The pairs of figures of each other load, a pair for every round, ours first."""
    found: dict[str, list[list[float]]] = {name: [] for name in chosen.beside}
    load = Load(chosen.citizens, chosen.warm, chosen.seconds, folder=chosen.folder)
    for count in range(1, chosen.rounds + 1):
        for name in chosen.beside:
            try:
                pair = [await _figure(name, bot, replace(load, seed=count)) for bot in BESIDE[name]]
            except Failed as failed:
                faults.append(f"{name}, round {count}: {failed}")
                tell(faults[-1])
                continue
            found[name].append(pair)
            tell(f"{name}, round {count}: {pair[0]:,.0f} and {pair[1]:,.0f}")
    return found


async def _figure(name: str, bot: str, load: Load) -> float:
    if name == "flood":
        return (await flood.measure(BOTS[bot], load)).worst_ms
    far = replace(load, delay=FAR)
    made = await (whatsapp.run(BOTS[bot], load) if name in LINES else run(BOTS[bot], far))
    if made.faults:
        raise Failed("; ".join(made.faults[:3]))
    return made.turns_per_cpu_s if name in LINES else made.turns_per_s


async def starts(chosen: argparse.Namespace, faults: list[str]) -> dict[str, list[startup.Start]]:
    if not chosen.starts or "ours" not in chosen.only:
        return {}
    try:
        return await startup.measure(chosen.starts, chosen.folder)
    except Failed as failed:
        faults.append(f"start-up: {failed}")
        tell(faults[-1])
        return {}


async def main() -> int:
    chosen = arguments()
    faults: list[str] = []
    started = await starts(chosen, faults)
    results = await rounds(chosen, faults)
    others = await beside(chosen, faults)
    print(
        f"{chosen.rounds} rounds of {chosen.seconds:g} s, {chosen.citizens} citizens in closed "
        f"loop, Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores\n"
    )
    print(report.table(results), end="\n\n")
    if started:
        print(report.starting(started), end="\n\n")
    print(report.verdict(results, started), end="\n\n")
    print(report.others(others))
    for fault in faults:
        print(f"INVALID: {fault}")
    if chosen.json:
        chosen.json.write_bytes(_document(chosen, results, started, faults))
    return 1 if faults else 0


def _document(
    chosen: argparse.Namespace,
    results: Results,
    started: dict[str, list[startup.Start]],
    faults: list[str],
) -> bytes:
    document = {
        "load": {
            key: value for key, value in vars(chosen).items() if key not in ("json", "folder")
        },
        "runs": {name: [asdict(result) for result in some] for name, some in results.items()},
        "starts": {name: [asdict(start) for start in some] for name, some in started.items()},
        "ratios": {name: found for name, found, _ in report.ratios(results)},
        "faults": faults,
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
