"""The links into the survey that this installation has, for `skm poster` and `skm token`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.cli import say
from bot.config.survey_links import BOT_NAME, SurveyLinks
from core.errors import InputError

if TYPE_CHECKING:
    from bot.config.settings import AgencySettings


def ways(settings: AgencySettings, telegram: str | None) -> SurveyLinks:
    """Return the channels that are set up, as far as they are known now.

    `telegram`: name or link of the bot, for a table without network; None: Telegram is asked.
    Raises InputError for a name that is no bot's.
    """
    found = SurveyLinks(whatsapp=settings.twilio_whatsapp_from, web=settings.public_url)
    if telegram:
        name = telegram.removeprefix("https://t.me/").removeprefix("@")
        if not BOT_NAME.fullmatch(name):
            raise InputError("Isi --telegram dengan nama bot, misalnya skm_contoh_bot.")
        return replace(found, telegram=name)
    if settings.telegram_bot_token is None:
        return found
    from bot.cli.links.telegram_lookup import username

    name = username(settings, settings.telegram_bot_token) or ""
    if not name:
        say("Telegram tidak terjangkau, jadi dilewati. Sebut nama botnya: --telegram NAMA")
    return replace(found, telegram=name or None)
