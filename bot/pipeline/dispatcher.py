"""The one door out: leased rows, in order and one in flight per address, until they are settled.

A row that must wait goes back into the outbox with its time, and those behind it too; looking for
due rows brings them again. So a crash, a freeze and a lost answer all heal the same way.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import logging
from random import SystemRandom
from typing import TYPE_CHECKING

from bot.config.prices import FREE, Tariff
from bot.pipeline.lane import Held, Lane
from bot.pipeline.postponed import PostponedRows
from bot.pipeline.retry_policy import hold, put_off
from bot.pipeline.sender import Sender
from core.errors import StoreDown, fault
from core.messaging.outcomes import Gone, Refused, Unknown
from core.ports.outbox import Settlement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from random import Random

    from bot.pipeline.sender import Books, Repeated
    from core.messaging.address import Address
    from core.messaging.outgoing import Message, Outgoing
    from core.ports.channel import Channel
    from core.ports.composer import Composer
    from core.ports.store import Store

LEASE = 60.0
IDLE = 2.0  # seconds between two looks when nobody pokes
BREATH = 0.02  # between two looks, so that pokes gather
LANES = 256  # addresses that looking may take up at once

log = logging.getLogger(__name__)


class Dispatcher:
    """Hand it the writer as `books`, and itself to the writer as `outlet`."""

    def __init__(
        self,
        channels: Sequence[Channel],
        books: Books,
        store: Store,
        *,
        holder: str,
        now: Callable[[], datetime],
        composers: Mapping[str, Composer],
        repeated: Repeated,
        lease: float = LEASE,
        chance: Random | None = None,
        wakes: Callable[[datetime], datetime] = lambda now: now,
        tariff: Tariff = FREE,
    ) -> None:
        self._sender = Sender(
            channels,
            books,
            store,
            now=now,
            composers=composers,
            repeated=repeated,
            chance=chance or SystemRandom(),
            wakes=wakes,
            tariff=tariff,
        )
        self.counts = self._sender.counts
        self._books, self._holder, self._now, self._lease = books, holder, now, lease
        self._accounts = list(self._sender.channels)
        self._lanes: dict[Address, Lane] = {}
        self._behind = PostponedRows(lease)
        self._walks: set[asyncio.Task[None]] = set()
        self._due: list[float] = []
        self._claimed: set[Address] = set()  # lanes that a look began: more may lie behind them
        self._closing = False

    # -- life ----------------------------------------------------------------------------------

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._poked = asyncio.Event()
        self._looking = self._loop.create_task(self._look_again(), name="deliver")

    async def stop(self, within: float = 5.0) -> None:
        """Send what is leased, as far as the time goes, and give back the rest."""
        self._closing = True
        self._looking.cancel()
        await asyncio.wait([self._looking])
        if self._walks:
            await asyncio.wait(self._walks, timeout=within)
        late = list(self._walks)
        for walk in late:
            walk.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        with contextlib.suppress(StoreDown):  # then the leases run out
            await self._books.run(lambda tx: tx.outbox.release(self._holder))
        log.info("deliver.stopped", extra={"cut_short": len(late)})

    async def compose(self, row: Outgoing) -> Message:
        """For a channel that fetches its mailbox: what stands in a row that holds a request."""
        return await self._sender.compose(row)

    # -- rows come -----------------------------------------------------------------------------

    def take(self, rows: Sequence[Outgoing]) -> None:
        """Rows born leased to us, right after their COMMIT."""
        until = self._loop.time() + self._lease
        for row in rows:
            if (row.to.channel, row.to.account) not in self._sender.channels:
                continue  # a mailbox, or a bot that another process serves
            for old in self._behind.overtaken(row):
                self._books.settle(Settlement(old, Unknown("overtaken"), None, unsure=True))
            retry_at = self._behind.retry_at(row.to, self._loop.time())
            if retry_at is not None or self._closing:
                self._give_back(row, retry_at or self._now())
            else:
                self._line_up(row, until)

    def look(self) -> None:
        """Something may be due."""
        self._poked.set()

    async def _look_again(self) -> None:
        while True:
            self._poked.clear()
            try:
                await self._claim()
            except StoreDown:
                log.warning("deliver.store_down")
            except Exception as error:  # noqa: BLE001 - the next look may do better
                log.error("deliver.claim_failed", extra={"fault": fault(error)})  # noqa: TRY400
            await asyncio.sleep(BREATH)
            await self._rest()

    async def _rest(self) -> None:
        t = self._loop.time()
        while self._due and self._due[0] <= t:
            heapq.heappop(self._due)
        wait = min(IDLE, self._due[0] - t) if self._due else IDLE
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._poked.wait()

    async def _claim(self) -> None:
        room = LANES - len(self._lanes)
        if room <= 0 or not self._accounts:
            return
        until = self._loop.time() + self._lease
        rows = await self._books.run(
            lambda tx: tx.outbox.claim(
                self._accounts, holder=self._holder, now=self._now(), lease=self._lease, limit=room
            )
        )
        for row in rows:
            self._claimed.add(row.to)
            self._behind.came_back(row)
            self._line_up(row, until)

    def _line_up(self, row: Outgoing, until: float) -> None:
        lane = self._lanes.get(row.to)
        if lane is None:
            lane = self._lanes[row.to] = Lane([Held(row, until)])
            walk = self._loop.create_task(self._walk(row.to, lane))
            self._walks.add(walk)
            walk.add_done_callback(self._walks.discard)
            return
        for old in lane.line_up(row, until):
            self._books.settle(Settlement(old, Refused("needless", ""), None))

    def freed(self, addresses: Iterable[Address]) -> None:
        """Reports told what became of lost answers: who stood behind them may go on."""
        for to in addresses:
            self._behind.free(to, self._now())
        self.look()

    # -- rows leave ----------------------------------------------------------------------------

    async def _walk(self, to: Address, lane: Lane) -> None:
        """Along the lane of one address, till it is empty or must wait."""
        try:
            while lane:
                settlement = await self._sender.send(lane[0].row, lane[0].until)
                self._books.settle(settlement)
                lane.popleft()
                self._follow(lane, settlement)
        except Exception as error:  # noqa: BLE001 - the leases run out, and a look brings them back
            log.error("deliver.walk_failed", extra={"fault": fault(error)})  # noqa: TRY400
        finally:
            del self._lanes[to]
        if to in self._behind or to in self._claimed:
            self._claimed.discard(to)
            self.look()

    def _follow(self, lane: Lane, settlement: Settlement) -> None:
        """What the fate of the first row means for those behind it."""
        retry_at = settlement.retry_at
        if settlement.planned:
            return
        if settlement.templated:
            self._wait_too(lane)
            return
        if retry_at is not None:
            unsure = isinstance(settlement.outcome, Unknown)
            self._remember(settlement.row, retry_at, unsure=unsure)
        elif not isinstance(settlement.outcome, Gone):
            return
        while lane:
            row = lane.popleft().row
            if retry_at is None:
                self._books.settle(Settlement(row, settlement.outcome, None))
            else:
                self._give_back(row, retry_at)

    def _wait_too(self, lane: Lane) -> None:
        """A template was said there: what nobody asked for waits for the answer to it."""
        for row in lane.unasked():
            self._books.settle(hold(row))

    def _give_back(self, row: Outgoing, retry_at: datetime) -> None:
        self._books.settle(put_off(row, retry_at))
        self._remember(row, retry_at)

    def _remember(self, row: Outgoing, retry_at: datetime, *, unsure: bool = False) -> None:
        wait = max(0.0, (retry_at - self._now()).total_seconds())
        due = self._loop.time() + wait
        heapq.heappush(self._due, due)
        self._behind.add(row, retry_at, due, unsure=unsure)
        if wait == 0.0:
            self.look()
