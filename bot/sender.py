"""One leased row to its settlement: compose it, wait for its turn, one call, judge the outcome."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bot.groups import fault
from bot.pacing import Pacer, is_fresh
from bot.policy import backoff, expired, judge, put_off
from core.errors import FetchLater, InputError, StoreDown
from core.model import Compose, Later, Message, Outgoing, Policy, Refused, Unknown
from core.ports import Settlement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from random import Random

    from core.model import Caps, Outcome
    from core.ports import Channel, Reader, Store, Tx

SEND_WITHIN = 25.0  # a channel that hangs longer: its answer counts as lost
HOLD = 10.0  # a freeze that lasts longer is waited for in the outbox, not here
FLIGHTS = 100  # sends at once per channel
COMPOSINGS = 3  # tries

log = logging.getLogger(__name__)
T = TypeVar("T")


class Books(Protocol):
    """What sending needs of the writer."""

    async def run(self, work: Callable[[Tx], T]) -> T: ...
    def settle(self, settlement: Settlement) -> None: ...


def no_fetch(ref: str, limit: int) -> bytes:
    """Of a channel that keeps no files."""
    raise InputError(f"no file: {limit and ref}")


@dataclass(frozen=True, slots=True)
class Request:
    """What a composer gets: a stable view, the request's arguments, and where it goes."""

    reader: Reader
    args: Mapping[str, Any]
    row: Outgoing
    caps: Caps
    now: datetime
    fetch: Callable[[str, int], bytes] = no_fetch  # what was sent along, by its name and limit


@dataclass(frozen=True, slots=True)
class Composed:
    """A message, and what must be written because it was made."""

    message: Message
    keep: Callable[[Tx], None] = lambda _tx: None


class Overtaken(Exception):  # noqa: N818 - no error: it is composed anew
    """What a message was made from has changed before it could be kept."""


class Needless(Exception):  # noqa: N818 - no error: the row is let go
    """There is nothing to tell any more: whom it was for has left, or it was done meanwhile."""


Composer = Callable[[Request], Message | Composed]
Repeated = Callable[[Outgoing, Message], Message]  # the same, marked as sent before


class Sender:
    """Knows every channel of this process, and the pace of those that push."""

    def __init__(
        self,
        channels: Sequence[Channel],
        books: Books,
        store: Store,
        *,
        now: Callable[[], datetime],
        composers: Mapping[str, Composer],
        repeated: Repeated,
        chance: Random,
    ) -> None:
        self.channels = {(c.name, c.account): c for c in channels if c.caps.push}
        self._caps = {(c.name, c.account): c.caps for c in channels}
        self.counts: Counter[str] = Counter()
        self._slots = {key: asyncio.Semaphore(FLIGHTS) for key in self.channels}
        self._books, self._store, self._now = books, store, now
        self._composers, self._repeated, self._chance = composers, repeated, chance
        self._pacer = Pacer()

    async def send(self, row: Outgoing, until: float) -> Settlement:
        """`until`: when our lease ends, in the loop's time."""
        if expired(row, self._now()):
            return self._expired(row)
        try:
            message = await self._message(row)
        except Needless:
            return self._needless(row)
        except Exception as error:  # noqa: BLE001 - a composer's fault may stop its own row only
            return self._not_composed(row, error)
        outcome = await self._in_turn(row, message, until)
        if isinstance(outcome, float):
            return put_off(row, self._now() + timedelta(seconds=outcome))
        return self._judge(row, outcome)

    # -- composing -----------------------------------------------------------------------------

    async def _message(self, row: Outgoing) -> Message:
        message = await self.compose(row) if isinstance(row.body, Compose) else row.body
        marked = row.unsure and row.policy is Policy.POST and row.replace is None
        return self._repeated(row, message) if marked else message

    async def compose(self, row: Outgoing) -> Message:
        """Fill a row's request over a reader of its own and keep the result."""
        if isinstance(row.body, Message):
            return row.body
        made = await asyncio.to_thread(self._compose, row, row.body, self._fetcher(row))

        def write(tx: Tx) -> None:
            made.keep(tx)
            tx.composed(row, made.message)

        await self._books.run(write)
        self.counts["composed"] += 1
        return made.message

    def _fetcher(self, row: Outgoing) -> Callable[[str, int], bytes]:
        """For the composer's thread; the channel itself lives in this loop."""
        channel = self.channels.get((row.to.channel, row.to.account))
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
        caps = self._caps[row.to.channel, row.to.account]
        with self._store.read() as reader:
            made = composer(Request(reader, body.args, row, caps, self._now(), fetch))
        return made if isinstance(made, Composed) else Composed(made)

    def _not_composed(self, row: Outgoing, error: Exception) -> Settlement:
        log.error("deliver.not_composed", extra={"fault": fault(error), "row": row.id})
        lasting = isinstance(error, InputError) or row.attempts + 1 >= COMPOSINGS
        if lasting and not isinstance(error, StoreDown | FetchLater):
            return self._judge(row, Refused("compose", ""))
        wait = backoff(row.attempts, self._chance)
        return put_off(row, self._now() + timedelta(seconds=wait))

    # -- sending -------------------------------------------------------------------------------

    async def _in_turn(self, row: Outgoing, message: Message, until: float) -> Outcome | float:
        """The outcome, or for how many seconds it goes back into the outbox."""
        slot, time = self._slots[row.to.channel, row.to.account], asyncio.get_running_loop().time
        while True:
            frozen = self._pacer.frozen(row.to, time())
            if frozen > HOLD:
                return frozen
            if frozen > 0:
                await asyncio.sleep(frozen)
            for gate in self._pacer.gates(row.to, time(), fresh=self._is_fresh(row)):
                if (wait := gate(time())) > 0:
                    await asyncio.sleep(wait)
            async with slot:
                if until - time() < SEND_WITHIN:
                    return 0.0  # the lease could end before the answer: take a new one
                if not self._pacer.frozen(row.to, time()):
                    return await self._call(row, message)

    def _is_fresh(self, row: Outgoing) -> bool:
        caused = row.caused_at
        return is_fresh(None if caused is None else (self._now() - caused).total_seconds())

    async def _call(self, row: Outgoing, message: Message) -> Outcome:
        channel = self.channels[row.to.channel, row.to.account]
        try:
            async with asyncio.timeout(SEND_WITHIN):
                outcome = await channel.send(row, message)
        except asyncio.CancelledError:
            self._books.settle(self._judge(row, Unknown("stopped while sending")))
            raise
        except TimeoutError:
            return Unknown("no answer in time")
        except Exception as error:  # noqa: BLE001 - we cannot know whether it went out
            facts = {"fault": fault(error), "row": row.id}
            log.error("deliver.channel_failed", extra=facts)  # noqa: TRY400 - no trace: it may quote a person
            return Unknown(fault(error))
        if isinstance(outcome, Later) and outcome.after > 0:
            thaw = asyncio.get_running_loop().time() + outcome.after
            self._pacer.freeze(row.to, outcome.scope, thaw)
        return outcome

    def _judge(self, row: Outgoing, outcome: Outcome) -> Settlement:
        self.counts[type(outcome).__name__.lower()] += 1
        if isinstance(outcome, Refused):
            # The provider's text may quote ours: only the code is told.
            facts = {"row": row.id, "channel": row.to.channel, "code": outcome.code}
            log.error("deliver.refused", extra=facts)
        return judge(row, outcome, self._now(), self._chance)

    def _needless(self, row: Outgoing) -> Settlement:
        self.counts["needless"] += 1
        return Settlement(row, Refused("needless", ""), None, unsure=row.unsure)

    def _expired(self, row: Outgoing) -> Settlement:
        self.counts["expired"] += 1
        log.info("deliver.expired", extra={"row": row.id, "channel": row.to.channel})
        return Settlement(row, Refused("expired", ""), None, unsure=row.unsure)
