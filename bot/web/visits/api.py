"""`POST /api/kunjungan`: a queue system asks for the code of a visit, or has visits counted.

It proves itself by SKM_API_TOKEN; without that setting the route answers 404.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.config.place_codes import service_point
from bot.desk.citizen import new_visit_codes
from bot.desk.citizen.survey_events import slot
from bot.web.guard.limits import Limiter, caller
from bot.web.visits.invitation import Invitation
from core.errors import InputError
from core.office.document_table import Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.web.parts import WebParts, WebTerms
    from core.office.agency import Agency, ServicePoint
    from core.ports.store import Tx

NUMBER_MOST = 64  # characters of a queue number
VISITS_MOST = 1000  # counted by one call


class VisitApiLimits:
    """Rates: 300 calls at once, then 5 a second in all; 10 wrong secrets an hour by address.

    A queue machine calls once a visitor; somebody who guesses the secret shall wait.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.calls = Limiter(300, 5.0, clock)
        self.wrong = Limiter(10, 10 / 3600, clock)


@dataclass(frozen=True, slots=True)
class VisitRequest:
    """One call, checked."""

    point: ServicePoint
    number: str | None  # queue number; None: any fresh code
    count: int | None  # count so many visits, and give no code
    whatsapp: str | None  # number to invite, as +62…


class VisitApi:
    """The route of the API. `limits` outlive a request, so `web_app` makes them."""

    def __init__(
        self,
        parts: WebParts,
        terms: WebTerms,
        limits: VisitApiLimits,
        now: Callable[[], datetime],
    ) -> None:
        self._survey, self._writer = parts.survey, parts.writer
        self._token, self._secret, self._ways = terms.api_token, terms.secret, terms.ways
        self._inviting, self._limits, self._now = terms.inviting, limits, now

    def _sender(self) -> str | None:
        """The number that invitations come from; None without an approved template."""
        return self._ways().whatsapp if self._inviting else None

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/kunjungan", self.take)]

    async def take(self, request: web.Request) -> web.Response:
        """Answer 201 with a new code, 200 with a known one or a count, 400 with the faulty field.

        401 for a wrong token, 429 for too many calls.
        """
        if refused := self._refused(request):
            return refused
        try:
            asked = read(await request.read(), self._survey().agency)
        except InputError as wrong:
            return _told(400, {"galat": str(wrong)})
        if asked.count is not None:
            await self._writer.run(lambda tx: self._count(tx, asked.point, asked.count or 0))
            return _told(200, {"tercatat": asked.count})
        return await self._issue(asked)

    def _refused(self, request: web.Request) -> web.Response | None:
        if self._token is None:
            raise web.HTTPNotFound
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, f"Bearer {self._token}".encode()):
            wait = self._limits.wrong.wait(caller(request))
            return _wait(wait) if wait else _told(401, {"galat": "Authorization: Bearer … salah."})
        wait = self._limits.calls.wait("")
        return _wait(wait) if wait else None

    def _local(self, point: ServicePoint) -> datetime:
        return self._now().astimezone(self._survey().agency.zone_of(point.unit))

    def _count(self, tx: Tx, point: ServicePoint, n: int) -> None:
        local = self._local(point)
        tx.answers.count_visits(point, local.date(), slot(local), n)

    async def _issue(self, asked: VisitRequest) -> web.Response:
        """Give a code; the same number of the same day gets the same code, and counts once."""
        today = self._local(asked.point).date()
        if asked.number is None:
            (code,) = new_visit_codes.fresh(1)
        else:
            code = new_visit_codes.of_number(self._secret, asked.point, today, asked.number)
        until = today + new_visit_codes.QUEUE_LIFE
        fresh = await self._writer.run(lambda tx: self._keep(tx, asked, code, until))
        links = {one.channel: one.link for one in self._ways().to(code)}
        told: dict[str, Any] = {"kode": code, "berlaku_sampai": until.isoformat(), "tautan": links}
        if asked.whatsapp:
            told["undangan"] = "diterima" if self._sender() else "tidak tersedia"
        return _told(201 if fresh else 200, told)

    def _keep(self, tx: Tx, asked: VisitRequest, code: str, until: date) -> bool:
        fresh = tx.answers.add_visits([code], asked.point, until=until) == 1
        if fresh:
            self._count(tx, asked.point, 1)
        if fresh and asked.whatsapp and (sender := self._sender()):
            invitation = Invitation(self._survey(), sender, asked.whatsapp, self._now())
            invitation.send(tx, asked.point, code)
        return fresh


def read(body: bytes, agency: Agency) -> VisitRequest:
    """Parse the body of a call. Raises InputError with the field that is wrong, in Indonesian."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise InputError("Isi permintaan harus objek JSON.")
    top = Table("permintaan", raw)
    unit, layanan, loket = (top.maybe(name) for name in ("unit", "layanan", "loket"))
    number, count = top.maybe("whatsapp"), top.whole("hanya_hitung", None, least=1)
    made = VisitRequest(service_point(agency, unit, layanan, loket), _number(top), count, number)
    if count is not None and (count > VISITS_MOST or number or made.number):
        raise top.fault("hanya_hitung", "tidak dapat bersama itu", f"Angka 1-{VISITS_MOST} saja")
    agreed = top.flag("setuju")
    if number is not None:
        Invitation.check(top, number, agreed=agreed)
    top.done()
    return made


def _number(top: Table) -> str | None:
    number = top.maybe("nomor")
    if number is not None and len(number) > NUMBER_MOST:
        raise top.fault("nomor", "terlalu panjang", f"Paling banyak {NUMBER_MOST} tanda")
    return number


def _told(status: int, body: dict[str, Any]) -> web.Response:
    return web.json_response(body, status=status, headers={"Cache-Control": "no-store"})


def _wait(seconds: float) -> web.Response:
    response = _told(429, {"galat": "Terlalu sering. Coba lagi nanti."})
    response.headers["Retry-After"] = str(int(seconds) + 1)
    return response
