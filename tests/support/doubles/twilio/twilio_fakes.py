"""Surroundings of a WhatsApp channel in tests: a hook that listens, a channel, an outbox row."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web

from bot.channels.whatsapp.twilio_client import TwilioClient
from bot.web.app import _kindly
from bot.web.hooks.twilio import TwilioHook
from core.messaging.address import Address
from core.messaging.outgoing import Message, Outgoing, ResendPolicy
from tests.support.builders import whatsapp_of
from tests.support.doubles.telegram.telegram_fakes import FakeWriter
from tests.support.doubles.twilio.twilio_server import running
from tests.support.doubles.twilio.twilio_world import LIST_SID, SENDER, SID

__all__ = ["HOW_TO_ANSWER", "FakeWriter", "channel_of", "hooked", "house", "row_to", "twilio"]

HOW_TO_ANSWER = ("Balas angkanya.", "Atau ketik")
QUICK = (0.01, 0.05)


def _now(world):
    return lambda: datetime.fromtimestamp(world.now(), UTC)


@asynccontextmanager
async def channel_of(world, **more):
    """A WhatsApp channel to this world, closed at the end."""
    api = TwilioClient(SID, world.token, world.url)
    options = {
        "how_to_answer": lambda: HOW_TO_ANSWER,
        "now": _now(world),
        "pauses": QUICK,
        "every": 0.02,
        **more,
    }
    channel = whatsapp_of(api, world.sender, **options)
    try:
        yield channel
    finally:
        await channel.close()


@asynccontextmanager
async def house(*, lists=False, world=None, **more):
    """A world and a channel; the caller makes the people."""
    async with running(world) as here:
        if lists:
            here.add_list()
            more["list_sid"] = LIST_SID
        async with channel_of(here, **more) as channel:
            yield here, channel


@asynccontextmanager
async def hooked(world, inbox, *, public=None, noticed=lambda _sid: None):
    """The hook of the world's sender, listening. `public` is the address that Twilio knows."""
    app = web.Application(middlewares=[_kindly(lambda: None)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    hook = TwilioHook(
        inbox,
        token=world.token,
        sender=SENDER,
        public_url=public or "?",
        noticed=noticed,
        now=_now(world),
    )
    app.add_routes(hook.routes())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    hook._public = public or base
    world.public, world.hook = public, f"{base}/hooks/twilio"
    try:
        yield base
    finally:
        await runner.cleanup()


@asynccontextmanager
async def twilio(*, inbox=None, **options):
    """A world, its hook, and an inbox of their own."""
    inbox = inbox or FakeWriter()
    async with running() as world, hooked(world, inbox, **options) as base:
        yield world, inbox, base


def row_to(chat="+6281200000001", *, row_id="a1b2", unsure=False, policy=ResendPolicy.REPLY):
    """An outbox row to this WhatsApp address."""
    to = Address("whatsapp", SENDER, chat)
    return Outgoing(1, row_id, to, Message("Isi"), policy, None, None, 1 if unsure else 0, unsure)
