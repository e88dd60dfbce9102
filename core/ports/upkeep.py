"""`tx.upkeep`: the agency's document, leases of processes, marks of finished work, and the purge.

The clock's jobs, `skm doctor`, `skm setup` and /metrics call it. `storage/upkeep/part.py` keeps the
promises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of one process to do something alone, and when the process was last seen alive."""

    name: str  # the work: "ambil:4242"
    holder: str  # random; "" = given back
    process: str  # for the operator: which process on which computer
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class JobRun:
    """The last run of one job of the clock."""

    job: str
    last_at: datetime
    next_at: datetime
    succeeded: bool
    counts: Mapping[str, int]  # as `scheduler.clock.Job.run` returned them


@dataclass(frozen=True, slots=True)
class PostedSummary:
    """A week's summary for a recipient: which weeks it covers, and whether it has left."""

    recipient: str  # `Recipient.key`
    week: str  # "2026-W47", the newest of them
    covered: tuple[str, ...]  # all of them, in order
    at: datetime  # when it was posted
    message: str | None = None  # id of its outbox row
    sent_at: datetime | None = None  # when that row left; until then nothing counts as told


class UpkeepTx(Protocol):
    """Writes that keep the program itself going."""

    def agency(self) -> Mapping[str, Any] | None:
        """Return the agency's document as it stands in this transaction; None: it is not set up.

        Code that changes a part of the document reads it here.
        """
        ...

    def save_agency(self, document: Mapping[str, Any], *, now: datetime) -> bool:
        """Keep the agency's document; False when the kept one is equal."""
        ...

    def purge(self, *, now: datetime) -> Mapping[str, int]:
        """Delete the rows that have outlived their purpose; table to the number of rows."""
        ...

    def take_lease(self, row: Lease, *, dead_before: datetime) -> Lease:
        """Take or renew a lease, and return the row as it stands afterwards.

        The row is another process's while that process lives: it was seen at `dead_before` or
        later and has not given the lease back.
        """
        ...

    def drop_lease(self, row: Lease) -> None:
        """Give a lease of `row.holder` back; the time when the process was last seen stays."""
        ...

    def log_run(self, row: JobRun) -> None:
        """Keep a job's last run; of two clocks the later run is kept."""
        ...

    # Marks of finished work, which live longer than an outbox row.
    def remember(self, key: str, *, until: datetime) -> bool:
        """Mark a piece of work as done until that time; True the first time, False afterwards.

        Only a hash of the key is kept. After `until` the purge deletes the mark.
        """
        ...

    def remembered(self, key: str, *, now: datetime) -> bool:
        """Return whether `remember` marked this key and the mark has not run out."""
        ...

    def post_week(self, row: PostedSummary) -> bool:
        """Note a posted summary; False when one of that recipient and week was noted before.

        When the outbox row of `row.message` leaves, perhaps with an unknown end, `outbox.settle`
        sets `sent_at`.
        """
        ...

    def posted_weeks(self, recipient: str) -> list[PostedSummary]:
        """Return the summaries posted to a recipient (its key), newest week first."""
        ...


class UpkeepReader(Protocol):
    """Reads for the clock, the doctor and /metrics."""

    def agency(self) -> Mapping[str, Any] | None:
        """Return the agency's document; None: it is not set up."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Count rows by table, of the outbox by state ("outbox.…"), and answers ("respons")."""
        ...

    def lease(self, name: str) -> Lease | None:
        """Return a lease by its name; None: nobody ever took it."""
        ...

    def job_runs(self) -> list[JobRun]:
        """Return the last run of every job, by the job's name."""
        ...

    def remembered(self, key: str, *, now: datetime) -> bool:
        """Return whether a key is marked, as `UpkeepTx.remembered` does."""
        ...

    def posted_weeks(self, recipient: str) -> list[PostedSummary]:
        """Return the summaries posted to a recipient, as `UpkeepTx.posted_weeks` does."""
        ...
