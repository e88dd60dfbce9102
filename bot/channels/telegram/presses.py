"""`Presses`: answers pressed buttons by `answerCallbackQuery`, so that their spinners stop.

Nobody waits for these calls, and a failure has no consequence: the spinner goes out by itself.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from bot.channels.layout import cut, utf16
from bot.channels.telegram.api import CallError

if TYPE_CHECKING:
    from bot.channels.telegram.api import Caller

NOTICE = 200  # characters of `text` that answerCallbackQuery takes
_STRIP = 60  # units; a longer notice does not fit the strip at the top of the chat
_SECONDS = 10.0  # for one call
_MOST = 200  # presses that are answered at once

log = logging.getLogger(__name__)


def settlement(token: str, notice: str | None) -> dict[str, Any]:
    """The parameters of answerCallbackQuery; a notice over 60 units is shown as an alert."""
    params: dict[str, Any] = {"callback_query_id": token}
    if notice:
        params |= {"text": cut(notice, NOTICE), "show_alert": utf16(notice) > _STRIP}
    return params


class Presses:
    """The presses of one bot that are being answered."""

    def __init__(self, api: Caller) -> None:
        self._api = api
        self._settling: set[asyncio.Task[None]] = set()

    async def settle(self, token: str, notice: str | None) -> None:
        """Answer a press, with a notice or without; a failure is logged and not raised."""
        try:
            await self._api.call("answerCallbackQuery", settlement(token, notice), _SECONDS)
        except CallError as error:
            log.debug("telegram.settle", extra={"why": error.text})

    def settle_soon(self, token: str, notice: str | None) -> None:
        """Answer a press in the background; beyond 200 at once it is left alone."""
        if len(self._settling) < _MOST:
            task = asyncio.create_task(self.settle(token, notice))
            self._settling.add(task)
            task.add_done_callback(self._settling.discard)

    async def close(self) -> None:
        """Give the last answers one second, then cancel them."""
        if self._settling:
            _, late = await asyncio.wait(self._settling, timeout=1.0)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
