"""`web_app` and `WebServer`: the routes, the headers of every answer, and the server that listens.

`bot.app.serve` makes both in a process with the role `web`.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import TYPE_CHECKING

from aiohttp import web

from bot.channels.webchat import Mailbox
from bot.config.clock import utc_now
from bot.web.chat import ChatLimits, ChatPages, refusal
from bot.web.guard.codes import CodeGuard
from bot.web.guard.sessions import Sessions
from bot.web.health import HealthPages
from bot.web.kiosk.routes import KioskLimits, KioskPages
from bot.web.pages import OFFERED_LANGUAGES, STATIC, apology
from bot.web.qr_landing import QrLanding
from bot.web.results import ResultsPages
from bot.web.visits.api import VisitApi, VisitApiLimits
from core.errors import InputError, StoreDown, fault

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from aiohttp.typedefs import Handler

    from bot.web.parts import HealthSources, WebParts, WebTerms
    from core.office.agency import Agency

LARGEST = 200_000  # bytes of a request; the desk itself answers a text that is too long
DRAIN_SECONDS = 5.0  # that requests in hand get at the stop
FOR_EVER = "public, max-age=31536000, immutable"  # static addresses change with their content
AWAY = 503
STORE_AGAIN = 5  # seconds until a page asks again while the database is away

SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "skm",
}

log = logging.getLogger(__name__)


def web_app(
    parts: WebParts,
    terms: WebTerms,
    health: HealthSources,
    *,
    hooks: Sequence[web.RouteDef] = (),
    now: Callable[[], datetime] = utc_now,
    clock: Callable[[], float] = time.monotonic,
) -> web.Application:
    """The aiohttp application with all pages and the provider's hooks.

    `hooks`: routes to which providers post; their handlers answer 2xx only after COMMIT. `now`: the
    wall clock in UTC; `clock`: monotonic seconds, for the rate limits.
    """
    agency = parts.agency
    sessions = Sessions(terms.secret, secure=(terms.public_url or "").startswith("https:"))
    guard = CodeGuard(parts.store, agency, now, clock)
    mailbox = Mailbox(parts.writer, parts.compose, now)
    chat = ChatPages(mailbox, sessions, ChatLimits(clock), agency, guard, now)
    app = web.Application(client_max_size=LARGEST, middlewares=[_kindly(agency)])
    app[OFFERED_LANGUAGES] = lambda: agency().languages
    app.add_routes(HealthPages(parts.store, health).routes())
    app.add_routes(chat.routes())
    app.add_routes(KioskPages(parts, sessions, KioskLimits(clock), guard, now).routes())
    app.add_routes(VisitApi(parts, terms, VisitApiLimits(clock), now).routes())
    app.add_routes(hooks)
    app.router.add_get("/", ResultsPages(parts.store, agency).show)
    app.router.add_get("/s/{kode}", QrLanding(agency, terms.ways, guard).show)
    app.router.add_static("/static", STATIC)
    app.on_response_prepare.append(_be_safe)
    return app


async def _be_safe(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(SAFE)
    if request.path.startswith("/static/") and response.status in (200, 304):
        response.headers["Cache-Control"] = FOR_EVER


# -- what goes wrong -----------------------------------------------------------------------------


def _kindly(agency: Callable[[], Agency]) -> Callable[..., Awaitable[web.StreamResponse]]:
    @web.middleware
    async def kindly(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except StoreDown:
            return _trouble(request, agency, AWAY, "istirahat")
        except web.HTTPRequestEntityTooLarge:
            return _trouble(request, agency, 413, "panjang")
        except web.HTTPNotFound:
            return _trouble(request, agency, 404, "tiada")
        except web.HTTPException:
            raise
        except Exception as error:  # noqa: BLE001 - nobody shall see a bare traceback
            route = request.match_info.route.resource
            where = route.canonical if route else "?"
            log.error("web.failed", extra={"route": where, "fault": fault(error)})  # noqa: TRY400 - a trace may quote a person
            return _trouble(request, agency, 500, "galat")

    return kindly


def _bare(status: int) -> web.Response:
    """The answer to a provider, which reads no page; after a 503 it delivers again."""
    again = {"Retry-After": str(STORE_AGAIN)} if status == AWAY else None
    return web.Response(status=status, headers=again)


def _trouble(
    request: web.Request, agency: Callable[[], Agency], status: int, key: str
) -> web.Response:
    if request.path.startswith("/hooks/"):
        return _bare(status)
    if request.path.startswith(("/chat/", "/api/")) or request.path.endswith("/jawaban"):
        return refusal(request, status, key, after=STORE_AGAIN if status == AWAY else 0)
    try:
        name = agency().name
    except StoreDown:
        name = ""
    response = apology(request, name, status, "tutup" if status == AWAY else key)
    if status == AWAY:
        response.headers["Retry-After"] = str(STORE_AGAIN)
    return response


class WebServer:
    """Listens on one host and port. It leaves signals to `App`."""

    def __init__(self, app: web.Application, host: str, port: int) -> None:
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN_SECONDS)
        self._host, self._port = host, port

    async def start(self) -> None:
        """Listen from now on. Raises InputError when the address cannot be used."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as taken:
            await self._runner.cleanup()
            what = f"{self._host}:{self._port} tidak dapat dipakai"
            raise InputError(f"{what}: {taken.strerror}. Ubah SKM_HOST atau SKM_PORT") from taken

    async def stop(self) -> None:
        """Take no more requests, let those in hand finish within 5 seconds, hang up."""
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        """The port that it listens on: the real one when it was started on port 0."""
        return int(self._runner.addresses[0][1])
