"""`SharedDeadline`: one timer watches the time limit of many calls at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable

T = TypeVar("T")


class SharedDeadline:
    """All calls have the same limit, so the oldest is the first to be late."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends: dict[asyncio.Timeout, float] = {}  # in the order in which they began
        self._watch: asyncio.TimerHandle | None = None

    async def run(self, work: Awaitable[T]) -> T:
        """The result of `work`; TimeoutError once it has taken `seconds`."""
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
            if limit.when() is None:  # it is told once
                limit.reschedule(loop.time())
