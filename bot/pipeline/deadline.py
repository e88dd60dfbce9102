"""`SharedDeadline`: one timer watches the time limit of many calls at once, for `Sender`.

It stands in the place of one timer of the event loop per call.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable

T = TypeVar("T")


class SharedDeadline:
    """A limit of `seconds` for each call; since all have the same, the oldest is late first."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends: dict[asyncio.Timeout, float] = {}  # end in loop time, in order of beginning
        self._watch: asyncio.TimerHandle | None = None

    async def run(self, work: Awaitable[T]) -> T:
        """Await `work` and return its result; raises TimeoutError after `seconds`."""
        loop, limit = asyncio.get_running_loop(), asyncio.timeout(None)
        self._ends[limit] = loop.time() + self.seconds
        if self._watch is None:
            self._watch = loop.call_later(self.seconds, self._look)
        try:
            async with limit:
                return await work
        finally:
            del self._ends[limit]

    def _look(self) -> None:
        self._watch = None
        loop = asyncio.get_running_loop()
        for limit, end in self._ends.items():
            if end > loop.time():
                self._watch = loop.call_at(end, self._look)
                return
            if limit.when() is None:  # else this call was ended already
                limit.reschedule(loop.time())
