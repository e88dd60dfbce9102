"""The Telegram bots of this process: which there are, how updates come, what links to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiohttp import web

    from bot.app.lifecycle import AppPart
    from bot.channels.telegram.channel import Telegram
    from bot.channels.telegram.webhook import HookAt
    from bot.config.office import Office
    from bot.config.settings import Settings
    from bot.desk.guest import Guest
    from bot.desk.registry import Registry
    from bot.desk.two_bots import StaffBot
    from core.ports.channel import Writer
    from core.ports.store import Store

WARGA, STAF = "telegram", "telegram/staff"  # also the ends of their hooks' paths


@dataclass(frozen=True, slots=True)
class TelegramBots:
    """By the end of the hook's path; empty where no token is set."""

    settings: Settings
    by_path: Mapping[str, Telegram]

    @property
    def all(self) -> Sequence[Telegram]:
        return [*self.by_path.values()]

    @property
    def listening(self) -> Sequence[Telegram]:
        """Those whose updates come to this process: fetched, or posted to its pages."""
        role = "web" if self.settings.telegram_mode == "webhook" else "poll"
        return self.all if role in self.settings.roles else []

    def hooks(self, writer: Writer, guest: Guest) -> list[web.RouteDef]:
        """Open wherever a secret is set: another host's bot may post to them as well."""
        secret = self.settings.telegram_webhook_secret
        if not secret or "web" not in self.settings.roles:
            return []
        from bot.web.hooks.telegram import telegram_hook

        return [
            telegram_hook(f"/hooks/{path}", bot, writer, secret, guest)
            for path, bot in self.by_path.items()
        ]

    def staff_bot(self) -> StaffBot | None:
        bot = self.by_path.get(STAF)
        if bot is None:
            return None
        from bot.desk.two_bots import StaffBot

        return StaffBot(bot.account, partial(_link, bot))

    def parts(
        self, store: Store, writer: Writer, office: Office, registry: Registry
    ) -> list[AppPart]:
        """What runs beside: one process alone fetches, and all know for how long nobody did."""
        listening = self.listening
        if not listening:
            return []
        from bot.app.background.command_menus import Menus
        from bot.app.background.missed_updates import MissedUpdates
        from bot.app.background.polling_lease import Leases
        from bot.app.background.staff_bot_notice import Moving

        polled = [] if self.settings.telegram_mode == "webhook" else listening
        parts: list[AppPart] = [
            Leases(store, writer, [bot.account for bot in polled]),
            MissedUpdates(store, writer, listening),
        ]
        staff = self.staff_bot()
        parts.append(Menus(store, office, registry, listening, staff.account if staff else None))
        if staff:
            parts.append(Moving(store, writer, office, staff))
        return parts

    def username(self) -> str | None:
        """Of the bot for citizens."""
        return _name(self.by_path.get(WARGA))

    def link(self) -> str | None:
        """The way to the survey."""
        return _link(self.by_path.get(WARGA))


async def open_bots(settings: Settings) -> TelegramBots:
    """The library is imported only when there is a bot."""
    tokens = {WARGA: settings.telegram_bot_token, STAF: settings.telegram_staff_bot_token}
    made: dict[str, Telegram] = {}
    for path, token in tokens.items():
        if token:
            made[path] = await _open(settings, token, path)
    return TelegramBots(settings, made)


async def _open(settings: Settings, token: str, path: str) -> Telegram:
    from bot.channels.telegram.channel import connect

    return await connect(
        token,
        api_url=settings.telegram_api_url,
        library=settings.telegram_library,
        hook=_hook(settings, path),
    )


def _hook(settings: Settings, path: str) -> HookAt | None:
    if settings.telegram_mode != "webhook":
        return None
    from bot.channels.telegram.webhook import HookAt

    return HookAt(f"{settings.public_url}/hooks/{path}", settings.telegram_webhook_secret or "")


def _link(bot: Telegram | None) -> str | None:
    name = _name(bot)
    return f"t.me/{name}" if name else None


def _name(bot: Telegram | None) -> str | None:
    return bot.username if bot else None
