"""Questions of the commands to Telegram: the name of a bot, and the state of its webhook."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config.settings import AgencySettings

_SECONDS = 10.0  # of patience for one answer


def username(settings: AgencySettings, token: str) -> str | None:
    """Return the bot's name without "@"; None when Telegram cannot be reached.

    Raises InputError for a wrong token.
    """
    from bot.channels.telegram.channel import connect

    async def ask() -> str | None:
        bot = await connect(token, settings.telegram_api_url, settings.telegram_library)
        await bot.close()
        return bot.username

    # The channel's warning is meant for a log; the command explains the failure in its own words.
    logging.getLogger("bot.channels.telegram.channel").setLevel(logging.ERROR)
    return asyncio.run(ask())


def webhook(settings: AgencySettings, token: str) -> Mapping[str, Any] | None:
    """Return the answer to getWebhookInfo (Telegram Bot API) as a mapping; None when it fails."""
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
