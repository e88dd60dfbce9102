"""`App`: the life of the process. It starts the parts in order and stops them in reverse.

Stopping takes at most ten seconds, and each part has its share of them: first no new messages are
taken, then leased messages are sent, then the last outcomes are written, then channels close.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import TYPE_CHECKING, Any, Protocol

from core.errors import InputError, StoreDown, fault

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from bot.pipeline.dispatcher import Dispatcher
    from bot.pipeline.writer import StoreWriter
    from core.ports.channel import Channel
    from core.ports.store import Store

GRACE = 10.0  # seconds from the signal to the end of the process
# By these shares of the grace each step of the stopping must be done.
TAKING, SENDING, WRITING, CLOSING = 0.3, 0.8, 0.9, 1.0
PAUSES = (1.0, 60.0)  # seconds before a pull that crashed runs again: first and longest
STEADY = 60.0  # seconds; after a pull that ran longer, the pauses begin at the first again

log = logging.getLogger(__name__)


class AppPart(Protocol):
    """Any part that runs beside writer and dispatcher: the web server, the clock, a background job.

    `start` returns once the part works, and raises when it cannot. `stop` shares the first three of
    the ten seconds with all other parts.
    """

    async def start(self) -> None: ...
    async def stop(self) -> None: ...


class App:
    """Starts and stops store, writer, dispatcher, the other parts, and the channels that pull.

    `dispatcher`: None in a process that does not send. `channels` are closed at the end, `pulling`
    are those among them whose `pull` runs here. `parts` start in the order given. `grace`: seconds
    that stopping may take as a whole.
    """

    def __init__(
        self,
        store: Store,
        writer: StoreWriter,
        dispatcher: Dispatcher | None = None,
        *,
        channels: Sequence[Channel] = (),
        pulling: Sequence[Channel] = (),
        parts: Sequence[AppPart | None] = (),
        grace: float = GRACE,
    ) -> None:
        self._store, self._writer, self._dispatcher = store, writer, dispatcher
        self._channels, self._pulling = channels, pulling
        self._parts = [part for part in parts if part is not None]
        self._grace = grace
        self._running = contextlib.AsyncExitStack()
        self._ending: float | None = None  # loop time at which the stopping began

    async def start(self) -> None:
        """Start all parts, or none: when one fails, those that had started are stopped again."""
        async with contextlib.AsyncExitStack() as stack:
            stack.callback(self._close_store)
            for channel in self._channels:
                self._then(stack, CLOSING, channel.close)
            await self._writer.start()
            self._then(stack, WRITING, self._writer.stop)
            if self._dispatcher is not None:
                await self._dispatcher.start()
                self._then(stack, SENDING, self._finish_sending)
                self._then(stack, TAKING, self._finish_group)
            for part in self._parts:
                await part.start()
                self._then(stack, TAKING, part.stop)
            pulls = [asyncio.create_task(self._pull(channel)) for channel in self._pulling]
            self._then(stack, TAKING, lambda: _cancel(pulls))
            self._running = stack.pop_all()
        log.info("app.started", extra={"channels": len(self._channels), "pulls": len(pulls)})

    async def stop(self) -> None:
        """Take no new messages, finish the group in hand, send the leased rows, then close."""
        await self._running.aclose()
        log.info("app.stopped")

    async def run_until_signal(self, also: Awaitable[object] | None = None) -> int:
        """Start, wait for SIGTERM or SIGINT (or for `also` to be done), stop; the exit status 0.

        A second signal ends the process at once, by the system's default handler.
        """
        ended = asyncio.Event()
        with _signals(ended.set):
            await self.start()
            waits: set[asyncio.Future[Any]] = {asyncio.ensure_future(ended.wait())}
            if also is not None:
                waits.add(asyncio.ensure_future(also))
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                await _cancel(list(waits))
                await self.stop()
        return 0

    # -- stopping ------------------------------------------------------------------------------

    def _then(
        self, stack: contextlib.AsyncExitStack, share: float, stop: Callable[[], Awaitable[object]]
    ) -> None:
        """Stop a part within its share, so that a faulty or slow part cannot hold up the next."""

        async def bounded() -> None:
            try:
                async with asyncio.timeout_at(self._by(share)):
                    await stop()
            except Exception as error:  # noqa: BLE001
                log.error("app.stop_failed", extra={"fault": fault(error)})  # noqa: TRY400

        stack.push_async_callback(bounded)

    def _by(self, share: float) -> float:
        if self._ending is None:
            self._ending = asyncio.get_running_loop().time()
        return self._ending + share * self._grace

    async def _finish_group(self) -> None:
        """Wait until the group in hand is written: the dispatcher must still get its rows."""
        with contextlib.suppress(StoreDown):
            await self._writer.run(lambda _tx: None)

    async def _finish_sending(self) -> None:
        if self._dispatcher is not None:
            spare = 0.05 * self._grace  # seconds for giving back unsent rows
            left = self._by(SENDING) - asyncio.get_running_loop().time()
            await self._dispatcher.stop(within=max(0.0, left - spare))

    def _close_store(self) -> None:
        if not self._writer.is_running:  # else its thread hangs in the store, and closing would too
            self._store.close()

    # -- pulling -------------------------------------------------------------------------------

    async def _pull(self, channel: Channel) -> None:
        """Run `pull` again and again while it crashes; a `pull` that returns has no work."""
        time, (pause, longest) = asyncio.get_running_loop().time, PAUSES
        while True:
            began = time()
            try:
                return await channel.pull(self._writer)
            except Exception as error:  # noqa: BLE001 - a channel's fault must not end the others
                _tell_crash(channel, error)
                pause = PAUSES[0] if time() - began > STEADY else pause
            await asyncio.sleep(pause)
            pause = min(pause * 2, longest)


def _tell_crash(channel: Channel, error: Exception) -> None:
    # An InputError is worded for the operator, for example about a token that was withdrawn.
    why = str(error) if isinstance(error, InputError) else fault(error)
    log.error("app.pull_crashed", extra={"channel": channel.name, "why": why})


async def _cancel(tasks: Sequence[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.contextmanager
def _signals(first: Callable[[], None]) -> Iterator[None]:
    """Call `first` at the first signal, and let the system end the process at the second."""
    loop, numbers = asyncio.get_running_loop(), (signal.SIGTERM, signal.SIGINT)

    def heard() -> None:
        for number in numbers:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)
        first()

    for number in numbers:
        loop.add_signal_handler(number, heard)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
