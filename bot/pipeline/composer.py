"""Filling a row's request: a composer gets a reader of its own, outside the writer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from core.errors import InputError
from core.messaging.outgoing import Compose, Message
from core.ports.composer import Composed, Composer, Request, no_fetch

if TYPE_CHECKING:
    from collections import Counter
    from datetime import datetime

    from core.messaging.channel_limits import Caps
    from core.messaging.outgoing import Outgoing
    from core.ports.channel import Channel, Writer
    from core.ports.store import Store, Tx


class Outlets(Protocol):
    """Who sends what is made: knows the channels, and counts."""

    channels: dict[tuple[str, str], Channel]
    caps: dict[tuple[str, str], Caps]
    counts: Counter[str]


class ComposerRunner:
    """Every composer of the house, by name."""

    def __init__(
        self,
        line: Outlets,
        writer: Writer,
        store: Store,
        composers: Mapping[str, Composer],
        now: Callable[[], datetime],
    ) -> None:
        self._line, self._writer, self._store = line, writer, store
        self._composers, self._now = composers, now

    async def compose(self, row: Outgoing, *, keeping: bool) -> Message:
        """`keeping` the result; what only waits for somebody to write is made anew for them."""
        if isinstance(row.body, Message):
            return row.body
        made = await asyncio.to_thread(self._compose, row, row.body, self._fetcher(row))
        if not keeping:
            return made.message

        def write(tx: Tx) -> None:
            made.keep(tx)
            tx.outbox.save_composed(row, made.message)

        await self._writer.run(write)
        self._line.counts["composed"] += 1
        return made.message

    def _fetcher(self, row: Outgoing) -> Callable[[str, int], bytes]:
        """For the composer's thread; the channel itself lives in this loop."""
        channel = self._line.channels.get((row.to.channel, row.to.account))
        fetch = getattr(channel, "fetch", None)
        if fetch is None:
            return no_fetch
        loop = asyncio.get_running_loop()

        def fetched(ref: str, limit: int) -> bytes:
            found: bytes = asyncio.run_coroutine_threadsafe(fetch(ref, limit), loop).result()
            return found

        return fetched

    def _compose(
        self, row: Outgoing, body: Compose, fetch: Callable[[str, int], bytes]
    ) -> Composed:
        composer = self._composers.get(body.name)
        if composer is None:
            raise InputError(f"no composer: {body.name}")
        caps = self._line.caps[row.to.channel, row.to.account]
        with self._store.read() as reader:
            made = composer(Request(reader, body.args, row, caps, self._now(), fetch))
        made = made if isinstance(made, Composed) else Composed(made)
        # A repeat is marked in the same language, when the request is long gone.
        return replace(made, message=replace(made.message, language=body.args.get("bahasa")))
