"""`StaffBotNotice`: tells staff who joined at the citizens' bot, once, of the bot for staff."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.app.background.periodic import PeriodicPart
from bot.config.clock import utc_now
from bot.desk.command import moved
from core.messaging.outgoing import Draft, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config.office import Office
    from bot.desk.two_bots import StaffBot
    from core.ports.channel import Writer
    from core.ports.staff import Recipient
    from core.ports.store import Store, Tx

AGAIN = 60.0  # seconds between two tries while the bot's own name is unknown
KEPT = timedelta(days=3650)  # for so long nobody gets the notice twice

log = logging.getLogger(__name__)


class StaffBotNotice(PeriodicPart):
    """Writes one notice to each such person, then ends.

    Until they press start at the bot for staff, everything goes on to the chat where they joined.
    """

    name = "staff_move"
    pause = AGAIN

    def __init__(
        self,
        store: Store,
        writer: Writer,
        office: Office,
        bot: StaffBot,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._writer, self._office = store, writer, office
        self._bot, self._now = bot, now

    async def turn(self) -> float | None:
        """Tell the staff as soon as the bot's name is known, and end; until then wait a minute."""
        if not self._bot.link():
            return AGAIN
        await self.tell()
        return None

    async def tell(self) -> int:
        """Write the notice to everyone who lacks it; the number of notices."""
        with self._store.read() as reader:
            elsewhere = [one for one in reader.staff.recipients() if self._is_elsewhere(one)]
        return await self._writer.run(lambda tx: self._write(tx, elsewhere)) if elsewhere else 0

    def _is_elsewhere(self, one: Recipient) -> bool:
        to = one.address
        return not one.is_group and to.channel == "telegram" and to.account != self._bot.account

    def _write(self, tx: Tx, people: list[Recipient]) -> int:
        now, told = self._now(), 0
        for one in people:
            # One person may have several roles.
            key = f"pindah:{self._bot.account}:{one.address.account}:{one.address.chat}"
            if tx.upkeep.remember(key, until=now + KEPT):
                text = self._office.texts.say(one.language, moved(self._bot.link))
                told += len(tx.outbox.enqueue([Draft(one.address, Message(text))], now=now))
        return told
