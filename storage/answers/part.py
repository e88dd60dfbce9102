"""`tx.answers` and `reader.answers`: single answers, saran, and the visits that they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.answers.bursts import burst_number
from storage.answers.queries import newest_saran, profiles, response_of, saran_of
from storage.answers.recount import differences, rebuild_rekap
from storage.answers.responses import import_responses, store_entry
from storage.answers.visits import add_visits, count_visits, use_visit, visit

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from core.answers.response import Response, Saran
    from core.office.agency import ServicePoint
    from core.office.visit import Visit
    from core.ports.results import Scope
    from storage.database.session import ReadSession, WriteSession


@dataclass(slots=True, eq=False)
class SqlAnswersTx:
    """The port `core.ports.answers.AnswersTx` over one session."""

    session: WriteSession

    def store_entry(
        self, key: str, given: Response, saran: Saran | None, *, until: datetime, now: datetime
    ) -> bool:
        return store_entry(self.session, key, given, saran, until=until, now=now)

    def import_responses(
        self, sha256: str, name: str, rows: Sequence[Response], *, by: str, now: datetime
    ) -> int:
        return import_responses(self.session, sha256, name, rows, by=by, now=now)

    def rebuild_rekap(self) -> int:
        return rebuild_rekap(self.session)

    def burst_number(self, where: Sequence[str], window: int) -> int:
        return burst_number(self.session, where, window)

    # -- visits --------------------------------------------------------------------------------

    def add_visits(self, codes: Sequence[str], point: ServicePoint, *, until: date) -> int:
        return add_visits(self.session, codes, point, until)

    def count_visits(self, point: ServicePoint, day: date, slot: str, n: int) -> None:
        count_visits(self.session, point, day, slot, n)

    def visit(self, code: str, *, today: date) -> Visit | None:
        return visit(self.session, code, today)

    def use_visit(self, code: str, *, today: date) -> bool:
        return use_visit(self.session, code, today)


@dataclass(slots=True, eq=False)
class SqlAnswersReader:
    """The port `core.ports.answers.AnswersReader` over one session."""

    session: ReadSession

    def responses(self, scope: Scope) -> list[Response]:
        return response_of(self.session, scope)

    def profiles(self, scope: Scope, most: int) -> list[Mapping[str, str]]:
        return profiles(self.session, scope, most)

    def saran(self, scope: Scope) -> list[Saran]:
        return saran_of(self.session, scope)

    def newest_saran(self, scope: Scope, unsur: Collection[str] | None, most: int) -> list[Saran]:
        return newest_saran(self.session, scope, unsur, most)

    def visit(self, code: str, *, today: date) -> Visit | None:
        return visit(self.session, code, today)

    def check_rekap(self) -> list[str]:
        return differences(self.session)
