"""`WhatsAppLine`: the WhatsApp number of this process, its Twilio hooks and its link.

`open_service` opens the line; every method gives nothing where the settings name no sender.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.desk.citizen.typing_hints import ways

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aiohttp import web

    from bot.channels.whatsapp.channel import WhatsApp
    from bot.config.office import Office
    from bot.config.settings import AgencySettings
    from bot.web.hooks.lent_files import LentFileLinks
    from core.ports.channel import Writer
    from core.ports.store import Store


@dataclass(frozen=True, slots=True)
class WhatsAppLine:
    """The office's number at Twilio; without a `channel` no sender is set."""

    agency: AgencySettings
    roles: frozenset[str]  # of this process
    channel: WhatsApp | None = None
    links: LentFileLinks | None = (
        None  # lends Twilio our pictures and files; None without a public URL
    )

    @property
    def channels(self) -> Sequence[WhatsApp]:
        return [self.channel] if self.channel else []

    @property
    def receiving(self) -> Sequence[WhatsApp]:
        """The line, in the process that polls: it looks for messages that no webhook brought."""
        return self.channels if "poll" in self.roles else []

    def hooks(self, writer: Writer) -> Sequence[web.RouteDef]:
        """The routes that Twilio posts to, and the route from which it fetches our files."""
        if self.channel is None:
            return []
        from bot.web.hooks.twilio import TwilioHook

        hook = TwilioHook(
            writer,
            token=self.agency.twilio_auth_token or "",
            sender=self.channel.account,
            public_url=self.agency.public_url or "",
            shared_key_secret=self.agency.twilio_shared_key_secret,
            noticed=self.channel.reconciler.noticed,
        )
        return [*hook.routes(), *(self.links.routes() if self.links else ())]

    def counts(self) -> Mapping[str, float]:
        """For /metrics: messages that no webhook brought, and whether Twilio answers (1 or 0)."""
        if self.channel is None:
            return {}
        found, well = self.channel.reconciler.found, self.channel.well
        return {"whatsapp_reconciled": float(found), "whatsapp_well": float(well)}

    def link(self) -> str | None:
        """`wa.me/<number>`, which opens a chat with the office; None without a sender."""
        return f"wa.me/{self.channel.account.lstrip('+')}" if self.channel else None


def open_line(
    agency: AgencySettings,
    roles: frozenset[str],
    office: Office,
    store: Store,
    writer: Callable[[], Writer],
) -> WhatsAppLine:
    """Open the line by the settings. Without an account of Twilio nothing of Twilio is imported.

    `writer` is called when a file is lent: the channel is made before the writer is.
    """
    if not (agency.twilio_account_sid and agency.twilio_auth_token):
        return WhatsAppLine(agency, roles)
    from bot.channels.whatsapp.channel import KeptContent, PublicSide, WhatsApp
    from bot.channels.whatsapp.twilio_client import TwilioClient

    templates = {
        "digest": agency.twilio_content_digest_sid,
        "invite": agency.twilio_content_invite_sid,
    }
    known = {name: sid for name, sid in templates.items() if sid}
    links = _links(agency, store, writer)
    channel = WhatsApp(
        TwilioClient(agency.twilio_account_sid, agency.twilio_auth_token, agency.twilio_api_url),
        agency.twilio_whatsapp_from or "",
        how_to_answer=lambda: ways(office.texts),
        content=KeptContent(agency.twilio_content_list_sid, known),
        public=PublicSide(agency.public_url, links.publish if links else None),
    )
    return WhatsAppLine(agency, roles, channel, links)


def _links(
    agency: AgencySettings, store: Store, writer: Callable[[], Writer]
) -> LentFileLinks | None:
    if not agency.public_url:
        return None
    from bot.web.hooks.lent_files import LentFileLinks

    return LentFileLinks(agency.public_url.partition("#")[0].rstrip("/"), writer, store)
