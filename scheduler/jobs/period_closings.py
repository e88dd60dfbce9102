"""The closing of periods by the calendar: 14 days after their end their figures are published.

The job "proposals" calls `close_due`. Each period of a unit is decided upon once, by the figures of
that moment; answers that come later wait for a revision by an admin (`skm close`). Without an admin
nothing is published.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.errors import InputError
from core.ports.results import Scope
from core.results.closing import prepare
from core.results.closing_dates import published_by_calendar
from scheduler.posting import write_if_due

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from core.office.agency import Agency, Unit
    from core.periods.periode import Periode
    from core.ports.channel import Writer
    from core.ports.store import Reader, Store, Tx
    from scheduler.posting import Terms

KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Closing:
    """One period of a unit that is due to be closed."""

    key: str  # remembered: each period is decided upon once
    publish: Callable[[Tx, datetime], int] | None  # returns the revision; None: too few answers


def due(reader: Reader, terms: Terms, now: datetime) -> list[Closing]:
    """Return the periods that closed since the first admin joined and are not decided upon yet."""
    agency = terms.agency()
    joined = [one.since for one in reader.staff.recipients() if one.role == "admin"]
    if not joined:
        return []
    found: list[Closing] = []
    for unit in agency.unit:
        calendar = agency.unit_calendar(unit, terms.holidays)
        since, today = calendar.today(min(joined)), calendar.today(now)
        for one, day in published_by_calendar(agency, unit.code, today):
            key = f"tutup:{unit.code}:{one.label}"
            if since <= day and not reader.upkeep.remembered(key, now=now):
                found += _closing(reader, agency, unit, one, key)
    return found


def _closing(
    reader: Reader, agency: Agency, unit: Unit, one: Periode, key: str
) -> Iterator[Closing]:
    """The closing of one period, unless an admin has closed it after its end."""
    rows = (row for row in reader.results.published(unit.code) if row.label == one.label)
    zone = unit.zone or agency.zone
    if any(row.at.astimezone(zone).date() > one.last for row in rows):
        return
    scope = Scope(unit.code, None, one.label, one.first, one.last)
    try:
        yield Closing(key, prepare(reader.results, agency, scope))
    except InputError:
        yield Closing(key, None)


def write(tx: Tx, rows: Sequence[Closing], now: datetime) -> Mapping[str, int]:
    """Publish what no other scheduler decided upon; {"closed": …, "published": …}."""
    fresh = [one for one in rows if tx.upkeep.remember(one.key, until=now + KEPT)]
    revisions = [one.publish(tx, now) for one in fresh if one.publish]
    return {"closed": len(fresh), "published": len(revisions)}


async def close_due(writer: Writer, store: Store, terms: Terms, now: datetime) -> Mapping[str, int]:
    """Look for periods that are due, publish them, and return the counts of `write`."""
    return await write_if_due(writer, store, now, lambda reader: due(reader, terms, now), write)
