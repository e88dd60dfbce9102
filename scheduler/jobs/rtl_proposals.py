"""The job "proposals": when a period closes, admin and pimpinan get its result and the next plan.

A period closes by a publication or by the calendar (`core.results.closing_dates`). Each person gets
the news once for each unit and period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.errors import InputError
from core.messaging.outgoing import Draft, ResendPolicy
from core.periods import periode as periods
from core.ports.requests.rtl import PeriodClosedNews
from core.ports.results import Scope
from core.results.closing_dates import NEWS_WITHIN, by_calendar
from core.results.small_numbers import LEAST
from scheduler.clock import Job
from scheduler.jobs.period_closings import close_due
from scheduler.posting import write_if_due

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from core.office.agency import Agency
    from core.periods.periode import Periode
    from core.ports.channel import Writer
    from core.ports.staff import Recipient
    from core.ports.store import Reader, Store, Tx
    from scheduler.posting import Terms

EVERY = timedelta(minutes=15)
STALE = timedelta(days=14)  # then an unsent row expires
KEPT = timedelta(days=400)  # the mark that a person was told
READERS = ("admin", "pimpinan")


@dataclass(frozen=True, slots=True)
class Closed:
    """One period of a unit that closed not long ago."""

    unit: str  # code
    periode: Periode
    day: date  # when it closed


@dataclass(frozen=True, slots=True)
class ProposalNews:
    """The news of one closed period for one reader."""

    to: Recipient
    about: Closed

    @property
    def key(self) -> str:
        """The mark under which the store remembers that the reader was told."""
        return f"rtl_tutup:{self.about.unit}:{self.about.periode.label}:{self.to.key}"

    def draft(self, now: datetime) -> Draft:
        """Return the row to write."""
        asked = PeriodClosedNews(
            language=self.to.language,
            unit=self.about.unit,
            periode=self.about.periode.label,
            role=self.to.role,
            recipient=self.to.key,
        )
        return Draft(
            to=self.to.address,
            body=asked.envelope(),
            policy=ResendPolicy.POST,
            expires_at=now + STALE,
            unique=self.key,
        )


def closed(reader: Reader, agency: Agency, today: date) -> list[Closed]:
    """Return the periods that closed within 90 days and have at least five answers, each once."""
    found: dict[tuple[str, str], Closed] = {}
    for unit in agency.unit:
        known = [
            *_published(reader, agency, unit.code, today),
            *by_calendar(agency, unit.code, today),
        ]
        for one, day in known:
            scope = Scope(unit.code, None, one.label, one.first, one.last)
            key = (unit.code, one.label)
            if key not in found and sum(row.n for row in reader.results.totals(scope)) >= LEAST:
                found[key] = Closed(unit.code, one, day)
    return list(found.values())


def _published(
    reader: Reader, agency: Agency, unit: str, today: date
) -> Iterator[tuple[Periode, date]]:
    for row in reader.results.published(unit):
        day = row.at.astimezone(agency.zone).date()
        try:
            one = periods.parse(row.label, today)
        except InputError:
            continue
        if today - NEWS_WITHIN <= day:
            yield one, day


def due(reader: Reader, terms: Terms, now: datetime) -> list[ProposalNews]:
    """Return the news that is due now; none in quiet hours and on days off.

    A reader is told only of periods that closed since the reader joined.
    """
    agency = terms.agency()
    if not agency.calendar(None, terms.holidays).is_open(now):
        return []
    readers = [one for one in reader.staff.recipients() if one.role in READERS and not one.is_group]
    if not readers:
        return []
    today = now.astimezone(agency.zone).date()
    every = [ProposalNews(to, one) for one in closed(reader, agency, today) for to in readers]
    return [
        one
        for one in every
        if one.about.day >= one.to.since.astimezone(agency.zone).date()
        and not reader.upkeep.remembered(one.key, now=now)
    ]


def write(tx: Tx, news: Sequence[ProposalNews], now: datetime) -> Mapping[str, int]:
    """Write the rows of news that no other scheduler wrote; {"proposed": rows}."""
    fresh = [one for one in news if tx.upkeep.remember(one.key, until=now + KEPT)]
    tx.outbox.enqueue([one.draft(now) for one in fresh], now=now)
    return {"proposed": len(fresh)}


def proposals(writer: Writer, store: Store, terms: Terms) -> Job:
    """Return the job, which first closes the periods that are due."""

    async def run(now: datetime) -> Mapping[str, int]:
        # The closing comes first, for the news tells whether the period was published.
        done = await close_due(writer, store, terms, now)
        told = await write_if_due(writer, store, now, lambda reader: due(reader, terms, now), write)
        return {**done, **told}

    return Job("proposals", EVERY, run)
