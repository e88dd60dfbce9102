"""`ComposerRunner`: turns the request in an outbox row into a message, for `Sender`.

A composer runs in a thread over a read-only connection of its own, outside the writer.
"""

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
    """The part of `Sender` that `ComposerRunner` needs: channels, their limits, and counts."""

    channels: dict[tuple[str, str], Channel]
    caps: dict[tuple[str, str], Caps]
    counts: Counter[str]


class ComposerRunner:
    """Runs the composer that a row names; `composers` holds all of them by name."""

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
        """The message of a row; a row that holds a message already gives that one.

        `keeping`: store the result in the row, so that it is not composed again. A row that waits
        for its person to write first is composed without keeping, and anew when they do. Raises
        InputError for an unknown composer or a request it cannot read, StoreDown while the database
        is away, FetchLater while a file cannot be fetched, Needless when there is nothing to tell.
        """
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
        """A blocking `fetch` for the composer's thread; the channel lives in the event loop."""
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
        # A repeat of this message is marked in the same language, when the request is gone.
        return replace(made, message=replace(made.message, language=body.args.get("bahasa")))
