"""Where providers post. The secret is looked at first, then the body; 2xx means COMMIT."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from aiohttp import web

from bot.channels.telegram.api import dumps

if TYPE_CHECKING:
    from bot.desk.guest import Bot, Guest
    from core.ports.channel import Writer

LARGEST = 2**20  # bytes: no single update is near that
GUEST = "X-SKM-Guest"
_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


def telegram_hook(path: str, bot: Bot, writer: Writer, secret: str, guest: Guest) -> web.RouteDef:
    """One bot's route. What is raised in it is not 2xx, so Telegram posts the update again.

    Another program that shares its bot with us marks what it hands on: then 204 says that an update
    is its own.
    """
    expected = secret.encode()

    async def post(request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, expected):
            return web.Response(status=401)
        body = await request.clone(client_max_size=LARGEST).read()
        if GUEST in request.headers:
            taken = await guest.offer(bot, writer, body)
            method, nothing = taken.method, web.Response(status=200 if taken.ours else 204)
        else:
            method, nothing = await bot.accept(writer, body), web.Response()
        if method is None:
            return nothing
        return web.Response(body=dumps(method), content_type="application/json")

    return web.post(path, post)
