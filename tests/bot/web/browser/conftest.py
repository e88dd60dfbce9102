"""Fixtures of the browser tests: a real Chromium, and `serve`, the house whose page is opened."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from bot.config.survey_links import SurveyLinks
from bot.web.app import WebServer
from tests.bot.web.web_house import NOW, House

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 640}


class Served:
    """A house that listens, in a thread of its own."""

    now = NOW  # of its pages too

    def __init__(self) -> None:
        self.url = ""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), daemon=True)
        self._thread.start()
        self._ready.wait(20)
        assert self.url, "the server did not start"

    async def _live(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        async with House(ways=lambda: SurveyLinks("skm_bot")) as self.house:
            self._server = WebServer(self.house.app, "127.0.0.1", 0)
            await self._server.start()
            self.url = f"http://127.0.0.1:{self._server.port}"
            self._ready.set()
            await self._over.wait()
            await self._server.stop()

    def stop(self) -> None:
        """The server is really gone: nobody listens at its address."""
        asyncio.run_coroutine_threadsafe(self._server.stop(), self._loop).result(20)

    def start(self) -> None:
        """It listens again where it did, over the same store."""
        asyncio.run_coroutine_threadsafe(self._again(), self._loop).result(20)

    async def _again(self) -> None:
        port = int(self.url.rpartition(":")[2])
        self._server = WebServer(self.house.app, "127.0.0.1", port)
        await self._server.start()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(20)


@pytest.fixture
def serve() -> Iterator[Served]:
    served = Served()
    yield served
    served.close()


# Per module: while it lives, this thread has a running event loop, and no other test could run one.
@pytest.fixture(scope="module")
def chromium():
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no Chromium on PATH: looked for {', '.join(NAMES)}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium hangs under libfaketime; its pages have the house's day anyway.
        own = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
        browser = playwright.chromium.launch(executable_path=path, args=ARGS, env=own)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, serve):
    """Opens a page like a phone does, at the house's own time, which goes on; at the end its
    console must be clean."""
    faults: list[str] = []
    contexts = []

    def go(path: str = "/chat", **options):
        options = {"viewport": PHONE, "locale": "id-ID", "has_touch": True} | options
        context = chromium.new_context(**options)
        contexts.append(context)
        if serve.now is not None:
            context.clock.install(time=serve.now)
            context.clock.resume()
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: faults.append(said.text) if said.type in NOISE else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.faults = faults
        page.goto(serve.url + path)
        return page

    yield go
    for context in contexts:
        with contextlib.suppress(Exception):
            context.close()
    assert [fault for fault in faults if not fault.startswith(KNOWN)] == []


NOISE = {"error", "warning"}
KNOWN = (
    "Failed to load resource",  # Chromium's own line on a lost connection or a 503
    "Service Worker registration blocked",  # where a test asked for that
)
