"""The route to which Telegram posts updates (`setWebhook` of the Bot API).

Another program that shares its bot with us (docs/embed.md) posts to the same route.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from aiohttp import web

from bot.channels.telegram.api import dumps

if TYPE_CHECKING:
    from bot.desk.guest import Bot, Guest
    from core.ports.channel import Writer

LARGEST = 2**20  # bytes; no single update comes near this size
GUEST = "X-SKM-Guest"
_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


def telegram_hook(path: str, bot: Bot, writer: Writer, secret: str, guest: Guest) -> web.RouteDef:
    """The route of one bot. An exception in it is no 2xx, so Telegram posts the update again.

    `secret`: expected in the header X-Telegram-Bot-Api-Secret-Token, else the answer is 401. The
    body of the answer may hold a Bot API call. A program that shares its bot with us sends the
    header X-SKM-Guest: then 204 says that the update is its own.
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
