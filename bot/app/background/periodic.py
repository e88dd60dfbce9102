"""`PeriodicPart`: base class of a part that works in turns; a fault of one turn does not end it."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod

from core.errors import fault

log = logging.getLogger(__name__)


class PeriodicPart(ABC):
    """Runs `turn` in a task of its own until `stop`, or until `turn` returns None.

    `name` names the part in the log; `pause` is the seconds that follow a turn which failed.
    """

    name = "part"
    pause = 60.0
    _task: asyncio.Task[None] | None = None

    @abstractmethod
    async def turn(self) -> float | None:
        """Do the work once; the seconds until the next turn, or None when all is done."""

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
