"""The benchmark's table: medians and ranges over the rounds, and ratios taken round by round."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.stage.bots import BOTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.benchmarks.measures.load import Result
    from tests.benchmarks.measures.startup import Start

    Results = Mapping[str, Sequence[Result]]
    Starts = Mapping[str, Sequence[Start]]

COLUMNS = (
    ("turns/CPU s", "turns_per_cpu_s", 0),
    ("turns/s", "turns_per_s", 0),
    ("p50 ms", "p50_ms", 1),
    ("p99 ms", "p99_ms", 1),
    ("RSS MiB", "rss_mib", 0),
    ("CPU %", "cpu_share", 0),
    ("calls/turn", "calls_per_turn", 2),
    ("turns/survey", "turns_per_survey", 1),
    ("generator CPU %", "generator_share", 0),
)
RATIOS = (  # name, field, ours, other, the aim
    ("turns per CPU s, ours / aiogram", "turns_per_cpu_s", "ours", "aiogram", ">= 2"),
    ("turns per CPU s, ours / PTB", "turns_per_cpu_s", "ours", "ptb", ""),
    ("turns per CPU s, ours / limit", "turns_per_cpu_s", "ours", "limit", ">= 0.6"),
    (
        "turns per CPU s, ours on aiogram / aiogram",
        "turns_per_cpu_s",
        "ours-aiogram",
        "aiogram",
        "",
    ),
    ("turns per CPU s, limit / aiogram", "turns_per_cpu_s", "limit", "aiogram", ""),
    ("turns per CPU s, by webhook", "turns_per_cpu_s", "ours-hook", "aiogram-hook", ">= 2, aim 3"),
    ("p99, ours / aiogram", "p99_ms", "ours", "aiogram", ""),
    ("resident memory, ours / aiogram", "rss_mib", "ours", "aiogram", "<= 0.45"),
    ("resident memory, ours / PTB", "rss_mib", "ours", "ptb", ""),
)


OTHERS = {  # load -> its sentence in the table, and the aim
    "whatsapp": ("WhatsApp, turns per CPU s, ours / Flask", ">= 4, aim 9"),
    "line": ("WhatsApp, the same, our hook and sends alone / Flask", ""),
    "far": ("turns/s at 50 ms to the provider, ours / PTB", "aim 50"),
    "flood": ("others' worst wait in a flood of 1,000, ours / aiogram", "aim 0.15"),
}


def others(found: Mapping[str, Sequence[Sequence[float]]]) -> str:
    """Comparisons under other loads, with the two figures that each ratio is made of."""
    rows = []
    for name, pairs in found.items():
        if pairs:
            ours, theirs = ([pair[place] for pair in pairs] for place in (0, 1))
            ratio = spread([pair[0] / pair[1] for pair in pairs], 2)
            rows.append(
                [OTHERS[name][0], ratio, OTHERS[name][1], spread(ours, 0), spread(theirs, 0)]
            )
    return _markdown(
        ["ratio (median, min-max of rounds)", "measured", "aim", "ours", "theirs"], rows
    )


def spread(values: Sequence[float], digits: int) -> str:
    least, most = min(values), max(values)
    return f"{median(values):,.{digits}f} ({least:,.{digits}f}-{most:,.{digits}f})"


def ratios(results: Results) -> Iterator[tuple[str, list[float], str]]:
    """Each round's ratio by itself: neighbours of one round trouble both its bots."""
    for name, what, ours, other, aim in RATIOS:
        pairs = zip(results.get(ours, ()), results.get(other, ()), strict=False)
        if found := [getattr(a, what) / getattr(b, what) for a, b in pairs if getattr(b, what)]:
            yield name, found, aim


def table(results: Results) -> str:
    """One line a bot; only valid rounds count."""
    head = ["bot", *(title for title, _, _ in COLUMNS)]
    rows = [
        [name, *(spread([_shown(r, what) for r in rounds], d) for _, what, d in COLUMNS)]
        for name, rounds in results.items()
        if rounds
    ]
    legend = "\n".join(f"{name}: {BOTS[name].about}" for name in results if results[name])
    return f"{_markdown(head, rows)}\n\n{legend}"


def _shown(result: Result, what: str) -> float:
    value: float = getattr(result, what)
    return value * 100 if what.endswith("_share") else value


def verdict(results: Results, starts: Starts) -> str:
    rows = [[name, spread(found, 2), aim] for name, found, aim in ratios(results)]
    if starts.get("ours"):
        for what, aim in (("wall", "< 0.25"), ("cpu", "")):
            pairs = zip(starts["ours"], starts["imports"], strict=True)
            found = [getattr(a, what) / getattr(b, what) for a, b in pairs]
            rows.append([f"start-up to getUpdates / five imports, {what}", spread(found, 2), aim])
    return _markdown(["ratio (median, min-max of rounds)", "measured", "aim"], rows)


def starting(starts: Starts) -> str:
    rows = [
        [name, spread([s.wall for s in some], 2), spread([s.cpu for s in some], 2)]
        for name, some in starts.items()
        if some
    ]
    return _markdown(["start-up", "wall s", "CPU s"], rows)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
