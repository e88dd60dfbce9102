"""docs/embed.md: its four host programs are run, and a citizen goes through the survey in each."""

from __future__ import annotations

import asyncio
import re
import socket
import sys

import aiohttp
import pytest

from tests.support.citizens import Crowd
from tests.support.doubles.telegram.telegram_faulty import FaultyWorld
from tests.support.doubles.telegram.telegram_server import running
from tests.support.process import REPO, House

PAPER = REPO / "docs" / "embed.md"
HOSTS = re.findall(r"```python host\n(.*?)```", PAPER.read_text(encoding="utf-8"), re.DOTALL)
NAMES = ["aiogram beside", "ptb beside", "aiogram within", "ptb within"]
SECRET = "rahasia-kedua-proses"
STARTING, SURVEYING = 60.0, 60.0

pytestmark = pytest.mark.slow


def test_the_paper_has_every_way_in_both_libraries():
    assert len(HOSTS) == len(NAMES)
    for name, source in zip(NAMES, HOSTS, strict=True):
        assert ("from aiogram" in source) == name.startswith("aiogram")
        assert ("embed" in source) == name.endswith("within")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Programs:
    """The host's program, and beside it `skm run` where the way needs it."""

    def __init__(self, folder, world, source, *, within):
        port = free_port()
        self.hook = f"http://127.0.0.1:{port}"
        self.house = House(
            folder, world,
            SKM_ROLES="deliver" if within else "web,deliver", SKM_PORT=str(port),
            TELEGRAM_WEBHOOK_SECRET=SECRET, HOOK_SKM=f"{self.hook}/hooks/telegram",
        )  # fmt: skip
        self.within, self.processes = within, []
        self.program = folder / "host.py"
        self.program.write_text(source, encoding="utf-8")

    async def start(self):
        await self.house.setup()
        if not self.within:
            self.processes.append(await self.house._spawn("run"))
            await self._ready()
        with self.house.log.open("ab") as log:
            self.processes.append(
                await asyncio.create_subprocess_exec(
                    sys.executable, str(self.program), cwd=self.house.folder, env=self.house.env,
                    stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
                )
            )  # fmt: skip
        world = self.house.world
        await world.until(lambda: world.count("getUpdates") > 1, STARTING)

    async def outage(self, meanwhile):
        """SKM Bot dies; what is said meanwhile waits with the host until it is back."""
        self.processes[0].kill()
        await self.processes[0].wait()
        meanwhile()
        await asyncio.sleep(1.5)
        self.processes[0] = await self.house._spawn("run")
        await self._ready()

    async def _ready(self):
        async with aiohttp.ClientSession() as http, asyncio.timeout(STARTING):
            while True:
                try:
                    async with http.get(f"{self.hook}/readyz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.1)

    async def end(self):
        for process in reversed(self.processes):
            if process.returncode is None:
                process.terminate()
                await asyncio.wait_for(process.wait(), 15)


async def _scene(folder, source, *, within):
    async with running(FaultyWorld()) as world:
        programs = Programs(folder, world, source, within=within)
        try:
            await programs.start()
            return await _visit(world, programs)
        except TimeoutError:
            raise AssertionError(programs.house.tail()) from None
        finally:
            await programs.end()


async def _visit(world, programs):
    crowd = Crowd(world, 1, patient=True)
    citizen = crowd.newcomer()
    user, send = citizen.user, citizen.user.send
    for text in ("/start", "halo", "/jadwal"):  # the host's own: it answers the last alone
        send(text)
    await world.until(lambda: len(user.screen) == 1, STARTING)
    if not programs.within:
        await programs.outage(lambda: send("/jadwal"))
        await world.until(lambda: len(user.screen) == 2, STARTING)
    citizen.news.clear()
    user.send = lambda text: send("/survei" if text == "/start" else text)
    await asyncio.wait_for(citizen.live(), SURVEYING)
    heard = len(user.screen)
    send("terima kasih")  # the survey is over: the host's again
    send("/jadwal")
    await world.until(lambda: len(user.screen) > heard, STARTING)
    return [message.text for message in user.screen], citizen.scores, programs.house


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_a_citizen_finishes_the_survey_in_the_hosts_bot(tmp_path, place):
    within = NAMES[place].endswith("within")
    scene = _scene(tmp_path, HOSTS[place], within=within)
    screen, scores, home = asyncio.run(scene)
    assert [text.startswith("Buka Senin") for text in (screen[0], screen[-1])] == [True, True]
    assert sum(text.startswith("Buka Senin") for text in screen) == (2 if within else 3)
    assert home.stored() == [scores]
    assert home.parked == 0
