"""`StoreWriter`: one thread writes everything that waits as one transaction, a group at a time.

Channels, hooks and jobs call it in the event loop; each finished group comes back in one callback,
after COMMIT. Groups make a commit (an fsync) serve many messages.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bot.pipeline.group import ReceiveRequest, WriteGroup, WriterJob, pick
from bot.pipeline.group_commit import GroupCommitter
from core.errors import StoreDown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.pipeline.group import ArrivalRef
    from core.messaging.address import Address
    from core.messaging.incoming import Arrival, Inbound
    from core.messaging.outgoing import Draft, Outgoing
    from core.ports.conversations import Advanced
    from core.ports.outbox import Settlement
    from core.ports.store import Desk, Store, Tx

SETTLE_WITHIN = 0.05  # seconds that settlements wait for a group to join
AGAIN = 1.0  # seconds until settlements are tried again after StoreDown

log = logging.getLogger(__name__)
T = TypeVar("T")


class Outlet(Protocol):
    """The sender of the rows that a group left: `Dispatcher`. All methods run in the event loop."""

    def take(self, rows: Sequence[Outgoing]) -> None:
        """Send these rows, which were written leased to this process."""
        ...

    def look(self) -> None:
        """Look for due rows: something was written that may be due."""
        ...

    def freed(self, addresses: Sequence[Address]) -> None:
        """Go on with the rows to these addresses, whose lost answers were reported upon."""
        ...


class StoreWriter:
    """The port `Writer` over a store: owns the only thread that writes.

    Set `outlet` before `start`, or leave it None in a process that does not send. The other
    arguments are those of `GroupCommitter`.
    """

    def __init__(
        self,
        store: Store,
        desk: Desk,
        *,
        holder: str,
        now: Callable[[], datetime],
        sorry: Callable[[Inbound], Draft | None],
        lease: float = 60.0,
    ) -> None:
        self._committer = GroupCommitter(
            store, desk, holder=holder, now=now, sorry=sorry, lease=lease
        )
        self.counts = self._committer.counts
        self.outlet: Outlet | None = None
        # None in the queue wakes the thread: settlements wait, or `stop` was called.
        self._queue: SimpleQueue[ReceiveRequest | WriterJob | None] = SimpleQueue()
        self._waiting: list[ArrivalRef] = []
        self._jobs: list[WriterJob] = []
        self._settlements: deque[Settlement] = deque()
        self._poke: asyncio.TimerHandle | None = None
        self._thread: threading.Thread | None = None
        self._open = False

    # -- in the event loop ---------------------------------------------------------------------

    async def start(self) -> None:
        """Start the thread, in the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[None] = self._loop.create_future()
        self._open = True
        # A daemon: a database that hangs must not keep the process from ending.
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Write everything that waits, then end the thread; later calls raise StoreDown."""
        if not self._open:
            return
        self._open = False
        if self._poke is not None:
            self._poke.cancel()
        self._queue.put(None)
        await asyncio.shield(self._ended)
        if self._thread is not None:
            self._thread.join()

    @property
    def is_running(self) -> bool:
        """Whether the thread lives: after `stop` timed out it may hang in the database."""
        return self._thread is not None and self._thread.is_alive()

    async def receive(self, arrivals: Sequence[Arrival]) -> list[Advanced]:
        """Take in arrivals and return one answer for each, in order, after COMMIT.

        Raises StoreDown when one of them was not written; the provider may bring all of them again.
        """
        if not arrivals:
            return []
        call = ReceiveRequest(arrivals, self._future())
        self._queue.put(call)
        return await call.future

    async def run(self, work: Callable[[Tx], T]) -> T:
        """Run any other small write in the next group, and return its result after COMMIT.

        `work` runs in the writer's thread, and again when its group failed: it must have no effect
        but through `Tx`. Raises StoreDown, and any error that `work` itself raises.
        """
        job = WriterJob(work, self._future())
        self._queue.put(job)
        result: T = await job.future
        return result

    def settle(self, settlement: Settlement) -> None:
        """Note an outcome, which joins the next group, or gets one of its own after 50 ms."""
        self._settlements.append(settlement)
        self._poke_after(SETTLE_WITHIN)

    def _future(self) -> asyncio.Future[Any]:
        if not self._open:
            raise StoreDown("the writer is closed")
        return self._loop.create_future()

    def _poke_after(self, seconds: float) -> None:
        if self._poke is None and self._open:
            self._poke = self._loop.call_later(seconds, self._poked)

    def _poked(self) -> None:
        self._poke = None
        if self._settlements:
            self._queue.put(None)

    def _release(self, group: WriteGroup) -> None:
        try:
            self._hand_over(group)
        finally:
            group.release()
        if group.down and self._settlements:
            self._poke_after(AGAIN)

    def _hand_over(self, group: WriteGroup) -> None:
        if self.outlet is None:
            return
        if rows := [row for answer in group.answers if answer for row in answer.rows]:
            self.outlet.take(rows)
        if freed := [to for answer in group.answers if answer for to in answer.settled]:
            self.outlet.freed(freed)
        if group.parked:
            self.outlet.look()

    # -- in the writer's thread ----------------------------------------------------------------

    def _work(self) -> None:
        while self._open or self._waiting or self._jobs or not self._queue.empty():
            self._collect()
            self._next_group()
        self._next_group()  # the settlements that came last
        if self._settlements:
            self.counts.settlements_lost += len(self._settlements)
            log.error("writer.settlements_lost", extra={"n": len(self._settlements)})
        self._loop.call_soon_threadsafe(self._ended.set_result, None)

    def _collect(self) -> None:
        """Move the queue's entries into the waiting lists; block only when both are empty."""
        idle = not (self._waiting or self._jobs)
        while idle or not self._queue.empty():
            entry, idle = self._queue.get(), False
            if isinstance(entry, ReceiveRequest):
                self._waiting.extend((entry, place) for place in range(len(entry.arrivals)))
            elif entry is not None:
                self._jobs.append(entry)

    def _next_group(self) -> None:
        settlements = [self._settlements.popleft() for _ in range(len(self._settlements))]
        taken, left = pick([place for place in self._waiting if not place[0].future.done()])
        group = WriteGroup(settlements, taken, self._jobs)
        self._waiting, self._jobs = left, []
        if group:
            self._settlements.extendleft(reversed(self._committer.write(group)))
            self._loop.call_soon_threadsafe(self._release, group)
