"""`Office`: the agency, its questionnaire and its texts as this process knows them.

They are kept fresh: another process, such as `skm setup`, may change the agency in the store.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from bot.config.clock import utc_now
from bot.config.packaged import texts_for
from core.errors import InputError, StoreDown
from core.language.catalogue import Texts
from core.office import agency_document
from core.survey.state import SurveyDefinition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.office.agency import Agency
    from core.office.questionnaire import Questionnaire
    from core.ports.store import Reader, Store

FRESH = 30.0  # seconds between two looks for a changed agency
MEASURED = timedelta(days=90)  # the answers of so many days give the promised minutes

log = logging.getLogger(__name__)


def measured_minutes(reader: Reader, now: datetime) -> int | None:
    """Median minutes that a survey took people in the last 90 days, rounded up, at least 1.

    None until enough people have answered to promise anything.
    """
    measured = reader.results.median_duration((now - MEASURED).date())
    return max(1, ceil(measured[0] / 60)) if measured else None


class Office:
    """One agency of one store, read again every 30 seconds once it is started.

    `survey` is an immutable value: a turn that took it sees one version throughout. `load` finds a
    questionnaire by the name that the agency gives. `results_url`: where the results are published,
    when the agency's document does not say.

    Raises InputError when no agency was set up, or its document or questionnaire is wrong;
    StoreDown while the database is away.
    """

    def __init__(
        self,
        store: Store,
        load: Callable[[str], Questionnaire],
        *,
        results_url: str | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._load, self._results_url, self._now = store, load, results_url, now
        self._document: Mapping[str, Any] | None = None
        self._task: asyncio.Task[None] | None = None
        with store.read() as reader:
            survey = self._read(reader)
        if survey is None:
            raise InputError("Belum ada instansi. Jalankan: skm setup")
        self.survey = survey
        self._freeze()

    @property
    def agency(self) -> Agency:
        return self.survey.agency

    @property
    def texts(self) -> Texts:
        return self.survey.texts

    def refresh(self) -> None:
        """Read the agency again: another process may have changed it.

        Raises StoreDown, and InputError for a document that is wrong; `survey` then stays as it
        was.
        """
        with self._store.read() as reader:
            survey = self._read(reader) or self.survey
        changed = survey.questionnaire is not self.survey.questionnaire
        self.survey = survey
        if changed:
            self._freeze()

    def _freeze(self) -> None:
        """Store the wording that is asked now: every answer names its wording by the snapshot."""
        asked = self.survey.questionnaire
        with self._store.read() as reader:
            known = reader.results.snapshot(asked.snapshot) is not None
        if not known:
            with self._store.write() as tx:
                tx.results.save_snapshot(asked.snapshot, asked.document)

    def _read(self, reader: Reader) -> SurveyDefinition | None:
        document = reader.upkeep.agency()
        if document is None:
            return None
        minutes = measured_minutes(reader, self._now())
        if document == self._document:
            return replace(self.survey, minutes=minutes)
        agency = agency_document.parse(document, "instansi")
        if self._results_url and not agency.results_url:
            agency = replace(agency, results_url=self._results_url)
        survey = self._load(agency.questionnaire)
        self._document = document  # only now: a wrong one is read again until it is mended
        return SurveyDefinition(survey, agency, texts_for(agency, survey), minutes)

    # -- beside the app ------------------------------------------------------------------------

    async def start(self) -> None:
        """Begin to refresh every 30 seconds, in the running event loop."""
        self._task = asyncio.get_running_loop().create_task(self._keep_fresh(), name="office")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _keep_fresh(self) -> None:
        while True:
            await asyncio.sleep(FRESH)
            try:
                await asyncio.to_thread(self.refresh)
            except (StoreDown, InputError) as error:
                log.warning("office.not_refreshed", extra={"fault": type(error).__name__})
