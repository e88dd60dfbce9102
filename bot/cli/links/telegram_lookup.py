"""What the upkeep commands ask Telegram: who a bot is, and where its messages go."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config.settings import AgencySettings

_SECONDS = 10.0


def username(settings: AgencySettings, token: str) -> str | None:
    """The bot's name; None when Telegram cannot be reached. Raises InputError: wrong token."""
    from bot.channels.telegram.channel import connect

    async def ask() -> str | None:
        bot = await connect(token, settings.telegram_api_url, settings.telegram_library)
        await bot.close()
        return bot.username

    # Its warning is for a log; here the command itself tells what it means.
    logging.getLogger("bot.channels.telegram.channel").setLevel(logging.ERROR)
    return asyncio.run(ask())


def webhook(settings: AgencySettings, token: str) -> Mapping[str, Any] | None:
    """What Telegram knows of this bot's webhook; None when that cannot be learnt."""
    from bot.channels.telegram.api import CallError
    from bot.channels.telegram.libraries.via_ptb import open_caller

    async def ask() -> Mapping[str, Any] | None:
        api = open_caller(token, settings.telegram_api_url)
        try:
            told = await api.call("getWebhookInfo", {}, _SECONDS)
        except CallError:
            return None
        finally:
            await api.close()
        return told if isinstance(told, dict) else None

    return asyncio.run(ask())
