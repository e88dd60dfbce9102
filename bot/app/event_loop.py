"""Runs the long-lived process of `skm run`: on uvloop, with a rare garbage collection.

uvloop is used everywhere but on Windows. Python's cyclic garbage collector is slowed down, for a
turn of the survey makes hardly any cycles.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

# Thresholds of `gc.set_threshold`, in place of Python 3.11's 700, 10 and 10: new objects before the
# youngest generation is collected, its collections before the middle one's, and those before the
# oldest one's. With 700 a collection came every other turn of the survey; with these numbers the
# benchmark of turns (docs/benchmarks.md) counted 6 to 28 % more of them a CPU second.
YOUNG = 50_000
OLDER = (20, 100)

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end and return its result, as `asyncio.run` does.

    uvloop drives it everywhere but on Windows, for which uvloop does not exist.
    """
    if sys.platform == "win32":
        return asyncio.run(main)
    import uvloop  # noqa: PLC0415 - uvloop does not exist for Windows

    return uvloop.run(main)


def slow_garbage_collection() -> None:
    """Exclude the objects that stand now from garbage collection, and collect seldom from here on.

    Call it once after everything was built: those objects live as long as the process. A turn makes
    some hundred objects and hardly a cycle among them. No collection is run first: it would find
    little, and make the start of the program a tenth longer.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, *OLDER)
