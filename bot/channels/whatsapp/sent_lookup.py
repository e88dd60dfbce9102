"""Finds out, before a message whose answer was lost goes out again, whether Twilio made it.

Twilio has no idempotency key for messages, but it lists those that it made.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.channels.http import LostError
from bot.channels.whatsapp.error_codes import TwilioError
from bot.channels.whatsapp.updates import PREFIX, when
from core.errors import Malformed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.channels.whatsapp.twilio_client import TwilioClient
    from core.messaging.outgoing import Outgoing

REACH = timedelta(minutes=15)  # a lost message was made within this time
_KEPT = 2000


class SentLookup:
    """Looks for a message among those that Twilio lists as sent to one person."""

    def __init__(self, api: TwilioClient, sender: str, now: Callable[[], datetime]) -> None:
        self._api, self._sender, self._now = api, sender, now
        self._known: OrderedDict[str, None] = OrderedDict()  # of which the answer came

    def remember(self, sid: str) -> None:
        """Keep the id of a message whose answer came: it is not the lost one."""
        self._known[sid] = None
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)

    async def find(self, row: Outgoing, text: str) -> str | None:
        """Return the id of a message with these words to this person that is not known to us.

        None: Twilio made no such message. Raises LostError when Twilio does not answer now.
        """
        since = self._now() - REACH
        try:
            rows = await self._api.messages(
                to=PREFIX + row.to.chat,
                from_=PREFIX + row.to.account,
                date_sent_after=since.date().isoformat(),
            )
        except TwilioError as no:
            raise LostError(str(no), written=False) from no
        return next((str(one.sid) for one in rows if self._is_it(one, text, since)), None)

    def _is_it(self, one: Any, text: str, since: datetime) -> bool:
        try:
            fits = one.body == text and when(one) >= since
        except Malformed:
            return False
        return bool(fits) and isinstance(one.sid, str) and one.sid not in self._known
