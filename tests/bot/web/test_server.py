"""Health, readiness and metrics pages, and `WebServer`, which listens and lets go."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession, CookieJar

from bot.web.app import WebServer
from tests.bot.web.web_browser import walk
from tests.bot.web.web_house import House

# -- watchers ----------------------------------------------------------------------------------


def test_alive_even_without_a_database():
    async def go(browser):
        browser.store.down = True
        assert (await browser.client.get("/healthz")).status == 200

    walk(go)


def test_ready_means_database_and_channels():
    well = {"telegram": True}

    async def go(browser):
        async def ready():
            answer = await browser.client.get("/readyz")
            return answer.status, await answer.json()

        assert await ready() == (200, {"ok": True, "database": True, "telegram": True})
        browser.store.down = True
        assert await ready() == (503, {"ok": False, "database": False, "telegram": True})
        browser.store.down, well["telegram"] = False, False
        assert await ready() == (503, {"ok": False, "database": True, "telegram": False})

    walk(go, channels=lambda: well)


def test_figures_in_the_words_of_prometheus():
    async def go(browser):
        answer = await browser.client.get("/metrics")
        lines = (await answer.text()).splitlines()

        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        assert "skm_events_total 3.0" in lines
        assert "# TYPE skm_events_total counter" in lines
        assert "skm_outbox_waiting 2.0" in lines
        assert "# TYPE skm_outbox_waiting gauge" in lines

    walk(go, metrics=lambda: {"skm_events_total": 3, "outbox_waiting": 2.0})


def test_figures_are_not_for_the_street():
    """Through a proxy from a public address there is no such page."""

    async def go(browser):
        answer = await browser.client.get("/metrics", headers={"X-Forwarded-For": "93.184.216.34"})
        assert answer.status == 404

    walk(go)


# -- the server --------------------------------------------------------------------------------


def test_the_server_listens_and_lets_go():
    async def go():
        async with House() as house:
            server = WebServer(house.app, "127.0.0.1", 0)
            await server.start()
            port = server.port
            address = f"http://127.0.0.1:{port}/healthz"
            async with ClientSession() as session:
                assert (await session.get(address)).status == 200
            await server.stop()
            with pytest.raises(OSError, match=r"refused|Connect"):
                await asyncio.open_connection("127.0.0.1", port)

    asyncio.run(go())


def test_what_is_being_answered_is_finished_first():
    """Stopping while a word is being written: it is written and answered."""

    async def go():
        async with House() as house:
            begun, go_on = asyncio.Event(), asyncio.Event()
            receive = house.writer.receive

            async def slow(arrivals):
                begun.set()
                await go_on.wait()
                return await receive(arrivals)

            house.writer.receive = slow
            server = WebServer(house.app, "127.0.0.1", 0)
            await server.start()
            at = f"http://127.0.0.1:{server.port}"
            async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
                begin = await session.post(f"{at}/chat/session", headers={"X-SKM": "1"})
                headers = {"X-CSRF-Token": (await begin.json())["csrf"]}
                body = {"id": "event-0001", "text": "hai"}
                word = asyncio.create_task(
                    session.post(f"{at}/chat/say", json=body, headers=headers)
                )
                await begun.wait()
                stop = asyncio.create_task(server.stop())
                await asyncio.sleep(0)
                go_on.set()
                assert (await word).status == 200
                await stop

    asyncio.run(go())
