"""The job "nudges": a citizen who consented and left a survey unfinished is reminded once.

The reminder goes out by day and within a day of the last answer. A citizen who writes meanwhile is
not disturbed: the composer looks at the conversation when the message leaves, and drops it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.messaging.outgoing import Draft, ResendPolicy
from core.ports.requests.conversations import UnfinishedReminder
from core.survey.route import is_unfinished
from core.survey.state import from_json
from scheduler.clock import Job
from scheduler.posting import write_if_due

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.ports.channel import Writer
    from core.ports.conversations import OpenConversation
    from core.ports.store import Reader, Store, Tx
    from core.survey.state import State
    from scheduler.posting import Terms

EVERY = timedelta(minutes=5)
SILENT = timedelta(hours=3)  # a visit to the counter may lie between two answers
FRESH = timedelta(hours=22)  # WhatsApp lets us write within 24 hours of the last word
LATEST = timedelta(hours=23, minutes=30)  # after the last event: then an unsent row expires
KEPT = timedelta(days=30)  # longer than a conversation: nobody is reminded twice of one
PUSHING = ("telegram", "whatsapp")  # a web page or a terminal is closed by then


def due(reader: Reader, terms: Terms, now: datetime) -> list[Draft]:
    """Return the reminders of surveys silent for 3 to 22 hours; none while people sleep."""
    agency = terms.agency()
    if not (agency.reminds and agency.calendar(None, terms.holidays).is_awake(now)):
        return []
    talks = reader.conversations.open_between(None, now - FRESH, now - SILENT)
    found = ((talk, from_json(talk.state)) for talk in talks if talk.address.channel in PUSHING)
    rows = [_draft(talk, state) for talk, state in found if state and is_unfinished(state)]
    return [row for row in rows if not reader.upkeep.remembered(row.unique or "", now=now)]


def _draft(talk: OpenConversation, state: State) -> Draft:
    to = talk.address
    return Draft(
        to,
        UnfinishedReminder(state.session, talk.active_at).envelope(),
        policy=ResendPolicy.POST,
        expires_at=talk.active_at + LATEST,
        unique=f"ingatkan:{to.channel}:{to.account}:{to.chat}:{state.session}",
    )


def write(tx: Tx, rows: Sequence[Draft], now: datetime) -> Mapping[str, int]:
    """Write the reminders that no other scheduler wrote; {"nudged": rows}."""
    new = [row for row in rows if tx.upkeep.remember(row.unique or "", until=now + KEPT)]
    tx.outbox.enqueue(new, now=now)
    return {"nudged": len(new)}


def nudges(writer: Writer, store: Store, terms: Terms) -> Job:
    """Return the job that looks for unfinished surveys every five minutes."""

    async def run(now: datetime) -> Mapping[str, int]:
        return await write_if_due(writer, store, now, lambda reader: due(reader, terms, now), write)

    return Job("nudges", EVERY, run)
