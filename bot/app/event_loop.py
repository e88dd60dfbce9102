"""How the long-lived process runs: on libuv where there is one, looking seldom for rubbish."""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

YOUNG = 50_000  # objects between two looks; Python's 700 are a look every other turn
OLDER = (20, 100)

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    """Like `asyncio.run`."""
    if sys.platform == "win32":
        return asyncio.run(main)
    import uvloop  # noqa: PLC0415 - there is none for Windows

    return uvloop.run(main)


def settle_in() -> None:
    """Call once all is built: what stands now lives as long as we do and need not be looked at.

    A turn makes some hundred objects and hardly a circle among them. What importing left is little:
    a look for it would be a tenth of the start.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, *OLDER)
