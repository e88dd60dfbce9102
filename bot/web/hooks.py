"""Where providers post. The secret is looked at first, then the body; 2xx means COMMIT."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any, Protocol

from aiohttp import web

from bot.channels.telegram_calls import dumps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.ports import Inbox

LARGEST = 2**20  # bytes: no single update is near that
_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


class Accepts(Protocol):
    """A bot whose updates are posted to us."""

    async def accept(self, inbox: Inbox, body: bytes) -> Mapping[str, Any] | None: ...


def telegram_hook(path: str, bot: Accepts, inbox: Inbox, secret: str) -> web.RouteDef:
    """One bot's route. What is raised in it is not 2xx, so Telegram posts the update again."""
    expected = secret.encode()

    async def post(request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, expected):
            return web.Response(status=401)
        body = await request.clone(client_max_size=LARGEST).read()
        method = await bot.accept(inbox, body)
        if method is None:
            return web.Response()
        return web.Response(body=dumps(method), content_type="application/json")

    return web.post(path, post)
