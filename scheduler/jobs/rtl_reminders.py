"""The job "reminders": RTL reminders to a bidang, and once they are overdue to admin and pimpinan.

`core.rtl.reminders` gives the reminders that are due on a day; the store remembers which recipient
got which of them. `skm remind` calls `due` and `write` by hand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.messaging.outgoing import Draft, ResendPolicy
from core.ports.requests.rtl import ReminderRequest
from core.rtl.reminders import ReminderKind, due_reminders, next_rka
from scheduler.clock import Job
from scheduler.posting import write_if_due

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.office.agency import Agency
    from core.ports.channel import Writer
    from core.ports.staff import Recipient
    from core.ports.store import Reader, Store, Tx
    from core.rtl.reminders import RtlReminder
    from scheduler.posting import Terms

EVERY = timedelta(minutes=5)
# An unsent row expires: a weekly one before the next week's, another one before the purge.
WEEKLY, STALE = timedelta(days=6), timedelta(days=13)
KEPT = timedelta(days=400)  # longer than any span in which the same reminder is due


@dataclass(frozen=True, slots=True)
class Reminder:
    """One row of the outbox: a bidang is asked about one kegiatan, other roles get one list.

    All of `about` are of one kind.
    """

    to: Recipient
    about: tuple[RtlReminder, ...]
    instead: bool = False  # an admin gets it, because nobody of the bidang can be reached

    @property
    def keys(self) -> list[str]:
        """The marks under which the store remembers that these reminders were written."""
        return [key_of(one, self.to) for one in self.about]

    @property
    def asked(self) -> ReminderRequest:
        """The request that the composer fills with words when the row leaves."""
        first = self.about[0]
        listed = ((one.status.kegiatan.id, one.status.triwulan.code) for one in self.about)
        return ReminderRequest(
            language=self.to.language,
            kind=first.kind,
            role=first.role,
            bidang=first.bidang,
            topic=tuple(listed),
            recipient=self.to.key,
            substitute=self.instead,
        )

    def draft(self, now: datetime) -> Draft:
        """Return the row to write."""
        return Draft(
            to=self.to.address,
            body=self.asked.envelope(),
            policy=ResendPolicy.POST,
            expires_at=now + (WEEKLY if self.about[0].kind is ReminderKind.OVERDUE else STALE),
            unique=self.keys[0],
        )


def key_of(one: RtlReminder, to: Recipient) -> str:
    """Return the mark of one reminder to one recipient."""
    return f"{one.key}:{to.key}"


def due(reader: Reader, terms: Terms, now: datetime) -> list[Reminder]:
    """Return the reminders to write now, to each recipient outside quiet hours and days off."""
    agency = terms.agency()
    everybody = reader.staff.recipients()
    awake = [one for one in everybody if agency.calendar(one.bidang, terms.holidays).is_open(now)]
    if not awake:
        return []
    today = now.astimezone(agency.zone).date()
    waiting = due_reminders(reader.rtl.items(), today, rka(agency, today))
    reached = {one.bidang for one in everybody if one.role == "bidang"}
    orphans = [one for one in waiting if one.role == "bidang" and one.bidang not in reached]
    found: list[Reminder] = []
    for to in awake:

        def fresh(rows: Sequence[RtlReminder], to: Recipient = to) -> list[RtlReminder]:
            return [one for one in rows if not reader.upkeep.remembered(key_of(one, to), now=now)]

        found += _rows(to, fresh([one for one in waiting if _is_for(one, to)]))
        if to.role == "admin":  # overdue RTL are in the admins' own list anyway
            alone = [one for one in orphans if one.kind is not ReminderKind.OVERDUE]
            found += _rows(to, fresh(alone), instead=True)
    return found


def rka(agency: Agency, today: date) -> date | None:
    """Return the next budget deadline; None: the office has set none."""
    written = agency.schedule.rka_deadline
    return next_rka(*written, today) if written else None


def _is_for(one: RtlReminder, to: Recipient) -> bool:
    return (one.role, one.bidang) == (to.role, to.bidang if to.role == "bidang" else None)


def _rows(to: Recipient, fresh: Sequence[RtlReminder], *, instead: bool = False) -> list[Reminder]:
    kinds: dict[tuple[Any, ...], list[RtlReminder]] = defaultdict(list)
    for one in fresh:
        apart = (one.bidang, one.status.kegiatan.id) if one.role == "bidang" else ()
        kinds[(one.kind, *apart)].append(one)
    return [Reminder(to, tuple(each), instead) for each in kinds.values()]


def write(tx: Tx, rows: Sequence[Reminder], now: datetime) -> Mapping[str, int]:
    """Write each row that holds a reminder no other scheduler wrote; {"reminded": rows}."""
    new = [row for row in rows if _is_new(tx, row, now + KEPT)]
    tx.outbox.enqueue([row.draft(now) for row in new], now=now)
    return {"reminded": len(new)}


def _is_new(tx: Tx, row: Reminder, until: datetime) -> bool:
    return sum(tx.upkeep.remember(key, until=until) for key in row.keys) > 0


def reminders(writer: Writer, store: Store, terms: Terms) -> Job:
    """Return the job that looks for reminders every five minutes."""

    async def run(now: datetime) -> Mapping[str, int]:
        return await write_if_due(writer, store, now, lambda reader: due(reader, terms, now), write)

    return Job("reminders", EVERY, run)
