"""The limit on WhatsApp, a bot of our signed webhook and our sends alone: no store, no words.

The screens follow each other whatever is said, so the calls are those of the survey. Run as
`python -m tests.benchmarks.measures.limit_wa`.
"""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

from aiohttp import web

from bot.app import event_loop
from bot.channels.whatsapp.channel import KeptContent, PublicSide, WhatsApp
from bot.channels.whatsapp.twilio_client import TwilioClient
from bot.web.hooks.twilio import TwilioHook
from tests.benchmarks.measures.limit import Reflex
from tests.benchmarks.stage.bots import ACCOUNT, AUTH, SENDER

if TYPE_CHECKING:
    from core.messaging.incoming import Inbound


class Line(Reflex):
    """Every person walks through the screens in order."""

    def __init__(self, channel: WhatsApp) -> None:
        super().__init__(channel)
        self._places: dict[str, int] = {}

    def _place(self, event: Inbound) -> int:
        place = self._places.get(event.address.chat, -1) + 1
        self._places[event.address.chat] = place = min(place, len(self._screens) - 1)
        return place


async def main() -> None:
    api = TwilioClient(ACCOUNT, AUTH, os.environ["TWILIO_API_URL"])
    public = os.environ["SKM_PUBLIC_URL"]
    told = ("Balas angkanya.", "Ketik jawabannya.")
    channel = WhatsApp(
        api,
        SENDER,
        how_to_answer=lambda: told,
        content=KeptContent(os.environ["TWILIO_CONTENT_LIST_SID"]),
        public=PublicSide(public),
    )
    app = web.Application()
    app.add_routes(TwilioHook(Line(channel), token=AUTH, sender=SENDER, public_url=public).routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["SKM_PORT"])).start()
    event_loop.slow_garbage_collection()
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    await runner.cleanup()
    await channel.close()


if __name__ == "__main__":
    event_loop.run(main())
