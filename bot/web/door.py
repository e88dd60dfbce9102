"""`/s/<kode>`: what a QR code opens. It lets people choose a channel, or leads to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import web

from bot.channels.webchat import KODE
from bot.web.pages import button, language_of, page, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.agency import Agency


class QrDoor:
    def __init__(
        self,
        agency: Callable[[], Agency],
        username: Callable[[], str | None],
        guessing: Callable[[web.Request, str], float],
        busy: Callable[[web.Request, float], web.Response],
    ) -> None:
        self._agency, self._username = agency, username
        self._guessing, self._busy = guessing, busy

    async def show(self, request: web.Request) -> web.Response:
        kode = request.match_info["kode"]
        if not KODE.fullmatch(kode):
            raise web.HTTPFound("/chat")
        if wait := self._guessing(request, kode):
            return self._busy(request, wait)
        username = self._username()
        if not username:
            raise web.HTTPFound(f"/chat?kode={kode}")
        return self._choose(request, kode, username)

    def _choose(self, request: web.Request, kode: str, username: str) -> web.Response:
        language, agency = language_of(request), self._agency()
        own: Mapping[str, Any] = words(language)["pintu"]
        facts = {"lang": language, "judul": own["judul"], "instansi": _place(agency, kode)}
        return page("page.html", facts, _ways(own, kode, username))


def _ways(own: Mapping[str, str], kode: str, username: str) -> str:
    ways = (
        button(f"/chat?kode={kode}", own["web"]),
        button(f"https://t.me/{quote(username)}?start={kode}", own["telegram"], second=True),
    )
    return "".join((f"<p>{own['ajakan']}</p>", *ways, f'<p><a href="/">{own["hasil"]}</a></p>'))


def _place(agency: Agency, kode: str) -> str:
    spot = agency.tempat(kode)
    unit = agency.place(spot.unit) if spot else None
    return unit.nama if unit else agency.nama
