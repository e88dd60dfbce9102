"""`tx.upkeep` and `reader.upkeep`: the agency's document, leases, job log, marks, and the purge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.upkeep.agency import agency, save_agency
from storage.upkeep.counts import counts
from storage.upkeep.job_log import job_runs, log_run
from storage.upkeep.leases import drop_lease, lease_of, take_lease
from storage.upkeep.marks import post_week, posted_weeks, remember, remembered
from storage.upkeep.retention import purge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.ports.upkeep import JobRun, Lease, PostedSummary
    from storage.database.session import ReadSession, WriteSession


@dataclass(slots=True, eq=False)
class SqlUpkeepTx:
    """The port `core.ports.upkeep.UpkeepTx` over one session."""

    session: WriteSession

    def agency(self) -> Mapping[str, Any] | None:
        return agency(self.session)

    def save_agency(self, document: Mapping[str, Any], *, now: datetime) -> bool:
        return save_agency(self.session, document, now)

    def purge(self, *, now: datetime) -> Mapping[str, int]:
        return purge(self.session, now)

    def take_lease(self, row: Lease, *, dead_before: datetime) -> Lease:
        return take_lease(self.session, row, dead_before)

    def drop_lease(self, row: Lease) -> None:
        drop_lease(self.session, row)

    def log_run(self, row: JobRun) -> None:
        log_run(self.session, row)

    # -- marks of things done once -------------------------------------------------------------

    def remember(self, key: str, *, until: datetime) -> bool:
        return remember(self.session, key, until)

    def remembered(self, key: str, *, now: datetime) -> bool:
        return remembered(self.session, key, now)

    def post_week(self, row: PostedSummary) -> bool:
        return post_week(self.session, row)

    def posted_weeks(self, recipient: str) -> list[PostedSummary]:
        return posted_weeks(self.session, recipient)


@dataclass(slots=True, eq=False)
class SqlUpkeepReader:
    """The port `core.ports.upkeep.UpkeepReader` over one session."""

    session: ReadSession

    def agency(self) -> Mapping[str, Any] | None:
        return agency(self.session)

    def counts(self) -> Mapping[str, int]:
        return counts(self.session)

    def lease(self, name: str) -> Lease | None:
        return lease_of(self.session, name)

    def job_runs(self) -> list[JobRun]:
        return job_runs(self.session)

    def remembered(self, key: str, *, now: datetime) -> bool:
        return remembered(self.session, key, now)

    def posted_weeks(self, recipient: str) -> list[PostedSummary]:
        return posted_weeks(self.session, recipient)
