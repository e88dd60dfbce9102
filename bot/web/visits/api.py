"""`POST /api/kunjungan`: a queue system asks for the code of a visit, or has one counted.

It proves itself by one secret of the settings; without that setting nobody is answered.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.config.place_codes import place
from bot.desk.citizen import new_visit_codes as codes
from bot.desk.citizen.survey_events import slot
from bot.web.limits import Limiter, caller
from bot.web.visits.invitation import Invitation
from core.errors import InputError
from core.office.document_table import Table
from core.office.visit import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.channels.webchat import Door
    from bot.config.survey_links import Ways
    from core.office.agency import Agency, Tempat
    from core.ports.store import Store, Tx
    from core.survey.state import SurveyDefinition

NUMBER_MOST = 64
VISITS_MOST = 1000


class VisitApiLimits:
    """A queue machine rings once a visitor; somebody who guesses the secret shall wait."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.calls = Limiter(300, 5.0, clock)
        self.wrong = Limiter(10, 10 / 3600, clock)


@dataclass(frozen=True, slots=True)
class VisitRequest:
    """What one call wants, checked."""

    tempat: Tempat
    nomor: str | None
    jumlah: int | None  # only so many visits are counted; no code
    whatsapp: str | None


class VisitDoor:
    def __init__(
        self,
        token: str | None,
        secret: bytes,
        survey: Callable[[], SurveyDefinition],
        door: Door,
        ways: Callable[[], Ways],
        inviting: bool,
        limits: VisitApiLimits,
        now: Callable[[], datetime],
    ) -> None:
        self._token, self._secret, self._survey = token, secret, survey
        self._door, self._ways, self._limits, self._now = door, ways, limits, now
        self._inviting = inviting

    def _sender(self) -> str | None:
        """Whom invitations come from; without an approved template nobody may be written to."""
        return self._ways().whatsapp if self._inviting else None

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/kunjungan", self.take)]

    async def take(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        try:
            asked = read(await request.read(), self._survey().agency)
        except InputError as wrong:
            return _told(400, {"galat": str(wrong)})
        if asked.jumlah is not None:
            await self._door.run(lambda tx: self._count(tx, asked.tempat, asked.jumlah or 0))
            return _told(200, {"tercatat": asked.jumlah})
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

    def _local(self, tempat: Tempat) -> datetime:
        return self._now().astimezone(self._survey().agency.zona_of(tempat.unit))

    def _count(self, tx: Tx, tempat: Tempat, n: int) -> None:
        local = self._local(tempat)
        tx.answers.count_visits(tempat, local.date(), slot(local), n)

    async def _issue(self, asked: VisitRequest) -> web.Response:
        """The same number of the same day gets the same code again, and counts once."""
        today = self._local(asked.tempat).date()
        if asked.nomor is None:
            (kode,) = codes.fresh(1)
        else:
            kode = codes.of_number(self._secret, asked.tempat, today, asked.nomor)
        until = today + codes.QUEUE_LIFE
        fresh = await self._door.run(lambda tx: self._keep(tx, asked, kode, until))
        links = {one.channel: one.link for one in self._ways().to(kode)}
        told: dict[str, Any] = {"kode": kode, "berlaku_sampai": until.isoformat(), "tautan": links}
        if asked.whatsapp:
            told["undangan"] = "diterima" if self._sender() else "tidak tersedia"
        return _told(201 if fresh else 200, told)

    def _keep(self, tx: Tx, asked: VisitRequest, kode: str, until: date) -> bool:
        fresh = tx.answers.add_visits([kode], asked.tempat, until=until) == 1
        if fresh:
            self._count(tx, asked.tempat, 1)
        if fresh and asked.whatsapp and (sender := self._sender()):
            invitation = Invitation(self._survey(), sender, asked.whatsapp, self._now())
            invitation.send(tx, asked.tempat, kode)
        return fresh


def read(body: bytes, agency: Agency) -> VisitRequest:
    """Raises InputError with the field that is wrong."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise InputError("Isi permintaan harus objek JSON.")
    top = Table("permintaan", raw)
    unit, layanan, loket = (top.maybe(name) for name in ("unit", "layanan", "loket"))
    number, jumlah = top.maybe("whatsapp"), top.whole("hanya_hitung", None, least=1)
    made = VisitRequest(place(agency, unit, layanan, loket), _nomor(top), jumlah, number)
    if jumlah is not None and (jumlah > VISITS_MOST or number or made.nomor):
        raise top.fault("hanya_hitung", "tidak dapat bersama itu", f"Angka 1-{VISITS_MOST} saja")
    agreed = top.flag("setuju")
    if number is not None:
        Invitation.check(top, number, agreed=agreed)
    top.done()
    return made


def _nomor(top: Table) -> str | None:
    nomor = top.maybe("nomor")
    if nomor is not None and len(nomor) > NUMBER_MOST:
        raise top.fault("nomor", "terlalu panjang", f"Paling banyak {NUMBER_MOST} tanda")
    return nomor


def _told(status: int, body: dict[str, Any]) -> web.Response:
    return web.json_response(body, status=status, headers={"Cache-Control": "no-store"})


def _wait(seconds: float) -> web.Response:
    response = _told(429, {"galat": "Terlalu sering. Coba lagi nanti."})
    response.headers["Retry-After"] = str(int(seconds) + 1)
    return response


class Known:
    """Whether a code was given out: such a one is not somebody's guess."""

    def __init__(
        self, store: Store, agency: Callable[[], Agency], now: Callable[[], datetime]
    ) -> None:
        self._store, self._agency, self._now = store, agency, now

    async def __call__(self, kode: str) -> bool:
        if self._agency().tempat(kode) is not None:
            return True
        return letters_of(kode) is not None and await asyncio.to_thread(self._look, kode)

    def _look(self, kode: str) -> bool:
        today = self._now().astimezone(self._agency().zona).date()
        with self._store.read() as reader:
            return reader.answers.visit(kode, today=today) is not None
