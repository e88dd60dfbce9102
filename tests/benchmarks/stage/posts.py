"""Posts updates to a bot's webhook like the official server, `max_connections` at once at most.

Updates of one chat go one after another: each waits for the answer to the one before it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.benchmarks.stage.double import Double

CONNECTIONS = 40  # Telegram's default
OKAY = 300


class Posts:
    def __init__(self, double: Double, params: Mapping[str, Any], port: int) -> None:
        self._double = double
        self._url = f"http://127.0.0.1:{port}{urlsplit(params['url']).path}"
        self._headers = {"Content-Type": "application/json"}
        if secret := params.get("secret_token"):
            self._headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        most = int(params.get("max_connections") or CONNECTIONS)
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=most))
        self._tasks: set[asyncio.Task[None]] = set()
        self._lines: dict[int, deque[bytes]] = {}  # by chat, while something of it is on its way

    def send(self, update: bytes, chat: int) -> None:
        if chat in self._lines:
            self._lines[chat].append(update)
            return
        self._lines[chat] = deque([update])
        task = asyncio.get_running_loop().create_task(self._walk(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _walk(self, chat: int) -> None:
        line = self._lines[chat]
        while line:
            await self._send(line.popleft())
        del self._lines[chat]

    async def _send(self, update: bytes) -> None:
        try:
            async with self._http.post(self._url, data=update, headers=self._headers) as answer:
                body = await answer.read()
        except aiohttp.ClientError as error:
            self._double.faults[f"webhook: {type(error).__name__}"] += 1
            return
        if answer.status >= OKAY:
            self._double.faults[f"webhook: {answer.status}"] += 1
        elif body.startswith(b'{"'):  # a method to call, whose result nobody hears of
            params = orjson.loads(body)
            self._double.call(params.pop("method").lower(), params, lambda _status, _body: None)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self._http.close()
