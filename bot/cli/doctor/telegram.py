"""The findings of `skm doctor` at Telegram: each bot, and its way of getting messages.

No secret is printed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.app.telegram_bots import CITIZENS, STAFF
from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from bot.config.settings import AgencySettings

RECENT = timedelta(hours=1)  # an older failure to deliver counts as mended
TelegramFinding = tuple[str, str | None]


def findings(settings: AgencySettings) -> Iterator[TelegramFinding]:
    """Yield (what, remedy or None) for the bot of citizens and the bot of staff."""
    bots = (
        ("TELEGRAM_BOT_TOKEN", settings.telegram_bot_token, CITIZENS),
        ("TELEGRAM_STAFF_BOT_TOKEN", settings.telegram_staff_bot_token, STAFF),
    )
    for name, token, path in bots:
        if token:
            yield from _bot(settings, name, token, f"{settings.public_url}/hooks/{path}")
    if not settings.telegram_bot_token:
        yield "Tanpa Telegram (TELEGRAM_BOT_TOKEN kosong).", None


def _bot(settings: AgencySettings, name: str, token: str, hook: str) -> Iterator[TelegramFinding]:
    """Check one bot: its token, its name, and its webhook or polling."""
    from bot.cli.links.telegram_lookup import username, webhook

    try:
        known = username(settings, token)
    except InputError:
        yield f"{name} ditolak Telegram.", "Salin lagi tokennya dari @BotFather."
        return
    if known is None:
        remedy = "Periksa internet, proksi, dan TELEGRAM_API_URL."
        yield f"Telegram tidak dapat dihubungi untuk {name}.", remedy
        return
    yield f"{name}: @{known}.", None
    info = webhook(settings, token)
    if info is not None:
        yield from (_hooked(known, info, hook) if _by_hook(settings) else _polled(known, info))


def _by_hook(settings: AgencySettings) -> bool:
    return settings.telegram_mode == "webhook"


def _polled(known: str, info: Mapping[str, Any]) -> Iterator[TelegramFinding]:
    if info.get("url"):
        what = f"@{known} masih memakai webhook, jadi pesannya tidak dapat diambil."
        remedy = (
            "skm run melepasnya sendiri saat mulai. Bila terpasang lagi, hentikan program lain "
            "yang memakai token ini, atau atur TELEGRAM_MODE=webhook."
        )
        yield what, remedy


def _hooked(known: str, info: Mapping[str, Any], hook: str) -> Iterator[TelegramFinding]:
    if info.get("url") != hook:
        remedy = "Jalankan skm run dengan TELEGRAM_MODE=webhook; ia memasangnya sendiri."
        yield f"Webhook @{known} belum mengarah ke {hook}.", remedy
        return
    waiting = info.get("pending_update_count", 0)
    yield f"Webhook @{known}: {hook}, {waiting} pesan menunggu di Telegram.", None
    failed = datetime.fromtimestamp(info.get("last_error_date") or 0, UTC)
    if datetime.now(UTC) - failed < RECENT:
        said = info.get("last_error_message", "?")
        what = f"Telegram gagal mengantar ke {hook} pada {failed:%H.%M} UTC: {said}."
        yield what, "Periksa peladen web di depan, sertifikatnya, dan bahwa skm run berjalan."
