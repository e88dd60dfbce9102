"""`Dispatcher`: sends the leased outbox rows, in order and one in flight per address.

A row that must wait goes back into the outbox with its time, and the rows behind it too; the next
look for due rows brings them again. So a crash, a freeze of the provider and a lost answer are all
recovered from in the same way.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import logging
from typing import TYPE_CHECKING

from bot.pipeline.lane import Lane, LeasedRow
from bot.pipeline.postponed import PostponedRows
from bot.pipeline.retry_policy import hold, put_off
from bot.pipeline.sender import Sender
from core.errors import StoreDown, fault
from core.messaging.outcomes import Gone, Refused, Unknown
from core.ports.outbox import Settlement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.pipeline.sender import SendingTerms
    from core.messaging.address import Address
    from core.messaging.outgoing import Message, Outgoing
    from core.ports.channel import Channel, Writer
    from core.ports.composer import Composer
    from core.ports.store import Store

LEASE = 60.0  # seconds for which a claimed row belongs to this process
IDLE = 2.0  # seconds between two looks when nothing wakes the search
BREATH = 0.02  # seconds after a look, in which several wakings become one
LANES = 256  # addresses in hand at which a look claims nothing more

log = logging.getLogger(__name__)


class Dispatcher:
    """Sends through every channel that pushes, until each row is settled with the writer.

    `assemble` sets it as the writer's `outlet`. `holder` names this process in leases; `lease`:
    seconds. All methods run in the event loop.
    """

    def __init__(
        self,
        channels: Sequence[Channel],
        writer: Writer,
        store: Store,
        composers: Mapping[str, Composer],
        terms: SendingTerms,
        *,
        holder: str,
        lease: float = LEASE,
    ) -> None:
        self._sender = Sender(channels, writer, store, composers, terms)
        self.counts = self._sender.counts
        self._writer, self._holder, self._now, self._lease = writer, holder, terms.now, lease
        self._accounts = list(self._sender.channels)
        self._lanes: dict[Address, Lane] = {}
        self._behind = PostponedRows(lease)
        self._walks: set[asyncio.Task[None]] = set()
        self._due: list[float] = []  # a heap of loop times at which postponed rows are due
        self._claimed: set[Address] = set()  # whose rows a look claimed; more may be due
        self._closing = False

    # -- life ----------------------------------------------------------------------------------

    async def start(self) -> None:
        """Begin to look for due rows."""
        self._loop = asyncio.get_running_loop()
        self._poked = asyncio.Event()
        self._looking = self._loop.create_task(self._look_again(), name="deliver")

    async def stop(self, within: float = 5.0) -> None:
        """Send the leased rows for at most `within` seconds, and give the others back.

        A send that is cut off counts as an unknown outcome. Where the database is away, the leases
        end by themselves.
        """
        self._closing = True
        self._looking.cancel()
        await asyncio.wait([self._looking])
        if self._walks:
            await asyncio.wait(self._walks, timeout=within)
        late = list(self._walks)
        for walk in late:
            walk.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        with contextlib.suppress(StoreDown):  # without a database the leases run out
            await self._writer.run(lambda tx: tx.outbox.release(self._holder))
        log.info("deliver.stopped", extra={"cut_short": len(late)})

    async def compose(self, row: Outgoing) -> Message:
        """The message of a row in a mailbox, whose channel fetches it itself: the web page.

        Raises as `ComposerRunner.compose`.
        """
        return await self._sender.compose(row)

    # -- rows come -----------------------------------------------------------------------------

    def take(self, rows: Sequence[Outgoing]) -> None:
        """Take rows that a group wrote leased to this process, right after its COMMIT.

        Rows of a mailbox, or of a bot that another process serves, are skipped.
        """
        until = self._loop.time() + self._lease
        for row in rows:
            if (row.to.channel, row.to.account) not in self._sender.channels:
                continue
            for old in self._behind.overtaken(row):
                self._writer.settle(Settlement(old, Unknown("overtaken"), None, unsure=True))
            retry_at = self._behind.retry_at(row.to, self._loop.time())
            if retry_at is not None or self._closing:
                self._give_back(row, retry_at or self._now())
            else:
                self._line_up(row, until)

    def look(self) -> None:
        """Wake the search for due rows: something may be due."""
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
        rows = await self._writer.run(
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
            lane = self._lanes[row.to] = Lane([LeasedRow(row, until)])
            walk = self._loop.create_task(self._walk(row.to, lane))
            self._walks.add(walk)
            walk.add_done_callback(self._walks.discard)
            return
        for old in lane.line_up(row, until):
            self._writer.settle(Settlement(old, Refused("needless", ""), None))

    def freed(self, addresses: Iterable[Address]) -> None:
        """Let the rows behind a lost answer go on, after a delivery report gave its outcome.

        `addresses`: one entry for each lost answer that was settled.
        """
        for to in addresses:
            self._behind.free(to, self._now())
        self.look()

    # -- rows leave ----------------------------------------------------------------------------

    async def _walk(self, to: Address, lane: Lane) -> None:
        """Send the lane of one address row by row, until it is empty or must wait."""
        try:
            while lane:
                settlement = await self._sender.send(lane[0].row, lane[0].until)
                self._writer.settle(settlement)
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
        """Apply the fate of the first row to the rows behind it."""
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
                self._writer.settle(Settlement(row, settlement.outcome, None))
            else:
                self._give_back(row, retry_at)

    def _wait_too(self, lane: Lane) -> None:
        """A template was said: the rows that nobody asked for wait until the person writes."""
        for row in lane.take_out_unasked():
            self._writer.settle(hold(row))

    def _give_back(self, row: Outgoing, retry_at: datetime) -> None:
        self._writer.settle(put_off(row, retry_at))
        self._remember(row, retry_at)

    def _remember(self, row: Outgoing, retry_at: datetime, *, unsure: bool = False) -> None:
        wait = max(0.0, (retry_at - self._now()).total_seconds())
        due = self._loop.time() + wait
        heapq.heappush(self._due, due)
        self._behind.add(row, retry_at, due, unsure=unsure)
        if wait == 0.0:
            self.look()
