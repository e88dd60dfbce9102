"""`/s/<kode>`: the page behind a QR code, which lets people choose a channel.

Where the web is the only channel, the page leads straight to `/chat`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.channels.webchat import CODE
from bot.web.pages import language_of, page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.config.survey_links import SurveyLink, SurveyLinks
    from bot.web.guard.codes import CodeGuard
    from core.office.agency import Agency


class QrLanding:
    """The page behind a QR code of a place or of a visit."""

    def __init__(
        self,
        agency: Callable[[], Agency],
        ways: Callable[[], SurveyLinks],
        guard: CodeGuard,
    ) -> None:
        self._agency, self._ways, self._guard = agency, ways, guard

    async def show(self, request: web.Request) -> web.Response:
        """Answer with the choice of channels, a redirect to `/chat`, or 429 after many guesses."""
        code = request.match_info["kode"]
        if not CODE.fullmatch(code):
            raise web.HTTPFound("/chat")
        if wait := await self._guard.wait(request, code):
            return self._guard.refusal(request, wait)
        others = [one for one in self._ways().to(code) if one.channel != "web"]
        if not others:
            raise web.HTTPFound(f"/chat?kode={code}")
        return self._choose(request, code, others)

    def _choose(
        self, request: web.Request, code: str, others: Sequence[SurveyLink]
    ) -> web.Response:
        facts = {"office": _place(self._agency(), code), "code": code, "others": others}
        return page("qr_landing.html", language_of(request), facts)


def _place(agency: Agency, code: str) -> str:
    spot = agency.point(code)
    unit = agency.unit_with(spot.unit) if spot else None
    return unit.name if unit else agency.name
