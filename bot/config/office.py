"""The office as this process knows it: agency, questionnaire, texts; kept fresh."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from math import ceil
from typing import TYPE_CHECKING, Any

from core.errors import InputError, StoreDown
from core.language.catalogue import BASE, Texts
from core.office import agency_document as agency_file
from core.office import questionnaire
from core.survey.step import Survey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from core.office.agency import Agency
    from core.office.questionnaire import Questionnaire
    from core.ports.store import Reader, Store

FRESH = 30.0  # seconds between two looks for a changed agency
MEASURED = timedelta(days=90)  # of answers that the promised time is measured on

log = logging.getLogger(__name__)


def catalogues() -> dict[str, dict[str, Any]]:
    """Every language file, the base language first."""
    folder = resources.files("core") / "language" / "locales"
    return {
        code: tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8"))
        for code in translations()
    }


def translations() -> list[str]:
    """The languages that have a file, offered or not."""
    files = (file.name for file in (resources.files("core") / "language" / "locales").iterdir())
    codes = (name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    return sorted(codes, key=lambda code: (code != BASE, code))


def offered(agency: Agency, every: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The languages this office speaks: those it names, else all that a native speaker reviewed.

    Raises InputError when it names one that has no catalogue.
    """
    if unknown := [code for code in agency.bahasa if code not in every]:
        has = ", ".join(every)
        raise InputError(f"[survei] bahasa: {unknown[0]!r} tidak ada. Pilih: {has}")
    named = agency.bahasa or tuple(code for code, one in every.items() if reviewed(one))
    return {code: every[code] for code in dict.fromkeys((BASE, *named))}


def reviewed(catalogue: Mapping[str, Any]) -> bool:
    """Whether a native speaker has read it. One that was not is used only where it is asked for."""
    return bool(catalogue.get("ditinjau", True))


def texts_for(agency: Agency, survey: Questionnaire) -> Texts:
    facts = {
        "instansi": agency.nama,
        "kontak": agency.kontak,
        "jam": agency.jam,
        "hasil": agency.hasil,
    }
    return Texts(offered(agency, catalogues()), survey, facts)


def measured_minutes(reader: Reader, now: datetime) -> int | None:
    """What an answer took people lately; None until enough have answered to promise anything."""
    measured = reader.median_duration((now - MEASURED).date())
    return max(1, ceil(measured[0] / 60)) if measured else None


class Office:
    """One agency of one store. `survey` is a value: a turn sees one version of it throughout."""

    def __init__(
        self,
        store: Store,
        load: Callable[[str], Questionnaire],
        *,
        hasil: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._load, self._hasil, self._now = store, load, hasil, now
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
        """Look again: another process may have loaded a changed agency."""
        with self._store.read() as reader:
            survey = self._read(reader) or self.survey
        changed = survey.questionnaire is not self.survey.questionnaire
        self.survey = survey
        if changed:
            self._freeze()

    def _freeze(self) -> None:
        """Keep the wording that is asked now: every answer names it by its snapshot."""
        asked = self.survey.questionnaire
        with self._store.read() as reader:
            known = reader.snapshot(asked.snapshot) is not None
        if not known:
            with self._store.write() as tx:
                tx.save_snapshot(asked.snapshot, asked.document)

    def _read(self, reader: Reader) -> Survey | None:
        document = reader.agency()
        if document is None:
            return None
        minutes = measured_minutes(reader, self._now())
        if document == self._document:
            return replace(self.survey, menit=minutes)
        self._document = document
        agency = agency_file.parse(document, "instansi")
        if self._hasil and not agency.hasil:
            agency = replace(agency, hasil=self._hasil)
        survey = self._load(agency.kuesioner)
        return Survey(survey, agency, texts_for(agency, survey), minutes)

    # -- beside the app ------------------------------------------------------------------------

    async def start(self) -> None:
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


def load_packaged(name: str, folder: Path | None = None) -> Questionnaire:
    """A questionnaire by name, out of the package, or a file of the office's own."""
    if name.endswith(".toml"):
        path = (folder / name) if folder else None
        if path is None or not path.is_file():
            raise InputError(f"{name}: berkas kuesioner tidak ada. Periksa [survei] kuesioner")
        text = path.read_text(encoding="utf-8")
    else:
        file = resources.files("core") / "office" / "questionnaires" / f"{name}.toml"
        if not file.is_file():
            raise InputError(f"{name}: kuesioner tidak dikenal. Periksa [survei] kuesioner")
        text = file.read_text(encoding="utf-8")
    try:
        return questionnaire.parse(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as wrong:
        raise InputError(f"{name}: {wrong}") from wrong
