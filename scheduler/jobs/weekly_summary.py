"""The job "weekly": each recipient who lacks the summary of the newest due week gets it.

The store knows which week was posted to a recipient, and whether its row has left. A second
scheduler, a restart or a clock that was set therefore finds nothing left to do, and the next
summary covers a week that never left. `skm digest` calls `of_week` and `write` by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from core.messaging.outgoing import Draft, ResendPolicy
from core.periods import periode as periods
from core.ports.requests.news import SummaryRequest
from core.ports.upkeep import PostedSummary
from scheduler.clock import Job
from scheduler.posting import write_if_due

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.periods.periode import Periode
    from core.periods.working_days import WorkCalendar
    from core.ports.channel import Writer
    from core.ports.staff import Recipient
    from core.ports.store import Reader, Store, Tx
    from scheduler.posting import Terms

EVERY = timedelta(minutes=5)
STALE = timedelta(days=6)  # then an unsent summary asked for by hand expires
READERS = ("bidang", "admin", "pimpinan")


@dataclass(frozen=True, slots=True)
class Post:
    """One row to write for one recipient."""

    to: Recipient
    weeks: tuple[Periode, ...]  # oldest first; all but the last were missed
    until: datetime  # then the row expires, and the next summary covers these weeks
    by_hand: bool = False  # also where a newer week was told already

    def noted(self, now: datetime) -> PostedSummary:
        """Return the record of this post, still without its outbox row."""
        labels = tuple(week.label for week in self.weeks)
        return PostedSummary(self.to.key, labels[-1], labels, now)

    def draft(self) -> Draft:
        """Return the row to write; two of one recipient and week are written once."""
        labels = tuple(week.label for week in self.weeks)
        asked = SummaryRequest(
            language=self.to.language,
            role=self.to.role,
            bidang=self.to.bidang,
            weeks=labels,
            recipient=self.to.key,
        )
        return Draft(
            to=self.to.address,
            body=asked.envelope(),
            policy=ResendPolicy.POST,
            expires_at=self.until,
            unique=f"digest:{self.to.key}:{labels[-1]}",
        )


def due(reader: Reader, terms: Terms, now: datetime) -> list[Post]:
    """Return the posts that are owed now, to each recipient outside quiet hours and days off."""
    agency, found = terms.agency(), []
    for one in reader.staff.recipients():
        if one.role not in READERS:
            continue
        calendar = agency.calendar(one.bidang, terms.holidays)
        if not calendar.is_open(now):
            continue
        if weeks := _owed(calendar, one, reader.upkeep.posted_weeks(one.key), now):
            until = calendar.due_at(periods.following(weeks[-1]))
            found.append(Post(one, weeks, until))
    return found


def _owed(
    calendar: WorkCalendar, to: Recipient, posted: Sequence[PostedSummary], now: datetime
) -> tuple[Periode, ...]:
    """The weeks since the last summary that left; none when the newest due week was posted."""
    if any(row.week >= calendar.newest_due(now).label for row in posted):
        return ()
    left = max((row.week for row in posted if row.sent_at), default=None)
    return calendar.owed(now, to.since, left)


def of_week(reader: Reader, week: Periode, now: datetime) -> list[Post]:
    """Return the posts of this week to all recipients that were not told of it, at any hour."""
    posts = [
        Post(one, (week,), now + STALE, by_hand=True)
        for one in reader.staff.recipients()
        if one.role in READERS
    ]
    return [post for post in posts if _is_new(reader.upkeep.posted_weeks(post.to.key), post)]


def write(tx: Tx, posts: Sequence[Post], now: datetime) -> Mapping[str, int]:
    """Write one row for each recipient and week; {"posted": rows, "missed_weeks": older weeks}."""
    fresh = [post for post in posts if _is_new(tx.upkeep.posted_weeks(post.to.key), post)]
    rows = zip(fresh, tx.outbox.enqueue([post.draft() for post in fresh], now=now), strict=True)
    done = [
        post
        for post, row in rows
        if tx.upkeep.post_week(replace(post.noted(now), message=row)) and row
    ]
    return {"posted": len(done), "missed_weeks": sum(len(post.weeks) - 1 for post in done)}


def _is_new(posted: Sequence[PostedSummary], post: Post) -> bool:
    """Whether none of these weeks was told or is on its way, nor a newer one by the clock.

    A post by hand may tell of an older week than the newest one told.
    """
    mine, newest = {week.label for week in post.weeks}, post.weeks[-1].label
    return not any(
        row.week == newest
        or (row.sent_at and mine & set(row.covered))
        or (row.week > newest and not post.by_hand)
        for row in posted
    )


def summaries(writer: Writer, store: Store, terms: Terms) -> Job:
    """Return the job that looks for owed summaries every five minutes."""

    async def run(now: datetime) -> Mapping[str, int]:
        return await write_if_due(writer, store, now, lambda reader: due(reader, terms, now), write)

    return Job("weekly", EVERY, run)
