"""`CodeGuard`: limits how often a caller may try codes that nobody gave out.

`Chat`, `QrLanding` and `Kiosk` ask it before they look at a code.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.web.guard.limits import Limiter, caller
from bot.web.pages import apology
from core.office.visit import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from aiohttp import web

    from core.office.agency import Agency
    from core.ports.store import Store


class CodeGuard:
    """Counts guesses by the caller's address: 30 at once, then 30 an hour.

    A new session costs nothing on the web, so sessions would be no limit. Known codes do not count,
    which is generous to an office whose visitors share one Wi-Fi.
    """

    def __init__(
        self,
        store: Store,
        agency: Callable[[], Agency],
        now: Callable[[], datetime],
        clock: Callable[[], float],
    ) -> None:
        self._store, self._agency, self._now = store, agency, now
        self._guesses = Limiter(30, 30 / 3600, clock)

    async def wait(self, request: web.Request, code: str) -> float:
        """Seconds until this caller may bring a code that nobody gave out; 0: go on."""
        if self._is_place(code):
            return 0
        if letters_of(code) is not None and await asyncio.to_thread(self._is_visit, code):
            return 0
        return self._guesses.wait(caller(request))

    def wait_for_place(self, request: web.Request, code: str) -> float:
        """As `wait`, where only the code of a place is expected: codes of visits are guesses."""
        return 0 if self._is_place(code) else self._guesses.wait(caller(request))

    def refusal(self, request: web.Request, wait: float) -> web.Response:
        """A page with status 429 that asks the caller to come back later; `wait` in seconds."""
        response = apology(request, "", 429, "kode")
        response.headers["Retry-After"] = str(int(wait) + 1)
        return response

    def _is_place(self, code: str) -> bool:
        return self._agency().point(code) is not None

    def _is_visit(self, code: str) -> bool:
        today = self._now().astimezone(self._agency().zone).date()
        with self._store.read() as reader:
            return reader.answers.visit(code, today=today) is not None
