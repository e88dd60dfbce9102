"""Clocks in processes of their own: two at once, killed and restarted, beside a sending bot.

Real processes over one database; their work is seen on the bot's page and by the command.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp

from bot.app.wiring import open_store
from bot.config.settings import Settings
from core.messaging.address import Address, Person
from tests.support.doubles.telegram.telegram_server import running
from tests.support.paths import AGENCY_TOML
from tests.support.process import House

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=8)
STAFF = range(100, 124)
WITHIN = 60.0
JOBS = {"purge", "weekly", "reminders", "telling"}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def always_open(folder):
    """The small office, awake and at work whenever this test runs."""
    file = folder / "agency.toml"
    shutil.copy(AGENCY_TOML, file)
    days = [(NOW + timedelta(days=n)).date().isoformat() for n in (-1, 0, 1)]
    with file.open("a") as written:
        written.write(f'\n[jadwal]\ntenang = ""\nhari_kerja = 6\nbukan_libur = {days}\n')
        written.write('hari = "senin"\njam = "00.01"\n')
    return file


class Apart(House):
    """One database with as many processes as it takes."""

    def __init__(self, folder, world):
        super().__init__(folder, world, SKM_PORT=str(free_port()))
        self.running = []

    async def office(self):
        process = await self._spawn("setup", str(always_open(self.folder)))
        assert await process.wait() == 0, self.tail()
        store = open_store(Settings.read(self.env).agency)
        with store.write() as tx:
            for n in STAFF:
                role, bidang = ("admin", None) if n % 2 else ("bidang", "rehsos")
                until = LONG_AGO + timedelta(days=1)
                code = tx.staff.invite(role, bidang, by="uji", expires=until, now=LONG_AGO)
                chat = Address("telegram", self.world.token.split(":")[0], str(n))
                assert tx.staff.redeem(code, Person((f"tg:{n}",)), chat, now=LONG_AGO)
        store.close()
        for n in STAFF:
            self.world.user(n).chat.started = True

    async def live(self, roles):
        self.env["SKM_ROLES"] = roles
        process = await self._spawn("run")
        self.running.append(process)
        return process

    async def told(self, *command):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *command),
            cwd=self.folder,
            env=self.env,
            stdout=asyncio.subprocess.PIPE,
        )
        return (await process.communicate())[0].decode()

    async def metrics(self):
        url = f"http://127.0.0.1:{self.env['SKM_PORT']}/metrics"
        async with aiohttp.ClientSession() as http, http.get(url) as answer:
            lines = (await answer.text()).splitlines()
        return dict(line.split(" ") for line in lines if not line.startswith("#"))

    def ticks(self, after):
        """The jobs that have run since."""
        store = open_store(Settings.read(self.env).agency)
        with store.read() as reader:
            found = {one.job for one in reader.upkeep.job_runs() if one.last_at > after}
        store.close()
        return found

    async def end(self):
        for one in self.running:
            if one.returncode is None:
                os.kill(one.pid, signal.SIGKILL)
                await one.wait()


@asynccontextmanager
async def apart(folder):
    async with running() as world:
        home = Apart(folder, world)
        await home.office()
        try:
            yield home
        finally:
            await home.end()


async def until(condition):
    async with asyncio.timeout(WITHIN):
        while not condition():
            await asyncio.sleep(0.1)


def summaries(world):
    return [
        [shown.text.split("\n")[0] for shown in world.user(n).screen if "SKM ·" in shown.text]
        for n in STAFF
    ]


def test_two_clocks_apart_post_once_and_are_seen_from_the_bot(tmp_path):
    async def main():
        async with apart(tmp_path) as home:
            await home.live("web,poll,deliver")
            await asyncio.gather(*(home.live("schedule") for _ in range(2)))
            await until(lambda: all(summaries(home.world)))
            seen = await home.metrics()
            again = datetime.now(UTC)
            for clock in home.running[1:]:
                clock.kill()
                await clock.wait()
            await asyncio.gather(*(home.live("schedule") for _ in range(2)))
            await until(lambda: home.ticks(again) >= JOBS)
            return summaries(home.world), seen, await home.told("doctor")

    told, seen, doctor = asyncio.run(main())
    assert [len(each) for each in told] == [1] * len(STAFF)
    assert {each[0].split(" · ")[1] for each in told} == {"Semua bidang", "Rehabilitasi Sosial"}
    for job in JOBS:
        assert float(seen[f"skm_clock_{job}_last"]) >= NOW.timestamp()
        assert float(seen[f"skm_clock_{job}_next"]) > float(seen[f"skm_clock_{job}_last"])
    assert "Jadwal ringkasan mingguan: terakhir" in doctor
    assert "Jadwal pengingat RTL: terakhir" in doctor
