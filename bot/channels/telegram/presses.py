"""Presses of buttons and what answers them: nobody waits for it, and a failure means nothing."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from bot.channels.layout import cut, utf16
from bot.channels.telegram.api import CallError

if TYPE_CHECKING:
    from bot.channels.telegram.api import Caller

NOTICE = 200  # letters beside a press
_STRIP = 60  # a longer notice does not fit the strip at the top of the chat
_SECONDS = 10.0
_MOST = 200  # presses being answered at once; beyond it a spinner goes out by itself

log = logging.getLogger(__name__)


def settlement(token: str, notice: str | None) -> dict[str, Any]:
    params: dict[str, Any] = {"callback_query_id": token}
    if notice:
        params |= {"text": cut(notice, NOTICE), "show_alert": utf16(notice) > _STRIP}
    return params


class Presses:
    def __init__(self, api: Caller) -> None:
        self._api = api
        self._settling: set[asyncio.Task[None]] = set()

    async def settle(self, token: str, notice: str | None) -> None:
        """Stop the spinner of a press, with a notice."""
        try:
            await self._api.call("answerCallbackQuery", settlement(token, notice), _SECONDS)
        except CallError as error:
            log.debug("telegram.settle", extra={"why": error.text})

    def settle_soon(self, token: str, notice: str | None) -> None:
        if len(self._settling) < _MOST:
            task = asyncio.create_task(self.settle(token, notice))
            self._settling.add(task)
            task.add_done_callback(self._settling.discard)

    async def close(self) -> None:
        """Give the last ones a moment."""
        if self._settling:
            _, late = await asyncio.wait(self._settling, timeout=1.0)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
