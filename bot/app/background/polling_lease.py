"""`PollingLeases`: one process alone fetches a bot's updates; a second one is refused, and ends.

Two processes that call `getUpdates` with one token cut each other off. On SQLite a lock of the
operating system tells who lives, elsewhere a lease in the database; see docs/adr/0022.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from datetime import datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.config.clock import utc_now
from core.errors import InputError, StoreDown
from core.ports.upkeep import Lease

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.ports.channel import Writer
    from core.ports.store import Store, Tx

RENEW = timedelta(seconds=10)
DEAD = timedelta(seconds=35)  # a holder not seen for so long is dead: three renewals, a slow commit
ANYBODY = timedelta(days=-1)  # with it every holder counts as dead, even one just seen
LOOK = 1.0  # seconds between two looks at a holder that may be alive or dead

HELD = (
    "Bot Telegram {bot} sudah diambil pesannya oleh proses lain dengan basis data ini ({process}). "
    "Satu token hanya untuk satu proses: hentikan yang itu, atau jalankan yang ini tanpa bagian "
    "poll (SKM_ROLES)."
)
LOST = (
    "Proses lain ({process}) kini mengambil pesan bot Telegram {bot}, karena proses ini lama tidak "
    "terlihat. Proses ini berhenti."
)

log = logging.getLogger(__name__)


class PollingLeases:
    """Takes and renews the right to poll, for the bots that this process polls.

    It must start before they pull. `start` raises InputError, in words for the operator, when
    another living process holds a bot; a process that loses its lease ends itself by SIGTERM.
    `bots` are the accounts, the ids of the bots.
    """

    def __init__(
        self,
        store: Store,
        writer: Writer,
        bots: Sequence[str],
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._writer, self._bots, self._now = store, writer, bots, now
        self._me, self._process = token_hex(6), f"{socket.gethostname()}, pid {os.getpid()}"
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take every bot, then renew the leases in the background. Raises InputError, StoreDown."""
        for bot in self._bots:
            await self._take(bot)
        self._task = asyncio.get_running_loop().create_task(self._keep(), name="leases")

    async def stop(self) -> None:
        """End the renewal and give the leases back, so that a successor need not wait."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        rows = [self._row(bot) for bot in self._bots]
        await self._writer.run(lambda tx: _drop(tx, rows))

    async def _take(self, bot: str) -> None:
        """Take a bot at once where the lock shows that nobody else lives.

        Else wait until its holder has not been seen for `DEAD`.
        """
        alone = self._store.alone(f"ambil-{bot}")
        if alone is False:
            with self._store.read() as reader:
                held = reader.upkeep.lease(f"ambil:{bot}")
            raise InputError(HELD.format(bot=bot, process=held.process if held else "?"))
        holder = await self._try(bot, dead=ANYBODY if alone else DEAD)
        first = holder
        while holder.holder != self._me:
            if holder.seen_at > first.seen_at:
                raise InputError(HELD.format(bot=bot, process=holder.process))
            await asyncio.sleep(LOOK)
            holder = await self._try(bot, dead=DEAD)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(RENEW.total_seconds())
            for bot in self._bots:
                try:
                    holder = await self._try(bot, dead=DEAD)
                except StoreDown:
                    continue
                if holder.holder != self._me:
                    log.error(LOST.format(bot=bot, process=holder.process))
                    signal.raise_signal(signal.SIGTERM)
                    return

    async def _try(self, bot: str, *, dead: timedelta) -> Lease:
        row = self._row(bot)
        return await self._writer.run(
            lambda tx: tx.upkeep.take_lease(row, dead_before=row.seen_at - dead)
        )

    def _row(self, bot: str) -> Lease:
        return Lease(f"ambil:{bot}", self._me, self._process, self._now())


def _drop(tx: Tx, rows: Sequence[Lease]) -> None:
    for row in rows:
        tx.upkeep.drop_lease(row)
