"""The WhatsApp line of this process: its sender, where Twilio posts to it, what links to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.desk.citizen.typing_hints import ways

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aiohttp import web

    from bot.channels.whatsapp.channel import WhatsApp
    from bot.config.office import Office
    from bot.config.settings import Settings
    from bot.web.hooks.lent_files import Links
    from core.ports.channel import Writer
    from core.ports.store import Store


@dataclass(frozen=True, slots=True)
class WhatsAppLine:
    """Empty where the settings name no sender."""

    settings: Settings
    channel: WhatsApp | None = None
    links: Links | None = None  # where it fetches what we send along

    @property
    def all(self) -> Sequence[WhatsApp]:
        return [self.channel] if self.channel else []

    @property
    def listening(self) -> Sequence[WhatsApp]:
        """Whoever looks through the list for what no webhook brought."""
        return self.all if "poll" in self.settings.roles else []

    def hooks(self, writer: Writer) -> Sequence[web.RouteDef]:
        if self.channel is None:
            return []
        from bot.web.hooks.twilio import TwilioHook

        hook = TwilioHook(
            writer,
            token=self.settings.twilio_auth_token or "",
            sender=self.channel.account,
            public_url=self.settings.public_url or "",
            shared=self.settings.twilio_shared_key_secret,
            noticed=self.channel.reconciler.noticed,
        )
        return [*hook.routes(), *(self.links.routes() if self.links else ())]

    def counts(self) -> Mapping[str, float]:
        """For /metrics: what webhooks did not bring, and whether Twilio answers."""
        if self.channel is None:
            return {}
        found, well = self.channel.reconciler.found, self.channel.well
        return {"whatsapp_reconciled": float(found), "whatsapp_well": float(well)}

    def link(self) -> str | None:
        """What a phone opens to write to us."""
        return f"wa.me/{self.channel.account.lstrip('+')}" if self.channel else None


def open_line(
    settings: Settings, office: Office, store: Store, writer: Callable[[], Writer]
) -> WhatsAppLine:
    """Nothing of Twilio is imported without a sender."""
    if not (settings.twilio_account_sid and settings.twilio_auth_token):
        return WhatsAppLine(settings)
    from bot.channels.whatsapp.api import TwilioApi
    from bot.channels.whatsapp.channel import WhatsApp

    account = (settings.twilio_account_sid, settings.twilio_auth_token)
    templates = {
        "digest": settings.twilio_content_digest_sid,
        "invite": settings.twilio_content_invite_sid,
    }
    links = _links(settings, store, writer)
    channel = WhatsApp(
        TwilioApi(*account, settings.twilio_api_url),
        settings.twilio_whatsapp_from or "",
        cara=lambda: ways(office.texts),
        public_url=settings.public_url,
        list_sid=settings.twilio_content_list_sid,
        templates={name: sid for name, sid in templates.items() if sid},
        publish=links.publish if links else None,
    )
    return WhatsAppLine(settings, channel, links)


def _links(settings: Settings, store: Store, writer: Callable[[], Writer]) -> Links | None:
    if not settings.public_url:
        return None
    from bot.web.hooks.lent_files import Links

    public = settings.public_url.partition("#")[0].rstrip("/")
    return Links(public, writer, store)
