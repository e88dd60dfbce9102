"""The survey inside another program's Telegram bot, in its process; see docs/embed.md.

The host fetches the updates and hands them on; what the survey says leaves by the same token. So
the host's way of fetching decides what a crash may lose: `/hooks/telegram` promises more.
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

ROLES = frozenset({"deliver", "schedule"})  # no pages, unless SKM_ROLES asks for them


class Survey:
    """All that `skm run` is, but for fetching updates. Start and stop it in the host's loop."""

    def __init__(self, service: Service, bot: Telegram) -> None:
        house = service.house
        self._app, self._writer, self._bot = service.app, house.writer, bot
        self._guest = Guest(house.store, house.office, house.registry)

    @classmethod
    async def open(cls, environ: Mapping[str, str] | None = None) -> Self:
        """By the settings of the environment. Raises InputError where they are wrong."""
        told = os.environ if environ is None else environ
        settings = Settings.read(told)
        if not settings.agency.telegram_bot_token:
            raise InputError("Isi TELEGRAM_BOT_TOKEN dengan token bot yang menjadi tuan rumah.")
        roles = settings.process.roles - {"poll"} if told.get("SKM_ROLES") else ROLES
        process = replace(settings.process, roles=roles)
        service = await open_service(replace(settings, process=process))
        return cls(service, service.bots.channels[0])

    async def start(self) -> None:
        await self._app.start()

    async def stop(self) -> None:
        """Within ten seconds: what is leased is sent, the rest is kept."""
        await self._app.stop()

    async def take(self, update: Mapping[str, Any]) -> bool:
        """Offer it a raw update. True, after COMMIT: it was for the survey, the host need not act.

        Raises StoreDown while the database is away: then nothing was taken.
        """
        body = json.dumps(update).encode()
        taken = await self._guest.offer(self._bot, self._writer, body)
        if taken.method:
            await self._bot.settle(taken.method["callback_query_id"], taken.method.get("text"))
        return taken.ours


def aiogram_router(survey: Survey, *, name: str = "survey") -> Router:
    """For `Dispatcher.include_router`, before the host's own: the first that matches wins."""
    from aiogram import Router  # noqa: PLC0415 - three seconds, paid by those who use it
    from aiogram.types import TelegramObject, Update  # noqa: PLC0415

    router = Router(name=name)

    async def is_ours(_event: TelegramObject, event_update: Update) -> bool:
        raw = event_update.model_dump(mode="json", exclude_none=True, by_alias=True)
        return await survey.take(raw)

    async def done(_event: TelegramObject) -> None:
        """It was taken in by the filter already."""

    for observer in (router.message, router.callback_query, router.my_chat_member):
        observer.register(done, is_ours)
    return router


def ptb_handlers(survey: Survey) -> list[BaseHandler[Any, Any, Any]]:
    """For `Application.add_handlers(…, group=-1)`: a group of its own, before the host's."""
    from telegram import Update  # noqa: PLC0415
    from telegram.ext import ApplicationHandlerStop, TypeHandler  # noqa: PLC0415

    async def offer(update: Update, _context: Any) -> None:
        if await survey.take(update.to_dict()):
            raise ApplicationHandlerStop

    return [TypeHandler(Update, offer)]
