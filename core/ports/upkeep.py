"""`tx.upkeep`: the agency's document, living processes, what was done already, and the purge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Lease:
    """Who may do something alone, and when that process was last seen alive."""

    name: str  # what is done: "ambil:4242"
    holder: str  # random; "" = given back
    process: str  # for the operator: which process on which computer
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class JobRun:
    """What one job of the clock did last."""

    job: str
    last_at: datetime
    next_at: datetime
    succeeded: bool
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PostedSummary:
    """A week's summary for a recipient: which weeks it covers, and whether it has left."""

    recipient: str
    week: str  # "2026-W47", the newest of them
    covered: tuple[str, ...]  # all of them, in order
    at: datetime  # when it was posted
    message: str | None = None  # its outbox row
    sent_at: datetime | None = None  # when that row left; until then nothing counts as told


class UpkeepTx(Protocol):
    def agency(self) -> Mapping[str, Any] | None:
        """As it stands in this transaction, for whoever changes a part of it."""
        ...

    def save_agency(self, document: Mapping[str, Any], *, now: datetime) -> bool:
        """False when it is the one that stands there already."""
        ...

    def purge(self, *, now: datetime) -> Mapping[str, int]:
        """Delete what has outlived its purpose; rows by table."""
        ...

    def take_lease(self, row: Lease, *, dead_before: datetime) -> Lease:
        """Take or renew it; the row as it then stands, which is another's while that one lives.

        Who was last seen before `dead_before` lives no more.
        """
        ...

    def drop_lease(self, row: Lease) -> None:
        """Give back what is ours; when it was last seen stays."""
        ...

    def log_run(self, row: JobRun) -> None:
        """Note a job's last run; of two clocks the later one is kept."""
        ...

    # what was done, for longer than an outbox row lives
    def remember(self, key: str, *, until: datetime) -> bool:
        """True the first time; False until the purge after that day. Only its hash is kept."""
        ...

    def remembered(self, key: str, *, now: datetime) -> bool: ...

    def post_week(self, row: PostedSummary) -> bool:
        """Note a posted summary; False when one of that recipient and week was noted before.

        When its row leaves, perhaps with an unknown end, settling it notes that too.
        """
        ...

    def posted_weeks(self, recipient: str) -> list[PostedSummary]:
        """What a recipient was sent, newest first."""
        ...


class UpkeepReader(Protocol):
    def agency(self) -> Mapping[str, Any] | None: ...

    def counts(self) -> Mapping[str, int]:
        """For /metrics and the doctor: rows by table and state."""
        ...

    def lease(self, name: str) -> Lease | None: ...
    def job_runs(self) -> list[JobRun]: ...
    def remembered(self, key: str, *, now: datetime) -> bool: ...
    def posted_weeks(self, recipient: str) -> list[PostedSummary]: ...
