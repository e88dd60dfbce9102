"""`Service`: everything of an agency that runs in one process, by its settings and roles.

`skm run` starts one; `bot.embed.Survey` starts one without the role `poll`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.app import wiring
from bot.app.assembly import assemble, open_office
from bot.app.lifecycle import App
from bot.app.metrics import metrics
from bot.app.telegram_bots import open_bots
from bot.app.whatsapp_line import open_line
from bot.config.prices import tariff_of
from bot.config.secret_keys import secret_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.app.assembly import Assembly
    from bot.app.lifecycle import AppPart
    from bot.app.telegram_bots import TelegramBots
    from bot.app.whatsapp_line import WhatsAppLine
    from bot.config.office import Office
    from bot.config.settings import Settings
    from core.ports.channel import Channel
    from core.ports.store import Store


@dataclass(frozen=True, slots=True)
class Service:
    """A process that is ready to start: `app` starts it, the other fields are parts to ask."""

    app: App
    house: Assembly
    bots: TelegramBots
    line: WhatsAppLine


async def open_service(settings: Settings) -> Service:
    """Open the channels that the settings name, the web pages, and the parts beside them.

    Nothing is started: call `app.start` or `app.run_until_signal`. Raises InputError where a
    setting or the agency's data are wrong, StoreDown where the database cannot be reached; the
    store is closed again then.
    """
    store, office = open_office(settings.agency, sending="deliver" in settings.process.roles)
    try:
        return await _service(settings, store, office)
    except BaseException:
        store.close()
        raise


async def _service(settings: Settings, store: Store, office: Office) -> Service:
    agency, roles = settings.agency, settings.process.roles
    sending = "deliver" in roles
    bots = await open_bots(agency, roles)
    line = open_line(agency, roles, office, store, lambda: house.writer)
    channels: list[Channel] = [*bots.channels, *line.channels, *_web_channel(roles)]
    house = assemble(
        store,
        office,
        channels,
        survey_link=bots.link,
        staff_bot=bots.staff_bot(),
        sending=sending,
        tariff=tariff_of(agency),
    )
    ticking = partial(wiring.clock, house.writer, store, lambda: office.agency)
    clock = ticking() if "schedule" in roles else None
    figures = partial(metrics, house, line.counts, *([clock.counts] if clock else []))
    pages = _pages(settings, house, bots, line, figures)
    app = App(
        store,
        house.writer,
        house.dispatcher if sending else None,
        channels=channels,
        pulling=[*bots.receiving, *line.receiving],
        parts=[*bots.parts(house), office, pages, clock],
    )
    return Service(app, house, bots, line)


def _web_channel(roles: frozenset[str]) -> list[Channel]:
    if "web" not in roles:
        return []
    from bot.channels.webchat import WebChannel

    return [WebChannel()]


def _pages(
    settings: Settings,
    house: Assembly,
    bots: TelegramBots,
    line: WhatsAppLine,
    figures: Callable[[], Mapping[str, float]],
) -> AppPart | None:
    agency, process, office = settings.agency, settings.process, house.office
    if "web" not in process.roles:
        return None
    from bot.config.survey_links import SurveyLinks
    from bot.desk.guest import Guest
    from bot.web.app import WebServer, web_app
    from bot.web.parts import HealthSources, WebParts, WebTerms

    app = web_app(
        WebParts(
            house.writer,
            house.store,
            agency=lambda: office.agency,
            survey=lambda: office.survey,
            compose=house.dispatcher.compose,
        ),
        WebTerms(
            secret_keys(agency)[0],
            agency.public_url,
            ways=lambda: SurveyLinks(
                bots.username(), agency.twilio_whatsapp_from, agency.public_url
            ),
            api_token=agency.api_token,
            inviting=agency.twilio_content_invite_sid is not None,
        ),
        HealthSources(figures, partial(_health, bots, line)),
        hooks=[
            *bots.hooks(house.writer, Guest(house.store, office, house.registry)),
            *line.hooks(house.writer),
        ],
    )
    return WebServer(app, process.host, process.port)


def _health(bots: TelegramBots, line: WhatsAppLine) -> Mapping[str, bool]:
    """Whether each channel that receives here is well; a channel without `well` counts as well."""
    named: dict[str, Channel] = {**bots.by_path, **{one.name: one for one in line.channels}}
    receiving = [*bots.receiving, *line.receiving]
    return {
        name: bool(getattr(one, "well", True)) for name, one in named.items() if one in receiving
    }


def announcement(settings: Settings, service: Service) -> Sequence[str]:
    """The lines that `skm run` prints at its start, in Indonesian for the operator.

    They say where the survey is found on each channel, and which command may come next.
    """
    agency, process, rows = settings.agency, settings.process, []
    if "web" in process.roles:
        base = agency.public_url or f"http://{process.host}:{process.port}"
        rows += [f"Survei di peramban: {base}/chat", f"Hasil yang diumumkan: {base}/"]
    if link := service.bots.link():
        rows.append(f"Survei di Telegram: https://{link}")
    elif agency.telegram_bot_token:
        rows.append("Telegram belum terjangkau; dicoba terus.")
    else:
        rows.append("Telegram belum dipakai: isi TELEGRAM_BOT_TOKEN di .env (lihat README).")
    if wa := service.line.link():
        rows.append(f"Survei di WhatsApp: https://{wa}")
    return [*rows, "Undang admin pertama: skm invite --role admin", "Berhenti: Ctrl+C"]
