"""The real bot as a process behind Twilio's double, and a citizen who answers the shown screens."""

from __future__ import annotations

import asyncio
import re
import socket
from contextlib import asynccontextmanager

import aiohttp

from tests.support.doubles.twilio.twilio_server import running
from tests.support.doubles.twilio.twilio_world import LIST_SID, SID
from tests.support.process import House

QUESTION = re.compile(r"^\*([1-9])/9 · ", re.MULTILINE)
THANKED = "penilaian Anda sudah kami terima"


def free_port():
    """A port of this machine at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class WhatsAppHouse(House):
    """One folder with a database, and at most one bot that serves it over Twilio's double."""

    def __init__(self, folder, world, **settings):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        super().__init__(
            folder,
            world,
            SKM_ROLES="web,poll,deliver",
            SKM_PORT=str(self.port),
            SKM_PUBLIC_URL=world.public or self.base,
            TELEGRAM_BOT_TOKEN="",
            TELEGRAM_API_URL="",
            TWILIO_ACCOUNT_SID=SID,
            TWILIO_AUTH_TOKEN=world.token,
            TWILIO_WHATSAPP_FROM=world.sender,
            TWILIO_API_URL=world.url,
            **settings,
        )
        world.hook = f"{self.base}/hooks/twilio"

    async def start(self):
        """Launch the bot, and wait until it answers."""
        self.process = await self._spawn("run")
        async with asyncio.timeout(30), aiohttp.ClientSession() as session:
            while self.process.returncode is None:
                try:
                    async with session.get(f"{self.base}/healthz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)
        raise AssertionError(f"did not start:\n{self.tail()}")

    async def metrics(self):
        return await self.page("metrics")

    async def page(self, path):
        """The text of this page of the bot."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.base}/{path}") as got:
            return await got.text()


@asynccontextmanager
async def whatsapp_house(folder, *, lists=False, public=None, **settings):
    """A house whose bot has not started yet, and its Twilio world."""
    async with running() as world:
        world.public = public
        if lists:
            world.add_list()
            settings["TWILIO_CONTENT_LIST_SID"] = LIST_SID
        home = WhatsAppHouse(folder, world, **settings)
        await home.setup()
        try:
            yield home, world
        finally:
            await home.end()


class Answering:
    """A citizen who goes through the survey by the shown screens: taps rows, or types.

    `digits` is the number of questions answered with the bare number, a second after they came.
    """

    def __init__(self, citizen, scores, *, digits=0):
        self.citizen, self.scores, self.digits = citizen, scores, digits

    async def survey(self):
        await self.citizen.say("mulai")
        shown = await self.citizen.next_screen(60)
        while THANKED not in shown.text:
            await self.citizen.world.until(lambda: not self.citizen.world.sending)
            await self.answer(shown)
            shown = await self.citizen.next_screen(60)

    async def answer(self, shown):
        if found := QUESTION.search(shown.text):
            score = self.scores[int(found[1]) - 1]
            if shown.rows:
                return await self.citizen.tap(shown.rows[score - 1][0])
            if int(found[1]) <= self.digits:
                await asyncio.sleep(1.05)
                return await self.citizen.say(str(score))
            return await self.citizen.say(line(shown, score))
        if "usia" in shown.text:
            return await self.citizen.say("34 tahun")
        if "kami perbaiki" in shown.text or "Ada saran" in shown.text:
            return await self.citizen.say("lewati")
        return await self.citizen.say(line(shown, 1))


def line(shown, number):
    """The option as it stands in the body, with number and words."""
    return next(one for one in shown.text.split("\n") if one.startswith(f"{number}. "))
