"""Seams of the HTTP tests: each sends one message over a library or over the bare client."""

from __future__ import annotations

from functools import partial

from bot.channels.http import HttpClient, LostError
from bot.channels.telegram.api import CallError
from bot.channels.telegram.libraries import via_aiogram, via_ptb
from bot.channels.whatsapp.error_codes import TwilioError
from bot.channels.whatsapp.twilio_client import TwilioClient

TOKEN = "4242:rahasia"
ANSWERED, WRITTEN, UNWRITTEN = "answered", "written", "not written"


class ClientSeam:
    """The client itself. Each seam's `send` gives nothing, or raises what the channel catches."""

    def __init__(self, url, seconds):
        self.http, self.url, self.seconds = HttpClient(url), f"{url}/bot{TOKEN}/x", seconds

    async def send(self):
        await self.http.post(self.url, b"n=1", {}, self.seconds)

    async def close(self):
        await self.http.close()


class TelegramSeam:
    """One of the two Telegram libraries over the client."""

    def __init__(self, url, seconds, *, library):
        self.caller, self.seconds = library.open_caller(TOKEN, url), seconds

    async def send(self):
        await self.caller.call("sendMessage", {"chat_id": 77, "text": "Halo"}, self.seconds)

    async def close(self):
        await self.caller.close()


class TwilioSeam:
    """Twilio's package over the client."""

    def __init__(self, url, seconds):
        self.client = TwilioClient("AC1", "rahasia", url, seconds=seconds)

    async def send(self):
        await self.client.create_message(to="whatsapp:+6281", from_="whatsapp:+1", body="Halo")

    async def close(self):
        await self.client.close()


SEAMS = {
    "client": ClientSeam,
    "python-telegram-bot": partial(TelegramSeam, library=via_ptb),
    "aiogram": partial(TelegramSeam, library=via_aiogram),
    "twilio": TwilioSeam,
}


async def tried(seam):
    """Send one message; its state as the channel learns it, and the error that told it."""
    try:
        await seam.send()
    except (LostError, CallError) as error:
        return (WRITTEN if error.written else UNWRITTEN), error
    except TwilioError as error:
        return f"HTTP {error.status}", error
    return ANSWERED, None
