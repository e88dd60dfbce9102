"""`WebhookKeeper`: keeps Telegram posting updates to the office's address, by `setWebhook`.

The webhook is set at the start and looked at every five minutes; troubles are logged for the
operator.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from bot.channels.telegram.api import BAD_REQUEST, Caller, CallError
from bot.channels.telegram.arrivals import KINDS
from bot.channels.telegram.polling import check_token

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

CONNECTIONS = 40  # Telegram's default; on each one update waits for its COMMIT
_SECONDS = 15.0  # for one call
_LOOK_AGAIN = 300.0  # seconds until a webhook that another program changed is noticed

_REFUSED = "Telegram menolak alamat webhook %s: %s. Periksa SKM_PUBLIC_URL. Kami terus mencoba."
_TAKEN = "Webhook bot ini diubah oleh program lain. Kami memasangnya lagi; jalankan satu saja."
_FAILING = "Telegram tidak dapat mengantar pesan ke %s: %s. %d pesan menunggu di sana."


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """The address to which Telegram shall post, and the secret by which its posts are known."""

    url: str
    secret: str = field(repr=False)


class WebhookKeeper:
    """Sets the webhook until Telegram has taken it, and again when another program changed it.

    Updates that wait at Telegram are not dropped. `pauses`: the first and the longest pause in
    seconds after a failure.
    """

    def __init__(
        self,
        api: Caller,
        at: WebhookAddress,
        name: Callable[[], Awaitable[str]],
        pauses: tuple[float, float],
    ) -> None:
        self._api, self._at, self._name, self._pauses = api, at, name, pauses
        self._is_set = False
        self._failed_at = 0  # Unix time of the newest failure that was logged
        self.well = False  # Telegram took the address, and answered the last call

    async def run(self) -> NoReturn:
        """Keep the webhook until cancelled. Raises InputError when Telegram rejects the token."""
        pause, longest = self._pauses
        while True:
            try:
                await self._look()
            except CallError as error:
                self.well = False
                check_token(error)
                self._tell(error)
                await asyncio.sleep(pause if error.after is None else error.after)
                pause = min(2 * pause, longest)
                continue
            self.well, pause = True, self._pauses[0]
            await asyncio.sleep(_LOOK_AGAIN)

    async def _look(self) -> None:
        await self._name()
        if not self._is_set:
            await self._set()
            return
        info = await self._api.call("getWebhookInfo", {}, _SECONDS)
        if not isinstance(info, dict):
            raise CallError("getWebhookInfo: nothing told")
        if info.get("url") != self._at.url:
            log.error(_TAKEN)
            await self._set()
        self._tell_failure(info)

    async def _set(self) -> None:
        params = {
            "url": self._at.url,
            "secret_token": self._at.secret,
            "allowed_updates": KINDS,
            "max_connections": CONNECTIONS,
        }
        await self._api.call("setWebhook", params, _SECONDS)
        self._is_set = True

    def _tell_failure(self, info: dict[str, Any]) -> None:
        when = info.get("last_error_date") or 0
        if when > self._failed_at:
            waiting = info.get("pending_update_count", 0)
            log.warning(_FAILING, self._at.url, info.get("last_error_message", "?"), waiting)
            self._failed_at = when

    def _tell(self, error: CallError) -> None:
        if error.code == BAD_REQUEST:
            log.error(_REFUSED, self._at.url, error.text)
        else:
            log.warning("telegram.unreachable", extra={"why": error.text, "code": error.code})
