"""Reconciliation: Twilio tries a webhook once and forgets, but lists every message it was sent.

At start and every few minutes the list is read, and what no webhook brought goes into the writer.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.channels.http import LostError
from bot.channels.whatsapp.error_codes import TwilioError
from bot.channels.whatsapp.updates import PREFIX, listed
from core.errors import Malformed, StoreDown
from core.messaging.incoming import Inbound, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.channels.whatsapp.twilio_client import TwilioClient
    from core.messaging.incoming import Arrival
    from core.ports.channel import Writer

BEHIND = timedelta(hours=26)  # at start: longer than any conversation's window
OVERLAP = timedelta(minutes=30)  # at every further look: lists may be late
YOUNG = timedelta(seconds=45)  # its webhook may still be on the way, and brings more
PAGE = 200
_KEPT = 20_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LookTimes:
    """The times of the looks through the list, in seconds."""

    every: float = 180.0
    pauses: tuple[float, float] = (1.0, 60.0)  # after a look that failed: first and longest
    young: timedelta = YOUNG


USUAL = LookTimes()


class _Away(Exception):  # noqa: N818 - no fault of ours: look again after so many seconds
    def __init__(self, after: float | None = None) -> None:
        super().__init__()
        self.after = after


class Reconciler:
    """Reads Twilio's list of messages and hands the writer those that no webhook brought."""

    def __init__(
        self,
        api: TwilioClient,
        sender: str,
        times: LookTimes,
        now: Callable[[], datetime],
    ) -> None:
        self._api, self._sender, self._now = api, sender, now
        self._pauses, self._every, self._young = times.pauses, times.every, times.young
        self._soon = min(times.every, times.young.total_seconds())
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._since: datetime | None = None
        self.well = True
        self._unripe = False  # the last look left something to its webhook
        self.found = 0  # messages that no webhook had brought

    def noticed(self, event_id: str) -> None:
        """Note that a webhook brought this message, so that no look takes it in again."""
        self._seen[event_id] = None
        if len(self._seen) > _KEPT:
            self._seen.popitem(last=False)

    async def run(self, writer: Writer) -> None:
        """Look again and again until cancelled; a failed look is tried anew with back-off."""
        tries = 0
        while True:
            try:
                await self.look(writer)
                self.well, tries = True, 0
                pause = self._every if not self._unripe else self._soon
            except StoreDown:
                log.warning("whatsapp.store_down")
                tries, pause = tries + 1, self._pause(tries)
            except _Away as away:
                self.well = False
                log.warning("whatsapp.unreachable", extra={"tries": tries})
                tries, pause = tries + 1, max(self._pause(tries), away.after or 0.0)
            await asyncio.sleep(pause)

    def _pause(self, tries: int) -> float:
        least, most = self._pauses
        # Jitter, so that many processes do not come back in the same moment.
        return min(most, least * 2.0 ** min(tries, 16) * random.uniform(1.0, 1.5))  # noqa: S311

    async def look(self, writer: Writer) -> int:
        """Read the list once and return how many messages were new to the writer.

        Raises StoreDown when the writer could not store them.
        """
        began = self._now()
        since = began - BEHIND if self._since is None else self._since
        rows = await self._list(since)
        ripe = self._wanted(rows, since, began - self._young)
        fresh = sum(one.fresh for one in await writer.receive(ripe))
        for one in ripe:
            self.noticed(one.event_id)
        self._since = began - OVERLAP
        self.found += fresh
        if fresh:
            log.info("whatsapp.reconciled", extra={"found": fresh})
        return fresh

    def _wanted(self, rows: Sequence[Any], since: datetime, until: datetime) -> list[Arrival]:
        """Pick the messages that are new to us, in the order in which they were sent."""
        # The list begins with the newest, and its times are cut to the second.
        read = [one for one in map(self._read, reversed(rows)) if one is not None]
        new = [one for one in read if one.event_id not in self._seen]
        self._unripe = any(isinstance(one, Inbound) and one.at > until for one in new)
        return sorted(
            (one for one in new if isinstance(one, Unreadable) or since <= one.at <= until),
            key=lambda one: one.at,
        )

    def _read(self, row: Any) -> Inbound | Unreadable | None:
        try:
            return listed(row, self._sender)
        except Malformed as error:
            if not isinstance(row.sid, str):
                return None
            raw = repr(row.sid).encode()
            return Unreadable(row.sid, "whatsapp", self._sender, raw, str(error), self._now())

    async def _list(self, since: datetime) -> Sequence[Any]:
        """Fetch every page of the messages that came to our sender since that day."""
        to, day = PREFIX + self._sender, since.date().isoformat()
        try:
            return await self._api.messages(to=to, date_sent_after=day, page_size=PAGE)
        except LostError as lost:
            raise _Away from lost
        except TwilioError as no:
            raise _Away(no.after) from no
