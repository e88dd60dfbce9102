"""`Sender`: brings one leased row to its settlement, for `Dispatcher`.

It composes the message, waits for its turn, makes one call of the channel, and judges the outcome.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random, SystemRandom
from typing import TYPE_CHECKING

from bot.config.prices import FREE, Tariff
from bot.pipeline.composer import ComposerRunner
from bot.pipeline.deadline import SharedDeadline
from bot.pipeline.rate_limits import Pacer, is_fresh
from bot.pipeline.retry_policy import (
    backoff,
    expired,
    hold,
    is_awake,
    is_moot,
    is_shut,
    judge,
    judge_template,
    plan,
    put_off,
    sent,
)
from core.errors import FetchLater, InputError, StoreDown, fault
from core.messaging.outcomes import Later, Refused, Sent, Unknown, WindowShut
from core.messaging.outgoing import OF_TEMPLATE, Compose, Message, Outgoing, ResendPolicy
from core.ports.composer import Composer, Needless
from core.ports.outbox import Settlement
from core.survey.presses import choices_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.messaging.channel_limits import Caps
    from core.messaging.outcomes import Outcome
    from core.ports.channel import Channel, Writer
    from core.ports.store import Store


SEND_WITHIN = 25.0  # seconds for one call; after them its answer counts as lost
HOLD = 10.0  # seconds; during a longer freeze the row waits in the outbox
FLIGHTS = 100  # sends at once per account of a channel
COMPOSINGS = 3  # tries to compose a row before it is given up

log = logging.getLogger(__name__)


Repeated = Callable[[Outgoing, Message], Message]  # marks a message as sent before


@dataclass(frozen=True, slots=True)
class SendingTerms:
    """The clock, calendar, prices and chance by which messages leave; `assemble` makes them.

    `wakes` gives the moment, at or after its argument, from which posts disturb nobody (quiet
    hours).
    """

    now: Callable[[], datetime]
    repeated: Repeated
    wakes: Callable[[datetime], datetime] = lambda now: now
    tariff: Tariff = FREE
    chance: Random = field(default_factory=SystemRandom)


class Sender:
    """Knows every channel of this process, and the pace of those that push."""

    def __init__(
        self,
        channels: Sequence[Channel],
        writer: Writer,
        store: Store,
        composers: Mapping[str, Composer],
        terms: SendingTerms,
    ) -> None:
        self.channels = {(c.name, c.account): c for c in channels if c.caps.push}
        self.caps = {(c.name, c.account): c.caps for c in channels}
        self.counts: Counter[str] = Counter()
        self._slots = {key: asyncio.Semaphore(FLIGHTS) for key in self.channels}
        self._writer, self._now = writer, terms.now
        self._repeated, self._chance = terms.repeated, terms.chance
        self._wakes, self._tariff = terms.wakes, terms.tariff
        self._composer = ComposerRunner(self, writer, store, composers, terms.now)
        self._pacer, self._deadline = Pacer(), SharedDeadline(SEND_WITHIN)

    async def send(self, row: Outgoing, until: float) -> Settlement:
        """Send one row and return its settlement; faults of composer and channel are not raised.

        `until`: the end of the row's lease, in loop time. Posts outside waking hours are planned
        for later; a row that may only be said by a template goes by `_outside`.
        """
        now = self._now()
        if expired(row, now):
            log.info("deliver.expired", extra={"row": row.id, "channel": row.to.channel})
            return self._let_go(row, "expired")
        is_post = row.policy is ResendPolicy.POST and not is_awake(row, now)
        if is_post and (later := self._wakes(now)) > now:
            return plan(row, later)  # the row is late: its provider or its sender was away
        try:
            message = await self._message(row)
        except Needless:
            return self._let_go(row, "needless")
        except Exception as error:  # noqa: BLE001 - a composer may stop its own row only
            return self._not_composed(row, error)
        if self._is_shut(row):
            return await self._outside(row, message, until)
        said = message if message.template is None else replace(message, template=None)
        outcome = await self._in_turn(row, said, until)
        if isinstance(outcome, Sent):
            return self._sent(row, outcome, said)
        if isinstance(outcome, float):
            return put_off(row, self._now() + timedelta(seconds=outcome))
        if isinstance(outcome, WindowShut):
            return await self._outside(row, message, until)
        return self._judge(row, outcome)

    async def _outside(self, row: Outgoing, message: Message, until: float) -> Settlement:
        """The window is shut: say a template once, for all rows that wait there, or nothing."""
        if message.template is None or row.templated or row.caused_at is not None:
            self.counts["held" if row.caused_at is None else "windowshut"] += 1
            return hold(row)
        if message.template.name == "invite" and not await self._may_invite():
            self.counts["ceiling"] += 1
            return Settlement(row, Refused("ceiling", ""), None)
        said, mark = Message(text="", template=message.template), f"{row.id}{OF_TEMPLATE}"
        outcome = await self._in_turn(replace(row, id=mark), said, until)
        if isinstance(outcome, float):
            return put_off(row, self._now() + timedelta(seconds=outcome))
        self._count(row, outcome)
        self.counts["templates"] += isinstance(outcome, Sent)
        settled = judge_template(row, outcome, self._now(), self._chance, self._caps_of(row))
        name = message.template.name
        shown = choices_shown(message) if name == "invite" else None  # the template shows all of it
        return replace(settled, said=name, cost=self._tariff.cost(name), shown=shown)

    async def _may_invite(self) -> bool:
        if self._tariff.ceiling is None:
            return True
        now = self._now()
        return self._tariff.may_invite(await self._writer.run(lambda tx: tx.outbox.spent(now=now)))

    def _sent(self, row: Outgoing, outcome: Sent, message: Message) -> Settlement:
        """Settle a row that left: its cost, and the choices that may be typed by number."""
        self._count(row, outcome)
        caps = self._caps_of(row)
        shown = choices_shown(message) if caps.numbers else None
        return sent(row, outcome, caps, shown=shown, cost=self._tariff.cost())

    def _is_shut(self, row: Outgoing) -> bool:
        return is_shut(row, self._caps_of(row), self._now())

    def _caps_of(self, row: Outgoing) -> Caps:
        return self.caps[row.to.channel, row.to.account]

    # -- composing -----------------------------------------------------------------------------

    async def _message(self, row: Outgoing) -> Message:
        message = await self.compose(row) if isinstance(row.body, Compose) else row.body
        if is_moot(row, message, self._now()):
            raise Needless
        marked = row.unsure and row.policy is ResendPolicy.POST and row.replace is None
        return self._repeated(row, message) if marked else message

    async def compose(self, row: Outgoing) -> Message:
        """The message of a row that holds a request; it is kept unless a window is shut.

        Raises as `ComposerRunner.compose`.
        """
        return await self._composer.compose(row, keeping=not self._is_shut(row))

    def _not_composed(self, row: Outgoing, error: Exception) -> Settlement:
        log.error("deliver.not_composed", extra={"fault": fault(error), "row": row.id})
        lasting = isinstance(error, InputError) or row.attempts + 1 >= COMPOSINGS
        if lasting and not isinstance(error, StoreDown | FetchLater):
            return self._judge(row, Refused("compose", ""))
        wait = backoff(row.attempts, self._chance)
        return put_off(row, self._now() + timedelta(seconds=wait))

    # -- sending -------------------------------------------------------------------------------

    async def _in_turn(self, row: Outgoing, message: Message, until: float) -> Outcome | float:
        """The outcome, or the seconds for which the row goes back into the outbox."""
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
                    return 0.0  # the lease could end before the answer: claim the row anew
                if not self._pacer.frozen(row.to, time()):
                    return await self._call(row, message)

    def _is_fresh(self, row: Outgoing) -> bool:
        caused = row.caused_at
        return is_fresh(None if caused is None else (self._now() - caused).total_seconds())

    async def _call(self, row: Outgoing, message: Message) -> Outcome:
        channel = self.channels[row.to.channel, row.to.account]
        try:
            outcome = await self._deadline.run(channel.send(row, message))
        except asyncio.CancelledError:
            self._writer.settle(self._judge(row, Unknown("stopped while sending")))
            raise
        except TimeoutError:
            return Unknown("no answer in time")
        except Exception as error:  # noqa: BLE001 - nobody knows whether it left
            facts = {"fault": fault(error), "row": row.id}
            log.error("deliver.channel_failed", extra=facts)  # noqa: TRY400 - no trace: it may quote a person
            return Unknown(fault(error))
        if isinstance(outcome, Later) and outcome.after > 0:
            thaw = asyncio.get_running_loop().time() + outcome.after
            self._pacer.freeze(row.to, outcome.scope, thaw)
        return outcome

    def _judge(self, row: Outgoing, outcome: Outcome) -> Settlement:
        self._count(row, outcome)
        return judge(row, outcome, self._now(), self._chance, self._caps_of(row))

    def _count(self, row: Outgoing, outcome: Outcome) -> None:
        self.counts[type(outcome).__name__.lower()] += 1
        if isinstance(outcome, Refused):
            # The provider's text may quote the message: only its code is logged.
            facts = {"row": row.id, "channel": row.to.channel, "code": outcome.code}
            log.error("deliver.refused", extra=facts)

    def _let_go(self, row: Outgoing, why: str) -> Settlement:
        self.counts[why] += 1
        return Settlement(row, Refused(why, ""), None, unsure=row.unsure)
