"""The Telegram libraries: only the chosen one is imported, and its requests obey the proxy."""

import asyncio
import subprocess
import sys

import pytest
from aiohttp import test_utils, web

from bot.channels.http import HttpClient, proxy_of
from bot.channels.telegram.api import post
from tests.support.doubles.telegram.telegram_fakes import bot_of
from tests.support.doubles.telegram.telegram_server import running


@pytest.mark.parametrize(
    ("imported", "found"),
    [
        ("channel", ""),
        ("libraries.via_ptb", "telegram"),
        ("libraries.via_aiogram", "aiogram"),
    ],
)
def test_only_the_chosen_library_is_imported(imported, found):
    """aiogram alone costs three seconds and 130 MiB; telegram.ext is never needed."""
    program = f"import sys, bot.channels.telegram.{imported}; print(*({{'telegram', 'aiogram', 'telegram.ext'}} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == found


@pytest.mark.parametrize("library", ["python-telegram-bot", "aiogram"])
def test_requests_obey_the_proxy_of_the_environment(library, monkeypatch):
    async def scene():
        async with running() as world:
            monkeypatch.setenv("http_proxy", world.url)
            world.url = "http://telegram.invalid"
            async with bot_of(world, library) as channel:
                return channel.username

    assert asyncio.run(scene()) == "skm_uji_bot"


def test_a_proxy_may_have_exceptions(monkeypatch):
    monkeypatch.setenv("https_proxy", "proxy.example:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1,intern.example")
    assert proxy_of("https://api.telegram.org") == "http://proxy.example:3128"
    assert proxy_of("https://intern.example") is None
    assert proxy_of("http://api.telegram.org") is None


def test_a_proxy_may_ask_for_a_password(monkeypatch):
    seen = []

    async def answer(request):
        seen.append((request.host, request.headers.get("Proxy-Authorization")))
        return web.json_response({"ok": True})

    async def scene():
        async with test_utils.TestServer(_app(answer)) as proxy:
            monkeypatch.setenv("http_proxy", f"http://kantor:rahasia@127.0.0.1:{proxy.port}")
            http = HttpClient("http://telegram.invalid")
            try:
                return await post(http, "http://telegram.invalid/x", {}, 5.0)
            finally:
                await http.close()

    assert asyncio.run(scene())[0] == 200
    assert seen == [("telegram.invalid", "Basic a2FudG9yOnJhaGFzaWE=")]


def _app(handler):
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    return app
