"""`/kiosk/<loket>`: the whole questionnaire in one page, and the route to which it brings answers.

The page works on while the network is away; an answer that it brings is checked like an import.
"""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.channels.webchat import CODE
from bot.desk.citizen.survey_events import slot
from bot.web.chat import refusal
from bot.web.guard.limits import Limiter, caller
from bot.web.kiosk.content import contents
from bot.web.pages import STATIC, language_of, page
from core.answers import entry
from core.answers.doubt_flags import window
from core.errors import FileError
from core.office.questionnaire import thaw
from core.periods.periode import CLOSES_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.web.guard.codes import CodeGuard
    from bot.web.guard.sessions import Sessions
    from bot.web.house import WebHouse
    from core.answers.entry import Entry
    from core.answers.response import Response
    from core.office.agency import ServicePoint
    from core.office.questionnaire import Questionnaire
    from core.ports.store import Tx
    from core.survey.state import SurveyDefinition

REMEMBERED = CLOSES_AFTER + timedelta(days=2)  # for so long an answer's id is known
WRONG = 422  # Unprocessable Content (RFC 9110)
_ID = re.compile(r"[0-9a-f]{32}")


class KioskLimits:
    """Rates of calls: a session 60 at once then 1 a second, an address 300 then 5 a second.

    A tablet that was away for days brings hundreds of answers, and several share one address.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.session = Limiter(60, 1.0, clock)
        self.address = Limiter(300, 5.0, clock)


class KioskPages:
    """The page of a kiosk, its service worker, and the answers that it brings."""

    def __init__(
        self,
        house: WebHouse,
        sessions: Sessions,
        limits: KioskLimits,
        guard: CodeGuard,
        now: Callable[[], datetime],
    ) -> None:
        self._survey, self._writer, self._store = house.survey, house.writer, house.store
        self._sessions, self._limits, self._guard, self._now = sessions, limits, guard, now

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/kiosk/pekerja.js", self.worker),
            web.get("/kiosk/{loket}", self.show),
            web.post("/kiosk/{loket}/jawaban", self.take),
        ]

    async def worker(self, _request: web.Request) -> web.StreamResponse:
        """Answer with the service worker's script.

        It stands under /kiosk and not /static, for a service worker serves only addresses below its
        own.
        """
        return web.FileResponse(STATIC / "kiosk-worker.js", headers={"Cache-Control": "no-cache"})

    async def show(self, request: web.Request) -> web.Response:
        """Answer with the page of a loket; 404 for another code, 429 after too many guesses."""
        survey, code = self._survey(), request.match_info["loket"]
        spot = self._spot(survey, code)
        if spot is None:
            if wait := self._guard.wait_for_place(request, code):
                return self._guard.refusal(request, wait)
            raise web.HTTPNotFound
        held = contents(survey, spot)
        facts = {
            "office": held["unit"],
            "loket": held["nama"],
            "contents": json.dumps(held, ensure_ascii=False),
        }
        return page("kiosk.html", language_of(request), facts)

    async def take(self, request: web.Request) -> web.Response:
        """Store one answer `{"id", "snapshot", …}`, as `core.answers.entry.read` reads it.

        200 only after COMMIT, also for an answer that was stored before: then the page may forget
        it. 422 with a sentence for an answer that is refused, 400 for no answer, 403 without a
        session.
        """
        if refused := self._refused(request):
            return refused
        try:
            raw = json.loads(await request.read())
        except (ValueError, RecursionError):
            return refusal(request, 400, "keliru")
        if not isinstance(raw, dict) or not _ID.fullmatch(str(raw.get("id"))):
            return refusal(request, 400, "keliru")
        spot = self._spot(self._survey(), request.match_info["loket"])
        if spot is None:
            return refusal(request, WRONG, "loket")
        try:
            given = await asyncio.to_thread(self._read, raw, spot)
        except FileError as wrong:
            return web.json_response({"text": f"{wrong.where}: {wrong.what}."}, status=WRONG)
        fresh = await self._writer.run(lambda tx: self._keep(tx, str(raw["id"]), given))
        return web.json_response({"baru": fresh}, headers={"Cache-Control": "no-store"})

    def _refused(self, request: web.Request) -> web.Response | None:
        session = self._sessions.proven(request)
        if session is None:
            return refusal(request, 403, "sesi")
        wait = self._limits.session.wait(session) or self._limits.address.wait(caller(request))
        return refusal(request, 429, "sibuk", after=wait) if wait else None

    def _spot(self, survey: SurveyDefinition, code: str) -> ServicePoint | None:
        """The service point of a loket's code; None for any other code."""
        spot = survey.agency.point(code) if CODE.fullmatch(code) else None
        return spot if spot is not None and spot.loket else None

    def _read(self, raw: Mapping[str, Any], spot: ServicePoint) -> Entry:
        survey = self._survey()
        unit = survey.agency.unit_with(spot.unit)
        assert unit is not None  # noqa: S101 - the code came from the agency
        today = self._now().astimezone(survey.agency.zone_of(spot.unit)).date()
        asked = self._asked(survey.questionnaire, raw.get("snapshot"))
        given = {key: value for key, value in raw.items() if key not in ("id", "snapshot")}
        young = survey.agency.minimum_age
        return entry.read(given, asked, unit, spot, survey.texts.languages, today, young)

    def _asked(self, now: Questionnaire, snapshot: Any) -> Questionnaire:
        """The version that the page holds; an older one counts as the questions it asked."""
        if snapshot == now.snapshot:
            return now
        with self._store.read() as reader:
            found = reader.results.snapshot(snapshot) if isinstance(snapshot, str) else None
        if found is None:
            raise FileError("kios", "snapshot", "versi kuesioner tidak dikenal", "Muat ulang")
        return thaw(found)

    def _keep(self, tx: Tx, uuid: str, given: Entry) -> bool:
        now, until = self._now(), datetime.combine(given.day + REMEMBERED, time(), UTC)
        stored = self._marked(tx, given, now)
        return tx.answers.store_entry(f"kiosk:{uuid}", stored, given.words(), until=until, now=now)

    def _marked(self, tx: Tx, given: Entry, now: datetime) -> Response:
        """The response; one that came at once also gets its place in the burst at this loket.

        Answers that waited for the network come in a burst which says nothing about them.
        """
        spot = given.point
        local = now.astimezone(self._survey().agency.zone_of(spot.unit))
        if (given.day, given.slot) != (local.date(), slot(local)):
            return given.response()
        rush = tx.answers.burst_number((spot.unit, spot.loket or "", "kiosk"), window(now))
        return given.response(local=local, rush=rush)
