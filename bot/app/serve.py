"""`skm run`: every channel that the settings name, the pages, and the parts beside them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.app import wiring
from bot.app.assembly import open_doors
from bot.app.lifecycle import App
from bot.app.telegram_bots import open_bots
from bot.app.whatsapp_line import open_line
from bot.config.office import Office
from bot.config.prices import billed, tariff_of
from bot.config.secret_keys import secret_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.app.assembly import Doors
    from bot.app.lifecycle import AppPart
    from bot.app.telegram_bots import TelegramBots
    from bot.app.whatsapp_line import WhatsAppLine
    from bot.config.settings import Settings
    from core.ports.channel import Channel
    from core.ports.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The app of a process, ready to start, and what others may need of its parts."""

    app: App
    store: Store
    office: Office
    doors: Doors
    bots: TelegramBots
    line: WhatsAppLine


async def build(settings: Settings) -> tuple[App, list[str]]:
    """The app of this process, and what to tell the operator about it."""
    made = await gather(settings)
    return made.app, _told(settings, made.bots.link(), made.line.link())


async def gather(settings: Settings) -> Gathered:
    store = wiring.open_store(settings, sending="deliver" in settings.roles)
    load = partial(wiring.load_questionnaire, settings=settings)
    office = Office(store, load, hasil=settings.public_url)
    bots = await open_bots(settings)
    line = open_line(settings, office, store, lambda: doors.writer)
    channels: list[Channel] = [*bots.all, *line.all, *_web_channel(settings)]
    sending = "deliver" in settings.roles
    ways: Any = {"link": bots.link, "staff_bot": bots.staff_bot(), "tariff": tariff_of(settings)}
    doors = open_doors(store, office, channels, **ways, sending=sending)
    ticking = partial(wiring.clock, doors.writer, store, lambda: office.agency)
    clock = ticking() if "schedule" in settings.roles else None
    counting = partial(metrics, store, doors, line.counts, *([clock.counts] if clock else []))
    pages = _pages(settings, store, office, doors, bots, line, counting)
    app = App(
        store,
        doors.writer,
        doors.deliver if sending else None,
        channels=channels,
        pulling=[*bots.listening, *line.listening],
        parts=[*bots.parts(store, doors.writer, office), office, pages, clock],
    )
    return Gathered(app, store, office, doors, bots, line)


def _web_channel(settings: Settings) -> list[Channel]:
    if "web" not in settings.roles:
        return []
    from bot.channels.webchat import WebChannel

    return [WebChannel()]


def _pages(
    settings: Settings,
    store: Store,
    office: Office,
    doors: Doors,
    bots: TelegramBots,
    line: WhatsAppLine,
    counting: Callable[[], Mapping[str, float]],
) -> AppPart | None:
    if "web" not in settings.roles:
        return None
    from bot.config.survey_links import Ways
    from bot.desk.guest import Guest
    from bot.web import WebServer, web_app

    app = web_app(
        inbox=doors.writer,
        store=store,
        agency=lambda: office.agency,
        survey=lambda: office.survey,
        compose=doors.deliver.compose,
        secret=secret_keys(settings)[0],
        public_url=settings.public_url,
        ways=lambda: Ways(bots.username(), settings.twilio_whatsapp_from, settings.public_url),
        metrics=counting,
        channels=lambda: _well(
            {**bots.by_path, **{one.name: one for one in line.all}},
            [*bots.listening, *line.listening],
        ),
        api_token=settings.api_token,
        inviting=settings.twilio_content_invite_sid is not None,
        hooks=[*bots.hooks(doors.writer, Guest(store, office)), *line.hooks(doors.writer)],
    )
    return WebServer(app, settings.host, settings.port)


def _well(named: Mapping[str, Channel], listening: Sequence[Channel]) -> Mapping[str, bool]:
    """A channel that can tell says so; of the others nothing bad is known."""
    return {
        name: bool(getattr(one, "well", True)) for name, one in named.items() if one in listening
    }


def metrics(
    store: Store, doors: Doors, *others: Callable[[], Mapping[str, float]]
) -> Mapping[str, float]:
    """Counts of this process, and rows of the store by table and state. Nothing of a person."""
    counts = doors.writer.counts
    found = {f"writer_{name}": float(getattr(counts, name)) for name in counts.__slots__}
    found |= {f"deliver_{name}": float(n) for name, n in doors.deliver.counts.items()}
    with store.read() as reader:
        rows, ticks = reader.upkeep.counts(), reader.upkeep.job_runs()
        bills = reader.outbox.costs(f"{datetime.now(UTC):%Y-%m}")
    # The clock may live in another process: what it wrote down is told here too.
    for one in ticks:
        found[f"clock_{one.tugas}_last"] = one.terakhir.timestamp()
        found[f"clock_{one.tugas}_next"] = one.berikut.timestamp()
    found |= billed(bills)
    for more in others:
        found |= more()
    return found | {f"rows_{name.replace('.', '_')}": float(n) for name, n in rows.items()}


def _told(settings: Settings, link: str | None, wa: str | None) -> list[str]:
    rows = []
    if "web" in settings.roles:
        base = settings.public_url or f"http://{settings.host}:{settings.port}"
        rows += [f"Survei di peramban: {base}/chat", f"Hasil yang diumumkan: {base}/"]
    if link:
        rows.append(f"Survei di Telegram: https://{link}")
    elif settings.telegram_bot_token:
        rows.append("Telegram belum terjangkau; dicoba terus.")
    else:
        rows.append("Telegram belum dipakai: isi TELEGRAM_BOT_TOKEN di .env (lihat README).")
    if wa:
        rows.append(f"Survei di WhatsApp: https://{wa}")
    return [*rows, "Undang admin pertama: skm invite --role admin", "Berhenti: Ctrl+C"]
