"""`TelegramBots`: the Telegram bots of this process, one for citizens and perhaps one for staff.

`open_service` opens them and asks them for their channels, hooks, background parts and links.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiohttp import web

    from bot.app.assembly import Assembly
    from bot.app.lifecycle import AppPart
    from bot.channels.telegram.channel import Telegram
    from bot.channels.telegram.webhook import WebhookAddress
    from bot.config.settings import AgencySettings
    from bot.desk.guest import Guest
    from bot.desk.two_bots import StaffBot
    from core.ports.channel import Writer

CITIZENS, STAFF = "telegram", "telegram/staff"  # keys of bots, and ends of their hooks' paths


@dataclass(frozen=True, slots=True)
class TelegramBots:
    """The bots by the end of their hook's path; empty where no token is set."""

    agency: AgencySettings
    roles: frozenset[str]  # of this process
    by_path: Mapping[str, Telegram]

    @property
    def channels(self) -> Sequence[Telegram]:
        return [*self.by_path.values()]

    @property
    def receiving(self) -> Sequence[Telegram]:
        """The bots whose updates come to this process, fetched or posted to its pages.

        With TELEGRAM_MODE=webhook that is the process with the role `web`, otherwise `poll`.
        """
        role = "web" if self.agency.telegram_mode == "webhook" else "poll"
        return self.channels if role in self.roles else []

    def hooks(self, writer: Writer, guest: Guest) -> list[web.RouteDef]:
        """The route of each bot for `setWebhook`; none without a secret or the role `web`.

        They are open in polling mode too: another program's bot may hand updates on to them.
        """
        secret = self.agency.telegram_webhook_secret
        if not secret or "web" not in self.roles:
            return []
        from bot.web.hooks.telegram import telegram_hook

        return [
            telegram_hook(f"/hooks/{path}", bot, writer, secret, guest)
            for path, bot in self.by_path.items()
        ]

    def staff_bot(self) -> StaffBot | None:
        """The second bot, for staff; None where the settings name none."""
        bot = self.by_path.get(STAFF)
        if bot is None:
            return None
        from bot.desk.two_bots import StaffBot

        return StaffBot(bot.account, partial(_link, bot))

    def parts(self, house: Assembly) -> list[AppPart]:
        """The background parts of the bots that receive here, in the order of their start.

        `PollingLeases` lets one process alone fetch, `MissedUpdates` knows for how long nobody did,
        `CommandMenus` publishes commands, `StaffBotNotice` tells staff of their own bot.
        """
        receiving, store, writer = self.receiving, house.store, house.writer
        if not receiving:
            return []
        from bot.app.background.command_menus import CommandMenus
        from bot.app.background.missed_updates import MissedUpdates
        from bot.app.background.polling_lease import PollingLeases
        from bot.app.background.staff_bot_notice import StaffBotNotice

        polled = [] if self.agency.telegram_mode == "webhook" else receiving
        parts: list[AppPart] = [
            PollingLeases(store, writer, [bot.account for bot in polled]),
            MissedUpdates(store, writer, receiving),
        ]
        staff = self.staff_bot()
        account = staff.account if staff else None
        parts.append(CommandMenus(store, house.office, house.registry, receiving, account))
        if staff:
            parts.append(StaffBotNotice(store, writer, house.office, staff))
        return parts

    def username(self) -> str | None:
        """The name of the bot for citizens, without @; None without a bot or before `getMe`."""
        return _name(self.by_path.get(CITIZENS))

    def link(self) -> str | None:
        """`t.me/<name>` of the bot for citizens; None while its name is unknown."""
        return _link(self.by_path.get(CITIZENS))


async def open_bots(agency: AgencySettings, roles: frozenset[str]) -> TelegramBots:
    """Connect to each bot whose token is set. The bot library is imported only then.

    Raises InputError when Telegram rejects a token; without a network the bots open all the same.
    """
    tokens = {CITIZENS: agency.telegram_bot_token, STAFF: agency.telegram_staff_bot_token}
    made: dict[str, Telegram] = {}
    for path, token in tokens.items():
        if token:
            made[path] = await _open(agency, token, path)
    return TelegramBots(agency, roles, made)


async def _open(agency: AgencySettings, token: str, path: str) -> Telegram:
    from bot.channels.telegram.channel import connect

    return await connect(
        token,
        api_url=agency.telegram_api_url,
        library=agency.telegram_library,
        hook=_hook(agency, path),
    )


def _hook(agency: AgencySettings, path: str) -> WebhookAddress | None:
    if agency.telegram_mode != "webhook":
        return None
    from bot.channels.telegram.webhook import WebhookAddress

    return WebhookAddress(f"{agency.public_url}/hooks/{path}", agency.telegram_webhook_secret or "")


def _link(bot: Telegram | None) -> str | None:
    name = _name(bot)
    return f"t.me/{name}" if name else None


def _name(bot: Telegram | None) -> str | None:
    return bot.username if bot else None
