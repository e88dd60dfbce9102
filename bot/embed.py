"""The survey inside another program's Telegram bot, in that program's process; see docs/embed.md.

The host (the other program) fetches the updates and offers each one to `Survey.take`; the survey's
own messages leave by the same bot token. So the host's way of fetching decides which updates a
crash may lose; the route `/hooks/telegram` of a separate `skm run` promises more.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from bot.app.serve import open_service
from bot.config.settings import Settings
from bot.desk.guest import Guest
from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiogram import Router
    from telegram.ext import BaseHandler

    from bot.app.serve import Service
    from bot.channels.telegram.channel import Telegram

ROLES = frozenset({"deliver", "schedule"})  # of this process when SKM_ROLES is not set


class Survey:
    """Everything that `skm run` starts, except fetching updates.

    The host calls `open`, `start`, `take` for every update, and `stop`, all in one event loop.
    """

    def __init__(self, service: Service, bot: Telegram) -> None:
        """Called by `open`, which a host uses instead.

        `bot`: the bot whose token the host shares.
        """
        house = service.house
        self._app, self._writer, self._bot = service.app, house.writer, bot
        self._guest = Guest(house.store, house.office, house.registry)

    @classmethod
    async def open(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Open store and bots by the settings, without starting anything yet.

        `environ`: names and values of the settings as in `.env.example`; None reads `os.environ`.
        Without `SKM_ROLES` the process delivers and schedules, and serves no web pages; with it,
        the roles named there apply, less `poll`, for the host fetches the updates.

        Raises InputError when a setting is wrong, TELEGRAM_BOT_TOKEN is missing, or no agency was
        set up; the message is a sentence in Indonesian for the operator.
        """
        told = os.environ if environ is None else environ
        settings = Settings.read(told)
        if not settings.agency.telegram_bot_token:
            raise InputError("Isi TELEGRAM_BOT_TOKEN dengan token bot yang menjadi tuan rumah.")
        roles = settings.process.roles - {"poll"} if told.get("SKM_ROLES") else ROLES
        process = replace(settings.process, roles=roles)
        service = await open_service(replace(settings, process=process))
        return cls(service, service.bots.channels[0])

    async def start(self) -> None:
        """Start writing, sending and the jobs of the clock, in the running event loop.

        When one part fails, its error is raised and the parts that had started are stopped.
        """
        await self._app.start()

    async def stop(self) -> None:
        """Stop within ten seconds: send the leased messages, keep the others for the next start."""
        await self._app.stop()

    async def take(self, update: Mapping[str, Any]) -> bool:
        """Offer one raw update: a mapping, the Bot API's `Update` object as parsed JSON.

        Returns True when the update was for the survey alone and has been committed: the host need
        not handle it. Returns False when the host shall handle it; news that concern both, such as
        a blocked bot or the word `berhenti`, are then taken in as well. A pressed button of the
        survey is answered by `answerCallbackQuery` before this method returns.

        Raises StoreDown while the database is away: nothing was taken, and the host may offer the
        same update again. An update that is offered twice counts once.
        """
        body = json.dumps(update).encode()
        taken = await self._guest.offer(self._bot, self._writer, body)
        if taken.method:
            await self._bot.settle(taken.method["callback_query_id"], taken.method.get("text"))
        return taken.ours


def aiogram_router(survey: Survey, *, name: str = "survey") -> Router:
    """Make an aiogram router that offers the survey each update which the host's bot receives.

    Include it by `Dispatcher.include_router` before the host's own routers: the first handler that
    matches ends the search. The router watches `message`, `callback_query` and `my_chat_member`,
    the kinds of update that the survey reads. StoreDown leaves the filter as an exception, which
    aiogram reports to the host's error handlers.

    `name` names the router in aiogram's log.
    """
    from aiogram import Router  # noqa: PLC0415 - importing aiogram takes three seconds
    from aiogram.types import TelegramObject, Update  # noqa: PLC0415

    router = Router(name=name)

    async def is_ours(_event: TelegramObject, event_update: Update) -> bool:
        raw = event_update.model_dump(mode="json", exclude_none=True, by_alias=True)
        return await survey.take(raw)

    async def done(_event: TelegramObject) -> None:
        """Do nothing: the filter `is_ours` has taken the update in already."""

    for observer in (router.message, router.callback_query, router.my_chat_member):
        observer.register(done, is_ours)
    return router


def ptb_handlers(survey: Survey) -> list[BaseHandler[Any, Any, Any]]:
    """Make the handlers by which python-telegram-bot offers each update to the survey.

    Add them by `Application.add_handlers(…, group=-1)`: a group of their own that runs before the
    host's handlers. An update that was for the survey raises ApplicationHandlerStop, so that no
    later group sees it. StoreDown reaches the host's error handlers.
    """
    from telegram import Update  # noqa: PLC0415
    from telegram.ext import ApplicationHandlerStop, TypeHandler  # noqa: PLC0415

    async def offer(update: Update, _context: Any) -> None:
        if await survey.take(update.to_dict()):
            raise ApplicationHandlerStop

    return [TypeHandler(Update, offer)]
