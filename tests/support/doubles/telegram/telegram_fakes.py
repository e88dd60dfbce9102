"""Surroundings of a Telegram channel in tests: an inbox, an outbox row, a bot that polls."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace

from aiohttp import web

from bot.channels.telegram.channel import connect
from bot.channels.telegram.webhook import WebhookAddress
from bot.web.app import WebServer, _kindly
from bot.web.hooks.telegram import telegram_hook
from core.errors import StoreDown
from core.messaging.address import Address
from core.messaging.outgoing import Message, Outgoing, ResendPolicy
from core.ports.conversations import Advanced
from tests.support.doubles.telegram.telegram_server import running

QUICK = (0.01, 0.05)  # pauses of a bot that a test waits for


class FakeWriter:
    """An inbox that commits at once, unless it is down or hangs; it keeps what it committed."""

    def __init__(self):
        self.committed, self.offered = [], []
        self.down = 0
        self.hangs = None  # "before" or "after" the commit
        self.notice = None

    async def receive(self, arrivals):
        """Commit the arrivals; raises StoreDown as often as `down` says."""
        self.offered.append([arrival.event_id for arrival in arrivals])
        if self.hangs == "before":
            await asyncio.Event().wait()
        if self.down:
            self.down -= 1
            raise StoreDown
        known = {arrival.event_id for arrival in self.committed}
        self.committed += arrivals
        if self.hangs == "after":
            await asyncio.Event().wait()
        return [Advanced(arrival.event_id not in known, (), self.notice) for arrival in arrivals]

    @property
    def ids(self):
        return [arrival.event_id for arrival in self.committed]


@asynccontextmanager
async def bot_of(world, library, hook=None):
    """A connected Telegram channel, closed at the end."""
    channel = await connect(
        world.token,
        world.url,
        library,
        hook=hook,
        now=lambda: datetime.fromtimestamp(world.now(), UTC),
        pauses=QUICK,
    )
    try:
        yield channel
    finally:
        await channel.close()


@asynccontextmanager
async def polling(channel, inbox):
    """Run the channel's `pull`, cancel it at the end, and raise what it raised."""
    task = asyncio.create_task(channel.pull(inbox))
    try:
        yield task
    finally:
        task.cancel()
        (ended,) = await asyncio.gather(task, return_exceptions=True)
    if not isinstance(ended, asyncio.CancelledError):
        raise ended


@asynccontextmanager
async def house(library, **options):
    """World and bot; the caller makes the people."""
    async with running(**options) as world, bot_of(world, library) as channel:
        yield world, channel


def row_to(chat, message=None, *, replace=None, thread=None, row_id="a1", account="4242"):
    """An outbox row to this Telegram chat."""
    to = Address("telegram", account, str(chat), thread)
    return Outgoing(
        1, row_id, to, message or Message("Isi"), ResendPolicy.REPLY, replace, None, 0, False
    )


PUBLIC, SECRET = "https://skm.example", "rahasia_hook-1"


@asynccontextmanager
async def hooked(library, inbox, **options):
    """World, bot, and our own web server behind a public address; the webhook is set."""
    async with running(**options) as world:
        world.hooks.pace = 0.002
        at = WebhookAddress(f"{PUBLIC}/hooks/telegram", SECRET)
        async with bot_of(world, library, hook=at) as channel:
            route = telegram_hook("/hooks/telegram", channel, inbox, SECRET, None)
            app = web.Application(middlewares=[_kindly(lambda: SimpleNamespace(name=""))])
            app.add_routes([route])
            server = WebServer(app, "127.0.0.1", 0)
            await server.start()
            world.hooks.proxy[PUBLIC] = f"http://127.0.0.1:{server.port}"
            try:
                async with polling(channel, inbox):
                    await world.until(lambda: world.hooks.url)
                    yield world, channel
            finally:
                await world.hooks.close()
                await server.stop()
