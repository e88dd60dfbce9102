"""Telegram as a `Channel`, over either library; `connect` makes one out of a token.

`bot.app.telegram_bots` opens it; the hook at `bot.web.hooks.telegram` hands it posted updates.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.channels.layout import lay_out
from bot.channels.telegram import files as telegram_files
from bot.channels.telegram.api import OFFICIAL, Caller, CallError, outcome
from bot.channels.telegram.arrivals import posted
from bot.channels.telegram.menus import publish
from bot.channels.telegram.polling import REJECTED, Poller, check_token
from bot.channels.telegram.presses import NOTICE, Presses, settlement
from bot.channels.telegram.send_params import params_of, upload_method
from bot.channels.telegram.webhook import WebhookAddress, WebhookKeeper
from core.errors import InputError
from core.messaging.channel_limits import Caps
from core.messaging.outcomes import Later, Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.channels.layout import MessagePart
    from core.messaging.address import Address
    from core.messaging.incoming import Arrival
    from core.messaging.outcomes import Outcome
    from core.messaging.outgoing import Message, Outgoing
    from core.ports.channel import Writer


log = logging.getLogger(__name__)

CAPS = Caps(
    text=4096,
    choices=100,
    choice_label=40,  # the server takes more, an old phone does not show it
    edit=True,
    notice=NOTICE,
    quick_guard=True,
    tap_life=timedelta(seconds=150),
)
_SEND_SECONDS = 15.0
_UPLOAD_SECONDS = 24.0  # within what a send may take at all (bot.pipeline.sender.SEND_WITHIN)
_PAUSES = (0.5, 30.0)
_CANNOT_EDIT = ("to edit not found", "can't be edited", "message_id_invalid", "no text in the")


async def connect(
    token: str,
    api_url: str = OFFICIAL,
    library: str = "python-telegram-bot",
    *,
    hook: WebhookAddress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    pauses: tuple[float, float] = _PAUSES,
) -> Telegram:
    """Open the bot of this token. Without a network it opens all the same.

    `hook`: where its updates shall be posted; without one it fetches them itself.
    """
    bot_id, _, secret = token.partition(":")
    if not (bot_id.isdecimal() and secret.isascii() and secret.isprintable() and secret):
        raise InputError(REJECTED)
    api = _open(library)(token, api_url.rstrip("/"))
    channel = Telegram(api, bot_id, now, pauses, hook)
    try:
        await channel.introduce()
    except BaseException:
        await channel.close()
        raise
    return channel


def _open(library: str) -> Callable[[str, str], Caller]:
    # Only the chosen library is imported: aiogram alone costs three seconds.
    if library == "python-telegram-bot":
        from bot.channels.telegram.libraries.via_ptb import open_caller  # noqa: PLC0415

        return open_caller
    if library == "aiogram":
        from bot.channels.telegram.libraries.via_aiogram import open_caller as open_aiogram  # noqa: PLC0415

        return open_aiogram
    raise InputError(f"TELEGRAM_LIBRARY={library}: pilih python-telegram-bot atau aiogram.")


class Telegram:
    """One bot as a `Channel`."""

    name = "telegram"
    caps = CAPS

    def __init__(
        self,
        api: Caller,
        account: str,
        now: Callable[[], datetime],
        pauses: tuple[float, float] = _PAUSES,
        hook: WebhookAddress | None = None,
    ) -> None:
        self.account = account
        self.username: str | None = None
        self._api, self._now, self._pauses = api, now, pauses
        self._presses = Presses(api)
        self._throttled: dict[str, float] = {}  # chat: until when, on the monotonic clock
        self._parts_sent: dict[str, int] = {}  # of long messages whose later part failed
        self._hook_at, self._began = hook, now()
        self._source: Poller | WebhookKeeper | None = None

    async def introduce(self) -> None:
        """Ask who we are. A silent network is told in the log, a wrong token raises."""
        try:
            self.account = str((await self._ask_who())["id"])
        except CallError as error:
            check_token(error)
            log.warning("telegram.unreachable", extra={"why": error.text})

    async def _ask_who(self) -> dict[str, Any]:
        me = await self._api.call("getMe", {}, _SEND_SECONDS)
        if not isinstance(me, dict) or "id" not in me:
            raise CallError("getMe: no bot")
        self.username = str(me.get("username", ""))
        return me

    async def pull(self, writer: Writer) -> None:
        """Until cancelled: fetch updates, or keep Telegram posting them.

        What was read and not committed is not confirmed.
        """
        if self._hook_at is not None:
            self._source = hook = WebhookKeeper(self._api, self._hook_at, self._name, self._pauses)
            await hook.run()
        self._source = poller = Poller(
            self._api,
            self.account,
            self._name,
            now=self._now,
            settle_soon=self._presses.settle_soon,
            pauses=self._pauses,
        )
        await poller.run(writer)

    def read(self, body: bytes) -> list[Arrival]:
        """Read the events of one posted update (Bot API, Update), without taking them in."""
        return posted(body, self.account, self._now(), self._began, self.username)

    async def accept(self, writer: Writer, body: bytes) -> dict[str, Any] | None:
        """Take in a posted update; after COMMIT, return the call that the HTTP answer may carry."""
        arrivals = self.read(body)
        for arrival, done in zip(arrivals, await writer.receive(arrivals), strict=True):
            if token := getattr(arrival, "settle", None):
                # Telegram tells nothing of a call in an answer; this one need not succeed.
                return {"method": "answerCallbackQuery", **settlement(token, done.notice)}
        return None

    @property
    def well(self) -> bool:
        """True while Telegram answers getUpdates or has taken our webhook; /readyz tells it."""
        return self._source is not None and self._source.well

    async def publish(
        self, scope: Mapping[str, Any], language: str, menu: Sequence[tuple[str, str]]
    ) -> bool:
        """Offer these commands in a scope and language (setMyCommands). Raises `CallError`."""
        return await publish(self._api, scope, language, menu)

    async def _name(self) -> str:
        if self.username is None:
            await self._ask_who()
        return self.username or ""

    async def send(self, row: Outgoing, message: Message) -> Outcome:
        """Send a message by one call; several for a text over 4096 units or an edit that fails."""
        parts = lay_out(message, CAPS.text)
        done = min(self._parts_sent.pop(row.id, 0), len(parts) - 1)
        provider_id: str | None = None
        # A message with a file is always a new one: an edited text would stay above, unseen.
        edited = None if message.document else row.replace
        for number, part in enumerate(parts[done:], done):
            try:
                provider_id = await self._put(row.to, part, None if number else edited)
            except CallError as error:
                if number:
                    self._parts_sent[row.id] = number
                return self._paced(outcome(error, row.to), row.to.chat)
        return Sent(provider_id)

    async def _put(self, to: Address, part: MessagePart, replace: str | None) -> str | None:
        params = params_of(to, part)
        if (upload := upload_method(part)) is not None:  # no edit turns words into a file
            return await self._post(upload, params, _UPLOAD_SECONDS)
        # An edit cannot ask for a typed reply: such a question is a message of its own.
        if replace is None or not replace.isdecimal() or part.hint:
            return await self._post("sendMessage", params)
        try:
            edit = {**params, "message_id": int(replace)}
            for fresh in ("message_thread_id", "reply_parameters"):  # an edit stays where it is
                edit.pop(fresh, None)
            return await self._post("editMessageText", edit) or replace
        except CallError as error:
            if error.says("not modified"):
                return replace
            if not error.says(*_CANNOT_EDIT):
                raise
            return await self._post("sendMessage", params)

    async def _post(
        self, method: str, params: dict[str, Any], seconds: float | None = None
    ) -> str | None:
        result = await self._api.call(method, params, seconds or _SEND_SECONDS)
        return str(result["message_id"]) if isinstance(result, dict) else None

    def _paced(self, result: Outcome, chat: str) -> Outcome:
        """The server does not say whom a 429 means; three chats at once mean the whole bot."""
        if not isinstance(result, Later) or result.scope == "account":
            return result
        now = time.monotonic()
        self._throttled = {who: end for who, end in self._throttled.items() if end > now}
        others = self._throttled.keys() - {chat}
        self._throttled[chat] = now + result.after
        return Later(result.after, "account") if len(others) > 1 else result

    async def settle(self, token: str, notice: str | None) -> None:
        await self._presses.settle(token, notice)

    async def fetch(self, ref: str, limit: int) -> bytes:
        return await telegram_files.fetch(self._api, ref, limit)

    async def close(self) -> None:
        await self._presses.close()
        await self._api.close()
