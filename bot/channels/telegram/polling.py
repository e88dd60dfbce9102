"""`Poller`: fetches updates by `getUpdates`, and confirms them only after COMMIT.

A higher offset tells Telegram that the updates below it are done; so a crash before COMMIT makes
them come again, and the store knows their ids.
"""

from __future__ import annotations

import asyncio
import logging
import random
from typing import TYPE_CHECKING, Any

from bot.channels.telegram.api import CONFLICT, NOT_FOUND, UNAUTHORIZED, Caller, CallError
from bot.channels.telegram.arrivals import KINDS, dated, read, update_id
from core.errors import InputError, StoreDown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from core.messaging.incoming import Arrival
    from core.ports.channel import Writer

log = logging.getLogger(__name__)

_POLL_SECONDS = 25  # `timeout` of getUpdates
_SPARE_SECONDS = 10.0  # that a poll may take beyond its timeout

REJECTED = (
    "TELEGRAM_BOT_TOKEN ditolak oleh Telegram. Salin lagi tokennya dari @BotFather, "
    "lalu jalankan ulang."
)
_UNHOOKED = "Webhook bot ini dilepas, karena TELEGRAM_MODE=polling. Yang menunggu tetap ada."
_HOOKED_AGAIN = (
    "Program lain memasang webhook lagi untuk bot ini, jadi pesannya tidak dapat diambil. "
    "Hentikan program itu, atau atur TELEGRAM_MODE=webhook. Kami terus mencoba."
)
_TWO_POLLERS = (
    "Proses lain, mungkin di komputer lain, sedang mengambil pesan dengan token yang sama. "
    "Jalankan satu saja. Kami terus mencoba."
)


class Poller:
    """Fetches the updates of one bot until it is cancelled.

    Its only state is the offset, which the server keeps as well. `name` asks for the bot's user
    name; `settle_soon` answers a pressed button; `pauses`: the first and the longest pause in
    seconds after a failure.
    """

    def __init__(
        self,
        api: Caller,
        account: str,
        name: Callable[[], Awaitable[str]],
        *,
        now: Callable[[], datetime],
        settle_soon: Callable[[str, str | None], None],
        pauses: tuple[float, float],
    ) -> None:
        self._api, self._account, self._name = api, account, name
        self._now, self._settle_soon, self._pauses = now, settle_soon, pauses
        self._offset: int | None = None
        self._username = ""
        self._unhooked = False
        self.well = False  # the last call brought an answer

    async def run(self, writer: Writer) -> None:
        """Fetch until cancelled. Raises InputError when Telegram rejects the token."""
        tries = 0
        while True:
            try:
                updates = await self._fetch()
            except CallError as error:
                self.well = False
                check_token(error)
                if not await self._unhook(error):
                    _tell(error)
                    tries = await self._wait(tries, error.after)
                continue
            self.well = True
            moved_on = await self._take(writer, updates)
            tries = 0 if moved_on else await self._wait(tries)

    async def _fetch(self) -> Sequence[Any]:
        self._username = await self._name()
        # At first, and after a failure, ask for an answer at once: it shows that Telegram is there.
        patience = _POLL_SECONDS if self.well else 0
        params: dict[str, Any] = {"timeout": patience, "allowed_updates": KINDS}
        if self._offset is not None:
            params["offset"] = self._offset
        found = await self._api.call("getUpdates", params, _POLL_SECONDS + _SPARE_SECONDS)
        if not isinstance(found, list):
            raise CallError("getUpdates: no list")
        return found

    async def _take(self, writer: Writer, updates: Sequence[Any]) -> bool:
        """Write a batch, and raise the offset after COMMIT. False: the batch would come again."""
        if arrivals := self._read(updates):
            await self._receive(writer, arrivals)
        ids = [n for raw in updates if (n := update_id(raw)) is not None]
        if ids:
            self._offset = max(ids) + 1
        return bool(ids) or not updates

    def _read(self, updates: Sequence[Any]) -> list[Arrival]:
        at = self._now()
        arrivals: list[Arrival] = []
        for raw in updates:
            found = read(raw, self._account, at, self._username)
            # The updates of the first call had waited at Telegram.
            arrivals += found if self._offset is not None else [dated(x, raw) for x in found]
        return arrivals

    async def _unhook(self, error: CallError) -> bool:
        """Delete a webhook of an earlier mode, once; whether that was done.

        A program that sets it again is reported in the log, and not fought.
        """
        if self._unhooked or error.code != CONFLICT or not error.says("webhook"):
            return False
        try:
            await self._api.call("deleteWebhook", {}, _SPARE_SECONDS)
        except CallError:
            return False
        self._unhooked = True
        log.warning(_UNHOOKED)
        return True

    async def _receive(self, writer: Writer, arrivals: list[Arrival]) -> None:
        tries = 0
        while True:
            try:
                advanced = await writer.receive(arrivals)
                break
            except StoreDown:
                log.warning("telegram.store_down", extra={"waiting": len(arrivals)})
                tries = await self._wait(tries)
        for arrival, done in zip(arrivals, advanced, strict=True):
            if token := getattr(arrival, "settle", None):
                self._settle_soon(token, done.notice)

    async def _wait(self, tries: int, seconds: float | None = None) -> int:
        least, most = self._pauses
        # Jitter keeps many processes from coming back in the same moment.
        pause = least * 2.0 ** min(tries, 16) * random.uniform(1.0, 1.5)  # noqa: S311
        await asyncio.sleep(min(most, pause) if seconds is None else seconds)
        return tries + 1


def check_token(error: CallError) -> None:
    """Raise InputError, worded for the operator, when the error means a wrong token.

    Telegram answers 404 to a token of the wrong shape and 401 to one that it does not know.
    """
    if error.code in (UNAUTHORIZED, NOT_FOUND):
        raise InputError(REJECTED) from error


def _tell(error: CallError) -> None:
    if error.code == CONFLICT:
        log.error(_HOOKED_AGAIN if error.says("webhook") else _TWO_POLLERS)
    else:
        log.warning("telegram.unreachable", extra={"why": error.text, "code": error.code})
