"""The bots under measurement as processes: their start, their end, and the resources they used."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.paths import EXAMPLES, REPO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOKEN = "4242:" + "b" * 35
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
STOPPING = 15.0


class Failed(Exception):  # noqa: N818 - a finding about a bot
    """The bot could not be measured; the text says why."""


@dataclass(frozen=True, slots=True)
class Bot:
    name: str
    module: str
    about: str
    env: tuple[tuple[str, str], ...] = ()
    setup: bool = False  # load the example agency first
    tree: Path = REPO  # the checkout whose code runs


HOOK = (
    ("TELEGRAM_MODE", "webhook"),
    ("TELEGRAM_WEBHOOK_SECRET", "rahasia-ukur"),
    ("SKM_PUBLIC_URL", "https://ukur.example"),
)
ACCOUNT, SENDER, AUTH = "AC" + "0" * 32, "+14155238886", "t" * 32
LINE = (
    ("TELEGRAM_BOT_TOKEN", ""),
    ("SKM_PUBLIC_URL", "https://ukur.example"),
    ("TWILIO_ACCOUNT_SID", ACCOUNT),
    ("TWILIO_AUTH_TOKEN", AUTH),
    ("TWILIO_WHATSAPP_FROM", SENDER),
    ("TWILIO_CONTENT_LIST_SID", "HX" + "0" * 32),
)
BOTS = {
    bot.name: bot
    for bot in (
        Bot("ours", "bot", "python -m bot run, SQLite, every answer durable", setup=True),
        Bot(
            "ours-aiogram",
            "bot",
            "the same with TELEGRAM_LIBRARY=aiogram",
            (("TELEGRAM_LIBRARY", "aiogram"),),
            setup=True,
        ),
        Bot("aiogram", "tests.benchmarks.baselines.baseline_aiogram", "aiogram FSM, MemoryStorage"),
        Bot("ours-hook", "bot", "ours by webhook", HOOK, setup=True),
        Bot(
            "aiogram-hook",
            "tests.benchmarks.baselines.baseline_aiogram",
            "aiogram's own webhook server (SimpleRequestHandler), FSM in memory",
            HOOK,
        ),
        Bot("ours-wa", "bot", "ours on WhatsApp through Twilio, signed, durable", LINE, setup=True),
        Bot(
            "flask-wa",
            "tests.benchmarks.baselines.baseline_flask",
            "Flask as in Twilio's tutorials: TwiML, ORM, SQLite WAL + FULL, signed",
            LINE,
        ),
        Bot(
            "limit-wa",
            "tests.benchmarks.measures.limit_wa",
            "our signed webhook and sends alone",
            LINE,
        ),
        Bot("ptb", "tests.benchmarks.baselines.baseline_ptb", "PTB ConversationHandler, memory"),
        Bot("limit", "tests.benchmarks.measures.limit", "our adapter's calls and nothing else"),
        Bot(
            "limit-aiogram",
            "tests.benchmarks.measures.limit",
            "the same with TELEGRAM_LIBRARY=aiogram",
            (("TELEGRAM_LIBRARY", "aiogram"),),
        ),
    )
}
USUAL = ("ours", "aiogram", "ptb", "limit", "ours-hook", "aiogram-hook")


ALLOWED = sorted(os.sched_getaffinity(0))  # before anything pins this process


def cores() -> tuple[set[int], set[int]]:
    """The bot's core and the generator's; the same where there is but one."""
    return {ALLOWED[0]}, {ALLOWED[-1]}


@contextmanager
def on_cores(wanted: set[int]) -> Iterator[None]:
    """Pin this process while open, so that processes started inside inherit these cores."""
    before = os.sched_getaffinity(0)
    with suppress(OSError):  # where it is not permitted, nothing is pinned
        os.sched_setaffinity(0, wanted)
    try:
        yield
    finally:
        with suppress(OSError):
            os.sched_setaffinity(0, before)


def environment(bot: Bot, folder: Path, api_url: str, port: int = 0) -> dict[str, str]:
    """A clean environment: nothing of the caller's settings reaches the bot."""
    kept = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "TZ")
    return {
        **{key: os.environ[key] for key in kept if key in os.environ},
        "PYTHONPATH": str(bot.tree),
        "TELEGRAM_API_URL": api_url,
        "TWILIO_API_URL": api_url,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_LIBRARY": "python-telegram-bot",
        "TELEGRAM_MODE": "polling",
        "SKM_DATABASE_URL": f"sqlite:///{folder / 'skm.db'}",
        "SKM_PORT": str(port or free_port()),
        **dict(bot.env),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def prepare(bot: Bot, folder: Path) -> None:
    """Load the example agency into a new database, if this bot wants one."""
    if not bot.setup:
        return
    env = environment(bot, folder, "http://127.0.0.1:9")
    agency = str(EXAMPLES / "dinsos-dukcapil.toml")
    process = await _start([sys.executable, "-m", "bot", "setup", agency], folder, env)
    if await process.wait():
        raise Failed(f"skm setup failed:\n{tail(folder)}")


async def launch(bot: Bot, folder: Path, api_url: str, port: int = 0) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", bot.module, *(["run"] if bot.module == "bot" else [])]
    with on_cores(cores()[0]):
        return await _start(command, folder, environment(bot, folder, api_url, port))


async def _start(
    command: list[str], folder: Path, env: Mapping[str, str]
) -> asyncio.subprocess.Process:
    with (folder / "log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *command,
            cwd=folder,
            env=env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


async def stop(process: asyncio.subprocess.Process) -> str | None:
    """SIGTERM, and what was wrong about the end if anything was."""
    if process.returncode is not None:
        return f"ended by itself with status {process.returncode}"
    process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), STOPPING)
    except TimeoutError:
        process.kill()
        await process.wait()
        return f"did not stop within {STOPPING:.0f} s"
    return None


def tail(folder: Path, lines: int = 15) -> str:
    return "\n".join((folder / "log").read_text(errors="replace").splitlines()[-lines:])


# -- what a process has used -----------------------------------------------------------------


def family(pid: int) -> list[int]:
    """The process and all its living descendants."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for children in Path(f"/proc/{parent}/task").glob("*/children"):
                found += [int(child) for child in children.read_text().split()]
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of the family, reaped children included."""
    ticks = 0
    for member in family(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICK


def resident_mib(pid: int) -> float:
    pages = 0
    for member in family(pid):
        with suppress(OSError):
            pages += int(Path(f"/proc/{member}/statm").read_text().split()[1])
    return pages * PAGE / 2**20
