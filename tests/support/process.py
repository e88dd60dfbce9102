"""The real bot as a process that tests start, kill and stop, and a look at its stored answers."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import sys
import time
from contextlib import asynccontextmanager, closing
from datetime import date

from bot.app.wiring import open_store
from bot.config.settings import Settings
from core.ports.results import Scope
from tests.support.citizens import KEYS, Crowd
from tests.support.doubles.telegram.telegram_faulty import FaultyWorld
from tests.support.doubles.telegram.telegram_server import running
from tests.support.paths import AGENCY_TOML, REPO

EVER = Scope(None, None, "", date(2000, 1, 1), date(2100, 1, 1))
STARTING, STOPPING = 30.0, 10.0
# Under libfaketime the bot runs on the same day as the tests.
ANOTHER_DAY = (
    *("LD_PRELOAD", "FAKETIME", "FAKETIME_SHARED", "FAKETIME_DONT_FAKE_MONOTONIC"),
    *("DONT_FAKE_MONOTONIC", "NO_FAKE_STAT"),
)


class House:
    """One folder with a database, and at most one bot that serves it."""

    def __init__(self, folder, world, **settings):
        self.folder, self.world, self.port = folder, world, 0
        self.log = folder / "log"
        self.database = folder / "skm.db"
        kept = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "TZ", *ANOTHER_DAY)
        self.env = {
            **{key: os.environ[key] for key in kept if key in os.environ},
            "PYTHONPATH": str(REPO),
            "SKM_DATABASE_URL": f"sqlite:///{self.database}",
            "SKM_ROLES": "poll,deliver",
            "TELEGRAM_BOT_TOKEN": world.token,
            "TELEGRAM_API_URL": world.url,
            **settings,
        }
        self.process = None
        self.launched = 0.0

    async def setup(self):
        """Load the small office."""
        process = await self._spawn("setup", str(AGENCY_TOML))
        assert await process.wait() == 0, self.tail()

    async def start(self):
        """Launch the bot, and wait until it asks for updates, or to have them posted."""
        asked = "setWebhook" if self.env.get("TELEGRAM_MODE") == "webhook" else "getUpdates"
        polls = self.world.count(asked)
        self.launched = time.monotonic()
        self.process = await self._spawn("run")
        asks = self.world.until(lambda: self.world.count(asked) > polls, STARTING)
        waits = {asyncio.ensure_future(asks), asyncio.ensure_future(self.process.wait())}
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for one in waits:
            one.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        assert self.world.count(asked) > polls, f"did not start:\n{self.tail()}"

    async def kill(self):
        """SIGKILL, and wait for the end."""
        self.process.send_signal(signal.SIGKILL)
        assert await self.process.wait() == -signal.SIGKILL, self.tail()

    async def terminate(self):
        """SIGTERM; the exit status. More than ten seconds is a failure."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), STOPPING)

    async def end(self):
        """Kill the bot if it still runs."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    def tail(self):
        """The last twenty lines of the bot's log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])

    async def _spawn(self, *command):
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *command),
                cwd=self.folder,
                env=self.env,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    # -- what is stored -------------------------------------------------------------------------

    def stored(self):
        """Nine scores of every stored answer, sorted; fails if the rekap or the file is unsound."""
        with closing(sqlite3.connect(self.database)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        store = open_store(Settings.read(self.env).agency)
        try:
            with store.read() as reader:
                assert reader.answers.check_rekap() == []
                rows = reader.answers.responses(EVER)
        finally:
            store.close()
        return sorted(tuple(row.nilai[key] for key in KEYS) for row in rows)

    def count(self, question):
        """The first value of this SQL query on the bot's database."""
        with closing(sqlite3.connect(self.database)) as raw:
            return raw.execute(question).fetchone()[0]

    @property
    def waiting(self):
        """The number of outbox rows that wait."""
        return self.count("SELECT count(*) FROM outbox WHERE keadaan = 'menunggu'")

    @property
    def parked(self):
        """The number of parked events."""
        return self.count("SELECT count(*) FROM terparkir")


@asynccontextmanager
async def house(folder, size, *, patient=False, seed=1, **settings):
    """A world with a crowd in it, and a house whose bot has not started yet."""
    async with running(FaultyWorld()) as world:
        crowd = Crowd(world, size, patient=patient, seed=seed)
        home = House(folder, world, **settings)
        await home.setup()
        try:
            yield home, crowd
        finally:
            await home.end()


PUBLIC = "https://skm.example"


def by_webhook(*worlds):
    """Settings of bots that updates are posted to; the worlds' proxies lead to their port."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for world in worlds:
        world.hooks.proxy[PUBLIC] = f"http://127.0.0.1:{port}"
    return {
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_WEBHOOK_SECRET": "rahasia-uji",
        "SKM_PUBLIC_URL": PUBLIC,
        "SKM_PORT": str(port),
        "SKM_ROLES": "web,deliver",
    }
