"""Runs the long-lived process of `skm run`: on uvloop where there is one, with rare collections.

Python's cyclic garbage collector is slowed down, for a turn of the survey makes hardly any cycles.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

# Thresholds of `gc.set_threshold`. Python's 700 young objects mean a collection every other turn.
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


def settle_in() -> None:
    """Exclude the objects that stand now from garbage collection, and collect seldom from here on.

    Call it once after everything was built: those objects live as long as the process. A turn makes
    some hundred objects and hardly a cycle among them. No collection is run first, for it would
    take a tenth of the start and find little.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, *OLDER)
