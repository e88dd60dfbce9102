"""`MissedUpdates`: notes that updates come, and shows open questions again after a long pause.

Telegram keeps the press of a button for 150 s only: somebody who pressed while no process received
updates for longer would wait for ever. Typed messages wait at Telegram for a day, and are answered
as usual.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.app.background.periodic import PeriodicPart
from bot.config.clock import utc_now
from core.errors import fault
from core.messaging.outgoing import Draft
from core.ports.requests.conversations import MissedQuestion
from core.ports.upkeep import Lease
from core.survey.state import from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.ports.channel import Channel, Writer
    from core.ports.conversations import OpenConversation
    from core.ports.store import Reader, Store, Tx

EVERY = timedelta(seconds=20)
ACTIVE = timedelta(hours=24)  # a person who was silent for longer had left for another reason
LIFE = timedelta(hours=1)  # after it the question is not shown again any more
FIRST_OTHERS = timedelta(seconds=5)  # messages that were typed meanwhile are answered before

log = logging.getLogger(__name__)


class MissedUpdates(PeriodicPart):
    """Beats while updates come, in whichever process they come to.

    It watches those channels whose `Caps.tap_life` says that presses get lost.
    """

    name = "presence"

    def __init__(
        self,
        store: Store,
        writer: Writer,
        channels: Sequence[Channel],
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._writer, self._now = store, writer, now
        self._channels = [one for one in channels if one.caps.tap_life is not None]

    async def turn(self) -> float:
        """Beat once per channel that is well; 20 seconds, or 1 while a channel is not well."""
        pause = EVERY.total_seconds()
        for channel in self._channels:
            if not getattr(channel, "well", True):
                pause = 1.0  # it may be well soon
                continue
            try:
                await self.beat(channel)
            except Exception as error:  # noqa: BLE001 - the next beat may do better
                log.warning("presence.failed", extra={"fault": fault(error)})
        return pause

    async def beat(self, channel: Channel) -> int:
        """Note in the store that this channel receives; the number of questions shown again.

        Questions are shown again when the last beat is older than `Caps.tap_life`.
        """
        now, name = self._now(), f"hadir:{channel.name}:{channel.account}"
        drafts = await asyncio.to_thread(self._missed, channel, name, now)
        row = Lease(name, "", "", now)

        def write_down(tx: Tx) -> None:
            tx.upkeep.take_lease(row, dead_before=now)
            tx.outbox.enqueue(drafts, now=now)

        await self._writer.run(write_down)
        if drafts:
            log.info("presence.shown_again", extra={"n": len(drafts), "channel": channel.name})
        return len(drafts)

    def _missed(self, channel: Channel, name: str, now: datetime) -> list[Draft]:
        with self._store.read() as reader:
            seen = reader.upkeep.lease(name)
            if seen is None or channel.caps.tap_life is None:
                return []
            if now - seen.seen_at <= channel.caps.tap_life:
                return []
            return missed(reader, (channel.name, channel.account), seen.seen_at, now)


def missed(reader: Reader, account: tuple[str, str], left: datetime, now: datetime) -> list[Draft]:
    """A draft for each conversation that was open at `left` and has not moved since.

    `account`: channel and account. `left`: the last beat before the pause.
    """
    # A process that died may have taken in events after its last beat: hence one beat more.
    talks = reader.conversations.open_between(account, now - ACTIVE, left + EVERY)
    return [_again(one, left, now) for one in talks if _is_open(one)]


def _is_open(talk: OpenConversation) -> bool:
    if talk.state.get("flow") != "survei":
        return True  # a dialogue of staff, whose state is stored only while it is open
    state = from_json(talk.state)
    return state is not None and state.open


def _again(talk: OpenConversation, left: datetime, now: datetime) -> Draft:
    to = talk.address
    return Draft(
        to,
        MissedQuestion(talk.active_at).envelope(),
        not_before=now + FIRST_OTHERS,
        expires_at=now + LIFE,
        unique=f"{MissedQuestion.name}:{to.account}:{to.chat}:{to.thread}:{left.isoformat()}",
    )
