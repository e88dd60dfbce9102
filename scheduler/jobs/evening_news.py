"""The job "telling": news at the end of a working day on low scores, saran about money, and costs.

Nothing is told at once, and nothing out of fewer than five answers, so that no reader can tell
which citizen gave an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.messaging.outgoing import Draft, ResendPolicy
from core.ports.requests.news import LowScoresNews, MoneySaranNews, PaidServiceNews
from core.results.small_numbers import LEAST
from scheduler.clock import Job
from scheduler.jobs.evening_counts import Costs, Evening, LowScores, MoneySaran
from scheduler.posting import write_if_due

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from core.periods.working_days import WorkCalendar
    from core.ports.channel import Writer
    from core.ports.requests.request import ComposerRequest
    from core.ports.staff import Recipient
    from core.ports.store import Reader, Store, Tx
    from scheduler.jobs.day_tally import Tally
    from scheduler.posting import Terms

EVERY = timedelta(minutes=5)
KEPT = timedelta(days=400)
# Days back in which late forms and imports are news; older days are history.
LATE, MONEY_DAYS, FREE_DAYS = 31, 31, 180
LOOK_BACK = 14  # days: no sequence of days off is longer


@dataclass(frozen=True, slots=True)
class EveningNews:
    """One piece of news: its row for each reader, and the tallies that are kept with it."""

    key: str  # remembered: a second scheduler writes nothing
    drafts: tuple[Draft, ...] = ()
    tallies: tuple[tuple[str, Tally], ...] = ()  # (key, tally), as it stands after this news


def due(reader: Reader, terms: Terms, now: datetime) -> list[EveningNews]:
    """Return the news of each unit whose working day has ended, once for each working day.

    In a unit's quiet hours and on its days off nothing is due: the news then comes late.
    """
    agency = terms.agency()
    people = reader.staff.recipients()
    found: list[EveningNews] = []
    for unit in agency.unit:
        calendar = agency.unit_calendar(unit, terms.holidays)
        day = _ended(calendar, now) if calendar.is_open(now) else None
        key = f"harian:{unit.code}:{day}"
        if day and not reader.upkeep.remembered(key, now=now):
            at = Evening(reader, agency, unit, day, calendar.today(now), people)
            found += [EveningNews(key), *_low(at), *_money(at), *_paid(at)]
    return found


def _ended(calendar: WorkCalendar, now: datetime) -> date | None:
    """The last working day whose end may be told by now, that evening or on the next morning."""
    today, hour = calendar.today(now), calendar.schedule.work_ends
    days = (today - timedelta(days=back) for back in range(LOOK_BACK))
    over = (day for day in days if calendar.works(day))
    return next((day for day in over if calendar.opens(calendar.at(day, hour)) <= now), None)


# -- low scores --------------------------------------------------------------------------------


def _low(at: Evening) -> Iterator[EveningNews]:
    """Low scores among the answers since the last telling, once these are five.

    The first look tells nothing: all answers before that look are history.
    """
    key = f"rendah|{at.unit.code}"
    found, first = at.tally(key, LowScores(at), LATE)
    tells = found.n >= LEAST and not first
    drafts = tuple(_low_drafts(at, found)) if tells else ()
    kept = found.told() if first or tells else found
    yield EveningNews(f"rendah:{at.unit.code}:{at.day}", drafts, ((key, kept),))


def _low_drafts(at: Evening, found: Tally) -> Iterator[Draft]:
    for to in at.people:
        mine = tuple(
            (unsur, count)
            for unsur, count in found.counts.most_common()
            if to.role == "admin"
            or (to.role == "bidang" and to.bidang in at.agency.owners(at.unit, unsur))
        )
        if mine:
            asked = LowScoresNews(to.language, to.key, at.unit.code, found.n, mine)
            yield _draft(to, asked, f"rendah:{at.unit.code}:{at.day}")


# -- money -------------------------------------------------------------------------------------


def _money(at: Evening) -> Iterator[EveningNews]:
    """The number of saran about money, among at least five answers; to admin and pengawas alone."""
    key = f"uang|{at.unit.code}"
    found, _ = at.tally(key, MoneySaran(at), MONEY_DAYS)
    tells = found.counts["uang"] and found.n >= LEAST
    readers = [to for to in at.people if to.role in ("admin", "pengawas")]

    def told(to: Recipient, n: int, since: date) -> MoneySaranNews:
        return MoneySaranNews(to.language, to.key, at.unit.code, n, since)

    yield _counted(at, key, found, told, readers if tells else [])


def _paid(at: Evening) -> Iterator[EveningNews]:
    """The number of answers that name a cost, from five on; to pimpinan and pengawas."""
    for one in (each for each in at.unit.layanan if each.is_free):
        key = f"gratis|{at.unit.code}|{one.code}"
        found, _ = at.tally(key, Costs(at, one.code), FREE_DAYS)
        enough = found.counts["biaya"] >= LEAST
        readers = [to for to in at.people if to.role in ("pimpinan", "pengawas")]

        def told(to: Recipient, n: int, since: date, layanan: str = one.code) -> PaidServiceNews:
            return PaidServiceNews(to.language, to.key, at.unit.code, layanan, n, since)

        yield _counted(at, key, found, told, readers if enough else [])


def _counted(
    at: Evening,
    key: str,
    found: Tally,
    asked: Callable[[Recipient, int, date], ComposerRequest],
    readers: Sequence[Recipient],
) -> EveningNews:
    """The news of a count; while nobody reads it, the count goes on growing."""
    since = found.since or at.today
    monday = since - timedelta(days=since.weekday())  # so that the day of an answer is not told
    n, unique = found.counts.total(), f"{key}:{at.day}"
    drafts = tuple(_draft(to, asked(to, n, monday), unique) for to in readers)
    return EveningNews(unique, drafts, ((key, found.told() if drafts else found),))


# -- writing -----------------------------------------------------------------------------------


def _draft(to: Recipient, asked: ComposerRequest, key: str) -> Draft:
    body = asked.envelope()
    return Draft(to.address, body, policy=ResendPolicy.POST, unique=f"{key}:{to.key}")


def write(tx: Tx, news: Sequence[EveningNews], now: datetime) -> Mapping[str, int]:
    """Write the rows and tallies of news that no other scheduler wrote; {"told": rows}."""
    told = 0
    for one in news:
        if not tx.upkeep.remember(one.key, until=now + KEPT):  # another scheduler was quicker
            continue
        for key, tally in one.tallies:
            tx.results.save_tally(key, tally.to_json(), now=now)
        told += sum(row is not None for row in tx.outbox.enqueue(one.drafts, now=now))
    return {"told": told}


def telling(writer: Writer, store: Store, terms: Terms) -> Job:
    """Return the job that looks for evening news every five minutes."""

    async def run(now: datetime) -> Mapping[str, int]:
        return await write_if_due(writer, store, now, lambda reader: due(reader, terms, now), write)

    return Job("telling", EVERY, run)
