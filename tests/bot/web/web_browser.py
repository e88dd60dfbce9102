"""A browser double for the web tests: our chat page as far as HTTP sees it, over a small house."""

from __future__ import annotations

import asyncio

from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from tests.bot.web.web_house import House


class Browser:
    """A page of ours, as far as HTTP sees it."""

    def __init__(self, house, client):
        self.house, self.client = house, client
        self.store = house.store
        self.number = 0
        self.headers = {"X-SKM": "1"}

    async def begin(self, **headers):
        answer = await self.client.post("/chat/session", headers=self.headers | headers)
        if answer.status == 200:
            self.headers["X-CSRF-Token"] = (await answer.json())["csrf"]
        return answer

    async def say(self, *, headers=None, **body):
        self.number += 1
        body = {"id": f"event-{self.number:04}", "after": 0, **body}
        return await self.client.post(
            "/chat/say", json=body, headers=self.headers | (headers or {})
        )


def walk(go, jar=lambda: CookieJar(unsafe=True), **changes):
    """Run `go(browser)` with one browser over a fresh house of these changes."""

    async def inside():
        async with (
            House(**changes) as house,
            TestClient(TestServer(house.app), cookie_jar=jar()) as client,
        ):
            await go(Browser(house, client))

    asyncio.run(inside())
