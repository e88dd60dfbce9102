"""`tx.results` and `reader.results`: counts and sums of answers, and the figures told of them.

No method returns a single answer: a composer that has only this part can tell figures only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.results.coverage import coverage
from storage.results.publications import publish, published, save_tally, save_told, tally, told
from storage.results.questionnaires import save_snapshot, snapshot_of, snapshots
from storage.results.sums import (
    daily_of,
    median_duration,
    rekap_of,
    sizes_of,
    spread_of,
    totals_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.ikm.sums import Rekap
    from core.ports.results import Publication, Scope
    from storage.database.session import ReadSession, WriteSession


@dataclass(slots=True, eq=False)
class SqlResultsTx:
    """The port `core.ports.results.ResultsTx` over one session."""

    session: WriteSession

    def save_snapshot(self, snapshot: str, document: Mapping[str, Any]) -> None:
        save_snapshot(self.session, snapshot, document)

    def save_told(self, key: str, figures: Sequence[Rekap], *, now: datetime) -> None:
        save_told(self.session, key, figures, now)

    def save_tally(self, key: str, tally: Mapping[str, Any], *, now: datetime) -> None:
        save_tally(self.session, key, tally, now)

    def publish(self, label: str, unit: str, figures: Mapping[str, Any], *, now: datetime) -> int:
        return publish(self.session, label, unit, figures, now)


@dataclass(slots=True, eq=False)
class SqlResultsReader:
    """The port `core.ports.results.ResultsReader` over one session."""

    session: ReadSession

    def rekap(self, scope: Scope) -> list[Rekap]:
        return rekap_of(self.session, scope)

    def totals(self, scope: Scope) -> list[Rekap]:
        return totals_of(self.session, scope)

    def sizes(self, scope: Scope) -> Mapping[tuple[str, str], int]:
        return sizes_of(self.session, scope)

    def spread(self, scope: Scope) -> list[tuple[str, str, str, int]]:
        return spread_of(self.session, scope)

    def daily(self, scope: Scope) -> Mapping[date | None, int]:
        return daily_of(self.session, scope)

    def coverage(self, scope: Scope) -> list[tuple[str, str, int, int]]:
        return coverage(self.session, scope)

    def median_duration(self, since: date) -> tuple[int, int] | None:
        return median_duration(self.session, since)

    # -- told and published --------------------------------------------------------------------

    def snapshot(self, snapshot: str) -> Mapping[str, Any] | None:
        return snapshot_of(self.session, snapshot)

    def snapshots(self) -> Mapping[str, Mapping[str, Any]]:
        return snapshots(self.session)

    def told(self, key: str) -> list[Rekap] | None:
        return told(self.session, key)

    def tally(self, key: str) -> Mapping[str, Any] | None:
        return tally(self.session, key)

    def published(self, unit: str | None = None) -> list[Publication]:
        return published(self.session, unit)
