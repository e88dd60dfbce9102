"""Citizens on WhatsApp: signed webhooks in closed loop, and a very quick Twilio that takes replies.

A reply counts whether it comes as TwiML in the answer or by a call to the REST interface.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import random
import re
import time
from html import unescape
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
from aiohttp import web

from tests.benchmarks.measures.load import PATIENCE, STARTING, Result, workplace
from tests.benchmarks.stage import bots
from tests.benchmarks.stage.bots import ACCOUNT, AUTH, SENDER, Failed
from tests.benchmarks.stage.citizens import AGE, ASIDE, FINISHED, Citizen, Tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.benchmarks.measures.load import Load
    from tests.benchmarks.stage.bots import Bot

PATH, PUBLIC = "/hooks/twilio", "https://ukur.example"
TWIML = re.compile(r"<Message>(?:<Body>)?(.*?)(?:</Body>)?</Message>", re.DOTALL)
NUMBERED = re.compile(r"^\d+\. (.+)$", re.MULTILINE)  # a number typed at once is asked back
QUESTION = re.compile(r"^\W*[1-9]/9 · ", re.MULTILINE)
CREATED = 201
Row = tuple[str, str]  # label and payload


def signature(form: dict[str, str]) -> str:
    told = PUBLIC + PATH + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(AUTH.encode(), told.encode(), hashlib.sha1)).decode()


def answer_to(text: str, rows: list[Row], chance: random.Random) -> Row:
    """The row that a person chooses, or the words that are typed where there is no list."""
    scored = QUESTION.search(text)
    if "Berapa usia" in text:
        return AGE, ""
    rows = rows or [(label, "") for label in NUMBERED.findall(text) if _useful(label)]
    if rows:
        return chance.choice(rows[:4]) if scored else rows[0]
    return "tidak ada", ""


def shown(form: Mapping[str, Any]) -> tuple[str, list[Row]]:
    """The words of a message, and the rows of its list."""
    if "ContentVariables" not in form:
        return str(form.get("Body", "")), []
    values = orjson.loads(str(form["ContentVariables"]))
    places = range(2, len(values), 3)
    rows = [(values[str(place)], values[str(place + 1)]) for place in places]
    return values["1"], [row for row in rows if _useful(row[0])]


def _useful(label: str) -> bool:
    return label.lower().rstrip("?") not in ASIDE


class Line:
    """The crowd, and what Twilio is to the bot."""

    def __init__(self, size: int, seed: int, port: int) -> None:
        self.size, self.port = size, port
        self.people: dict[str, Citizen] = {}
        self.tally = Tally()
        self.wrong: list[str] = []
        self._chance, self._next, self._sid = random.Random(seed), 0, 0
        self._open = True
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> str:
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200))
        server = web.Server(self._rest)
        self._runner = web.ServerRunner(server, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self._http.close()
        await self._runner.cleanup()

    async def _rest(self, request: web.BaseRequest) -> web.Response:
        if request.method != "POST":
            return web.json_response({"messages": [], "next_page_uri": None})
        form = await request.post()
        self._see(str(form["To"]).removeprefix("whatsapp:"), *shown(form))
        self._sid += 1
        return web.json_response({"sid": f"SM{self._sid:032d}", "status": "queued"}, status=CREATED)

    # -- the crowd -------------------------------------------------------------------------------

    async def arrive(self, seconds: float) -> None:
        for _ in range(self.size):
            self._newcomer()
            await asyncio.sleep(seconds / self.size)

    def reset(self) -> Tally:
        before, self.tally = self.tally, Tally()
        return before

    async def rest(self) -> None:
        self._open = False
        end = time.monotonic() + PATIENCE
        while any(one.offered for one in self.people.values()) and time.monotonic() < end:
            await asyncio.sleep(0.02)
        stuck = [name for name, one in self.people.items() if one.offered]
        self.wrong += [f"{len(stuck)} citizens stuck"] if stuck else []

    def _newcomer(self) -> None:
        self._next += 1
        number = f"+62812{self._next:08d}"
        self.people[number] = Citizen(self._next, random.Random(self._chance.random()))
        self._act(number, ("mulai", ""))

    def _see(self, number: str, text: str, rows: list[Row]) -> None:
        person = self.people.get(number)
        if person is None or not person.offered:
            self.tally.unasked += 1
            return
        self.tally.turns += 1
        self.tally.waits.append(time.perf_counter() - person.offered)
        person.offered = 0.0
        if FINISHED.search(text):
            self.tally.surveys += 1
            self.tally.acts += person.acts
            del self.people[number]
            if self._open:
                self._newcomer()
        elif self._open:
            self._act(number, answer_to(text, rows, person.chance))

    def _act(self, number: str, chosen: Row) -> None:
        person = self.people[number]
        person.acts, person.offered = person.acts + 1, time.perf_counter()
        self._sid += 1
        form = {
            "MessageSid": f"SM{self._sid:032d}", "AccountSid": ACCOUNT, "NumMedia": "0",
            "From": f"whatsapp:{number}", "To": f"whatsapp:{SENDER}", "WaId": number[1:],
            "ProfileName": "Warga", "Body": chosen[0], "ListId": chosen[1],
        }  # fmt: skip
        task = asyncio.get_running_loop().create_task(self._post(number, form))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _post(self, number: str, form: dict[str, str]) -> None:
        url = f"http://127.0.0.1:{self.port}{PATH}"
        headers = {"X-Twilio-Signature": signature(form)}
        try:
            async with self._http.post(url, data=form, headers=headers) as answer:
                body = await answer.text()
        except aiohttp.ClientError as error:
            self.wrong.append(f"webhook: {type(error).__name__}")
            return
        if answer.status != web.HTTPOk.status_code:
            self.wrong.append(f"webhook: {answer.status}")
        elif found := TWIML.search(body):
            self._see(number, unescape(found[1]), [])


async def run(bot: Bot, load: Load) -> Result:
    with workplace(load.folder) as folder, bots.on_cores(bots.cores()[1]):
        await bots.prepare(bot, folder)
        line = Line(load.citizens, load.seed, bots.free_port())
        process = await bots.launch(bot, folder, await line.open(), line.port)
        try:
            await _listening(line.port, folder)
            result = await _measure(bot, load, line, process)
        finally:
            end = await bots.stop(process)
            await line.close()
        if end and bot.setup:
            result.faults.append(end)
        return result


async def _listening(port: int, folder: Any) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        return
    raise Failed(f"does not listen:\n{bots.tail(folder)}")


async def _measure(bot: Bot, load: Load, line: Line, process: Any) -> Result:
    await line.arrive(load.warm / 2)
    await asyncio.sleep(load.warm / 2)
    warm = line.reset()
    cpu, own, began = bots.cpu_seconds(process.pid), time.process_time(), time.perf_counter()
    await asyncio.sleep(load.seconds)
    wall = time.perf_counter() - began
    cpu, own = bots.cpu_seconds(process.pid) - cpu, time.process_time() - own
    rss, tally = bots.resident_mib(process.pid), line.reset()
    await line.rest()
    waits = sorted(1000 * wait for wait in tally.waits) or [0.0]
    unasked = warm.unasked + tally.unasked
    return Result(
        bot=bot.name, turns=tally.turns, turns_per_s=tally.turns / wall,
        turns_per_cpu_s=tally.turns / max(cpu, 1 / bots.TICK),
        p50_ms=waits[len(waits) // 2], p99_ms=waits[int(len(waits) * 0.99)],
        rss_mib=rss, cpu_share=cpu / wall, generator_share=own / wall,
        generator_turns_per_cpu_s=tally.turns / own, calls_per_turn=1.0,
        turns_per_survey=(warm.acts + tally.acts) / max(warm.surveys + tally.surveys, 1),
        surveys=tally.surveys, typed_again=0,
        faults=[*line.wrong[:5], *([f"{unasked} screens nobody asked for"] if unasked else [])],
    )  # fmt: skip
