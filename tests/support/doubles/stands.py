"""Stands, one for every implementation of the channel port before its double: send, see, break."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.terminal import Terminal
from bot.channels.webchat import WebChannel, address_of, chat_of
from core.messaging.outgoing import Draft
from tests.bot.web.web_browser import Browser
from tests.bot.web.web_house import House
from tests.support.doubles.phones import LOOKALIKES
from tests.support.doubles.telegram import telegram_fakes, telegram_rules
from tests.support.doubles.twilio import twilio_fakes, twilio_world

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
CITIZENS = "+6281200000001"
LOST, THROTTLED, ILL, ILL_AFTER, GONE, CONTENT = (
    "lost", "throttled", "ill", "ill after", "gone", "content",
)  # fmt: skip


class Stand:
    """One channel and one person who looks at it."""

    calls = 0  # to a provider that sends

    def __init__(self, channel, inbox=None):
        self.channel, self.inbox = channel, inbox or telegram_fakes.FakeWriter()

    async def put(self, message, **_):
        """Send the message to the person; the outcome."""
        return await self.channel.send(self.row(message), message)

    async def seen(self):
        """All that the person sees now, as text; files and pictures by name or size."""
        raise NotImplementedError

    def break_(self, what):
        """Order the fault `what`, one of the names above, for the next call."""
        raise NotImplementedError

    async def offer(self, raw):
        """Deliver bytes that nobody of sound mind would send."""
        raise NotImplementedError


TELEGRAM_FAULTS = {
    LOST: telegram_rules.Fault(work=True, lost=True),
    THROTTLED: telegram_rules.throttle(7),
    ILL: telegram_rules.Fault(502, body=b"<html>Bad Gateway</html>"),
    ILL_AFTER: telegram_rules.Fault(500, work=True),
    GONE: telegram_rules.Fault(403, "Forbidden: bot was blocked by the user"),
    CONTENT: telegram_rules.Fault(400, "Bad Request: message text is empty"),
}


class TelegramStand(Stand):
    """The Telegram channel before its double."""

    calls = property(lambda self: self.world.count("sendMessage"))

    def __init__(self, world, channel):
        super().__init__(channel)
        self.world, self.user = world, world.user(77)
        self.user.send("/start")

    def row(self, message):
        return telegram_fakes.row_to(77, message)

    def break_(self, what):
        self.world.fault("sendMessage", TELEGRAM_FAULTS[what])

    async def seen(self):
        return [
            "\n".join((one.text, *one.buttons, *map(str, filter(None, (one.photo, one.document)))))
            for one in self.user.screen
        ]

    async def offer(self, raw):
        await self.channel.accept(self.inbox, raw)


WHATSAPP_FAULTS = {
    LOST: twilio_world.Fault(lost=True, work=True),
    THROTTLED: twilio_world.Fault(status=429, code=20429, after=7),
    ILL: twilio_world.Fault(status=502),
    ILL_AFTER: twilio_world.Fault(status=503, work=True),
    GONE: twilio_world.Fault(status=400, code=21610),
    CONTENT: twilio_world.Fault(status=400, code=21617),
}


class WhatsAppStand(Stand):
    """The WhatsApp channel before the Twilio double."""

    calls = property(lambda self: sum(name == "POST Messages" for name, _ in self.world.calls))

    def __init__(self, world, channel, inbox):
        super().__init__(channel, inbox)
        self.world, self.user = world, world.citizen(CITIZENS)
        self.user.heard_at = world.now()

    def row(self, message):
        return twilio_fakes.row_to(CITIZENS)

    def break_(self, what):
        self.world.faults["POST Messages"].append(WHATSAPP_FAULTS[what])

    async def seen(self):
        await self.world.until(lambda: not self.world.sending, 30)
        return [
            "\n".join((one.text.translate(LOOKALIKES), *one.media, *(row[2] for row in one.rows)))
            for one in self.user.screen
        ]

    async def offer(self, raw):
        """Put the bytes into fields that Twilio signed: unsigned ones are never read."""
        text = raw.decode("utf-8", "replace")
        for fields in (
            {"From": text},
            {"MessageSid": text},
            {"MessageStatus": text},
            {"Body": text},
        ):
            form = {**self.world.form(self.user, f"SM{hash(text) % 10**9}", {}), **fields}
            assert await self.world.webhook(form) == 200


class WebStand(Stand):
    """The web channel with one browser."""

    def __init__(self, house, browser):
        super().__init__(WebChannel())
        self.house, self.browser = house, browser

    @property
    def chat(self):
        jar = self.browser.client.session.cookie_jar
        return chat_of(next(one.value for one in jar if one.key == "skm"))

    async def put(self, message):
        """Store the message: the page fetches its mailbox, the outbox, by itself."""
        self.house.store.put(Draft(address_of(self.chat), message))

    async def seen(self):
        headers = self.browser.headers
        answer = await self.browser.client.get("/chat/messages?after=0", headers=headers)
        return [
            "\n".join(
                filter(
                    None,
                    (
                        row["note"],
                        row["heading"],
                        row["text"],
                        *(one["label"] for one in row["choices"]),
                        row.get("alt"),
                        row.get("file"),
                    ),
                )
            )
            for row in (await answer.json())["rows"]
        ]

    async def offer(self, raw):
        headers = self.browser.headers
        answer = await self.browser.client.post("/chat/say", data=raw, headers=headers)
        assert answer.status in (200, 400), answer.status
        self.inbox.committed = self.house.store.events


class TerminalStand(Stand):
    """The terminal channel, whose lines are kept in `rows`."""

    def __init__(self):
        self.rows = []
        super().__init__(Terminal("budi", self.rows.append))

    def row(self, message):
        return telegram_fakes.row_to("budi", message)

    async def seen(self):
        return ["\n".join(self.rows)]

    async def offer(self, raw):
        line = raw.decode("utf-8", "replace")
        self.inbox.committed.append(self.channel.inbound(line, str(len(line)), AT))


# -- how each is set up ----------------------------------------------------------------------------


@asynccontextmanager
async def telegram(library):
    async with telegram_fakes.house(library) as (world, channel):
        yield TelegramStand(world, channel)


@asynccontextmanager
async def whatsapp(*, lists):
    """A WhatsApp stand with an address where Twilio fetches sent files."""
    inbox, files = telegram_fakes.FakeWriter(), {}

    async def give(request):
        data, mime = files[request.match_info["name"]]
        return web.Response(body=data, content_type=mime)

    app = web.Application()
    app.router.add_get("/b/{name}", give)
    async with TestServer(app) as server:

        async def publish(data, mime, name):
            files[name] = data, mime
            return str(server.make_url(f"/b/{name}"))

        async with (
            twilio_fakes.house(lists=lists, publish=publish) as (world, channel),
            twilio_fakes.hooked(world, inbox),
        ):
            yield WhatsAppStand(world, channel, inbox)


@asynccontextmanager
async def page():
    async with House() as house, TestClient(TestServer(house.app)) as client:
        browser = Browser(house, client)
        await browser.begin()
        yield WebStand(house, browser)


@asynccontextmanager
async def terminal():
    yield TerminalStand()


STANDS = {
    "telegram over python-telegram-bot": lambda: telegram("python-telegram-bot"),
    "telegram over aiogram": lambda: telegram("aiogram"),
    "whatsapp with lists": lambda: whatsapp(lists=True),
    "whatsapp with numbers": lambda: whatsapp(lists=False),
    "web": page,
    "terminal": terminal,
}
PROVIDERS = [name for name in STANDS if name.startswith(("telegram", "whatsapp"))]
