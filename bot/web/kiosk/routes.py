"""`/kiosk/<loket>`: the whole questionnaire in one page, and the route to which it brings answers.

The page works on while the network is away, and brings its answers later. Each is checked as a
whole by `core.answers.entry.read` before it counts. The keys of refusals ("keliru", "sibuk" …) are
those of `kendala` in `words.toml`.
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
from core.office.questionnaire import from_snapshot
from core.periods.periode import CLOSES_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.web.guard.codes import CodeGuard
    from bot.web.guard.sessions import Sessions
    from bot.web.parts import WebParts
    from core.answers.entry import Entry
    from core.answers.response import Response
    from core.office.agency import ServicePoint
    from core.office.questionnaire import Questionnaire
    from core.ports.store import Tx
    from core.survey.state import SurveyDefinition

# An answer's id is known for so long after its day. It may be brought in for CLOSES_AFTER days; the
# last of them ends, in every zone of the world, before the second midnight (UTC) after its date.
REMEMBERED = CLOSES_AFTER + timedelta(days=2)
WRONG = 422  # Unprocessable Content (RFC 9110)
_ID = re.compile(r"[0-9a-f]{32}")


class KioskLimits:
    """Rates of calls: a session 60 at once then 1 a second, an IP address 300 then 5 a second.

    A tablet that was away for days brings hundreds of answers, and several share one IP address.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.session = Limiter(60, 1.0, clock)
        self.address = Limiter(300, 5.0, clock)


class KioskPages:
    """The page of a kiosk, its service worker, and the answers that it brings.

    The page gets its session, a cookie, and the token that proves it from `/chat/session`
    (`bot/web/chat.py`), as the chat page does.
    """

    def __init__(
        self,
        parts: WebParts,
        sessions: Sessions,
        limits: KioskLimits,
        guard: CodeGuard,
        now: Callable[[], datetime],
    ) -> None:
        self._survey, self._writer, self._store = parts.survey, parts.writer, parts.store
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
        """Answer with the page of a loket; 404 for another code.

        429 when too many codes that the agency does not know came from one IP address
        (`CodeGuard`).
        """
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
        it. It forgets it also after a 422, with a sentence on the wrong field of the answer or on a
        loket that is not registered, and after a 400, for a body that is no JSON object with an id
        of 32 hexadecimal digits. It tries again after a 403, without a proven session, and a 429,
        when calls come too fast.
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
        except FileError as wrong:  # the page shows the field and its fault, not the remedy
            return web.json_response({"text": f"{wrong.where}: {wrong.what}."}, status=WRONG)
        fresh = await self._writer.run(lambda tx: self._keep(tx, str(raw["id"]), given))
        return web.json_response({"baru": fresh}, headers={"Cache-Control": "no-store"})

    def _refused(self, request: web.Request) -> web.Response | None:
        # Proven: the request bears the session's cookie and the token that only our pages get.
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
        minimum_age = survey.agency.minimum_age
        return entry.read(given, asked, unit, spot, survey.texts.languages, today, minimum_age)

    def _asked(self, current: Questionnaire, snapshot: Any) -> Questionnaire:
        """The questionnaire that the page asked by, which may be older than the current one.

        An answer is read and counted by the questions that the person saw. Raises FileError for a
        snapshot that the store does not know.
        """
        if snapshot == current.snapshot:
            return current
        with self._store.read() as reader:
            found = reader.results.snapshot(snapshot) if isinstance(snapshot, str) else None
        if found is None:
            where, fault, remedy = "snapshot", "versi kuesioner tidak dikenal", "Muat ulang"
            raise FileError("kios", where, fault, remedy)
        return from_snapshot(found)

    def _keep(self, tx: Tx, uuid: str, given: Entry) -> bool:
        """Store an answer under its id; False: it was stored before."""
        now, until = self._now(), datetime.combine(given.day + REMEMBERED, time(), UTC)
        stored = self._with_doubt_flags(tx, given, now)
        return tx.answers.store_entry(f"kiosk:{uuid}", stored, given.words(), until=until, now=now)

    def _with_doubt_flags(self, tx: Tx, given: Entry, now: datetime) -> Response:
        """The response with the marks of `core.answers.doubt_flags`.

        Two marks tell of the moment at which an answer comes: at night, and as one of too many
        within ten minutes at this loket. They are asked for only when it comes in the hour slot
        ("08-12", "13-17" or "lain") of its day in which it was given: answers that waited for the
        network come many at once, which says nothing about them.
        """
        spot = given.point
        local = now.astimezone(self._survey().agency.zone_of(spot.unit))
        if (given.day, given.slot) != (local.date(), slot(local)):
            return given.response()
        # `window`: the number of the present ten minutes; `rush`: the answer's number in them.
        rush = tx.answers.burst_number((spot.unit, spot.loket or "", "kiosk"), window(now))
        return given.response(local=local, rush=rush)
