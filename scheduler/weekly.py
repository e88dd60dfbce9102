"""The weekly summary: who lacks the one of the newest due week, and gets it.

Level-triggered: the store knows who was sent which week. A second scheduler, a restart or a clock
that was set finds nothing left to do.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from core.model import Compose, Draft, Policy
from core.ports_rtl import Ringkasan
from scheduler.clock import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from core.agency import Agency
    from core.periode import Periode
    from core.ports import Reader, Store, Tx
    from core.ports_rtl import Penerima

EVERY = timedelta(minutes=5)
STALE = timedelta(days=6)  # then the next one is near
READERS = ("bidang", "admin", "pimpinan")
T = TypeVar("T")


class Writes(Protocol):
    """The one writer."""

    async def run(self, work: Callable[[Tx], T]) -> T: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """By whose calendar the clock goes; asked anew at each look."""

    agency: Callable[[], Agency]
    libur: Callable[[int], frozenset[date]]


@dataclass(frozen=True, slots=True)
class Post:
    """One row to write for one recipient."""

    to: Penerima
    weeks: tuple[Periode, ...]  # oldest first; all but the last were missed

    def noted(self, now: datetime) -> Ringkasan:
        labels = tuple(week.label for week in self.weeks)
        return Ringkasan(self.to.kunci, labels[-1], labels, now)

    def draft(self, now: datetime) -> Draft:
        labels = [week.label for week in self.weeks]
        args = {
            "bahasa": self.to.bahasa,
            "peran": self.to.role,
            "bidang": self.to.bidang,
            "minggu": labels,
            "penerima": self.to.kunci,
        }
        return Draft(
            to=self.to.address,
            body=Compose("ringkasan", args),
            policy=Policy.POST,
            expires_at=now + STALE,
            unique=f"digest:{self.to.kunci}:{labels[-1]}",
        )


def due(reader: Reader, terms: Terms, now: datetime) -> list[Post]:
    """Who is owed what at this moment; nothing in quiet hours and on days off."""
    agency, found = terms.agency(), []
    for one in reader.recipients():
        if one.role not in READERS:
            continue
        calendar = agency.kalender(one.bidang, terms.libur)
        if not calendar.is_open(now):
            continue
        posted = reader.posted_weeks(one.kunci)
        done = posted[0].minggu if posted else None
        if weeks := calendar.owed(now, one.since, done):
            found.append(Post(one, weeks))
    return found


def of_week(reader: Reader, week: Periode) -> list[Post]:
    """Who was not told of this week, whenever it is asked for."""
    return [
        Post(one, (week,))
        for one in reader.recipients()
        if one.role in READERS
        and all(week.label not in row.mencakup for row in reader.posted_weeks(one.kunci))
    ]


def write(tx: Tx, posts: Sequence[Post], now: datetime) -> Mapping[str, int]:
    """One row per recipient and week, also when another scheduler was quicker."""
    fresh = [post for post in posts if _is_new(tx, post) and tx.post_week(post.noted(now))]
    tx.enqueue([post.draft(now) for post in fresh], now=now)
    missed = sum(len(post.weeks) - 1 for post in fresh)
    return {"posted": len(fresh), "missed_weeks": missed}


def _is_new(tx: Tx, post: Post) -> bool:
    """Nothing newer was told meanwhile, and none of these weeks."""
    told = tx.posted_weeks(post.to.kunci)
    mine = {week.label for week in post.weeks}
    return not any(mine & set(row.mencakup) or row.minggu > max(mine) for row in told)


async def post_due(writer: Writes, store: Store, terms: Terms, now: datetime) -> Mapping[str, int]:
    def look() -> list[Post]:
        with store.read() as reader:
            return due(reader, terms, now)

    posts = await asyncio.to_thread(look)
    if not posts:
        return {}
    return await writer.run(lambda tx: write(tx, posts, now))


def summaries(writer: Writes, store: Store, terms: Terms) -> Job:
    async def run(now: datetime) -> Mapping[str, int]:
        return await post_due(writer, store, terms, now)

    return Job("weekly", EVERY, run)
