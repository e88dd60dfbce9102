"""A part of the app that does one thing again and again; a fault of one turn ends nothing."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod

from core.errors import fault

log = logging.getLogger(__name__)


class Again(ABC):
    """Give it a `turn`; `name` stands in the log, `pause` is what follows a turn that failed."""

    name = "part"
    pause = 60.0
    _task: asyncio.Task[None] | None = None

    @abstractmethod
    async def turn(self) -> float | None:
        """Seconds until the next one; None when all is done."""

    async def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._go_on(), name=self.name)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _go_on(self) -> None:
        while True:
            pause: float | None = self.pause
            try:
                pause = await self.turn()
            except Exception as error:  # noqa: BLE001 - the next turn may do better
                log.warning("part.failed", extra={"part": self.name, "fault": fault(error)})
            if pause is None:
                return
            await asyncio.sleep(pause)
