"""The purge of rows that have outlived their purpose, and the time that each kind is kept.

The clock runs it every hour, `skm purge` at once. Responses and saran are not deleted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, exists, or_, update

from core.answers.doubt_flags import window
from core.office.visit import FINISHED_WITHIN
from storage.conversations.dropouts import count_expired
from storage.database.column_types import IS_OPEN
from storage.outbox.reply_windows import forget_refusals
from storage.tables.billing import cost_table, lent_file_table
from storage.tables.messaging import (
    address_table,
    conversation_table,
    invitation_table,
    join_attempt_table,
    outbox_table,
    parked_event_table,
    person_id_table,
    person_table,
    received_event_table,
    staff_role_table,
)
from storage.tables.rtl import bidang_group_table, sent_mark_table
from storage.tables.survey import answered_mark_table, follow_up_wish_table
from storage.tables.visits import burst_table, visit_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.sql.dml import Delete

    from storage.database.session import WriteSession

# Ids of events, and settled outbox rows: longer than any provider repeats an event (ADR 0025).
EVENTS_KEPT = timedelta(days=8)
REPORT_WITHIN = timedelta(hours=4)  # so long a provider may queue a message
IS_SENT = outbox_table.c.state == "terkirim"  # the stored state of a row whose message was sent
LEDGER_KEPT = timedelta(days=800)  # two budget years
UNREAD_KEPT = timedelta(days=14)  # open rows after the moment from which they might leave
PARKED_KEPT = timedelta(days=30)  # events that could not be read, which `skm doctor` counts
INVITATIONS_KEPT = timedelta(days=8)  # so that an admin still sees why a code fails
TRIES_KEPT = timedelta(hours=1)  # wrong codes; they are counted over one hour (TRIES_WITHIN)
BURSTS_KEPT = timedelta(hours=1)  # counts of answers in ten minutes; only the newest is read
# A code is used up at most FINISHED_WITHIN after its last day; that day ends later in some zones.
VISITS_KEPT = FINISHED_WITHIN + timedelta(days=1)
# The tables whose rows refer to an address.
HAVE_ADDRESS = (
    conversation_table,
    outbox_table,
    staff_role_table,
    follow_up_wish_table,
    bidang_group_table,
)


def purge(session: WriteSession, now: datetime) -> Mapping[str, int]:
    """Delete rows whose time is over; return the number of deleted rows by table name.

    It also counts the unfinished surveys that go, lets templates be tried again where one was
    refused, and empties sent messages whose delivery report did not come in time.
    """
    # A sent message keeps its content, so that it can be sent again if its delivery report tells a
    # failure; after REPORT_WITHIN no report is expected any more.
    unreported = (
        IS_SENT,
        outbox_table.c.content.is_not(None),
        outbox_table.c.settled_at < now - REPORT_WITHIN,
    )
    session.conn.execute(update(outbox_table).where(*unreported).values(content=None))
    count_expired(session, now)
    forget_refusals(session)  # at the next row to such an address its template is tried again
    gone = {str(table.name): _delete(session, statement) for table, statement in _expired_rows(now)}
    # The store then empties the write-ahead log after the commit: the rows must not live on there.
    session.erased = session.erased or any(gone.values())
    return gone


def _delete(session: WriteSession, statement: Delete) -> int:
    """Delete, and return the number of deleted rows.

    The one statement on `alamat` needs `change_addresses`, which forgets the cached addresses; for
    the other tables it does no harm.
    """
    done = statement.returning(next(iter(statement.table.c)))
    return len(session.change_addresses(done))


def _expired_rows(now: datetime) -> Iterator[tuple[Table, Delete]]:
    """Yield each table with the DELETE of its expired or orphaned rows.

    A table stands behind all tables that refer to it.
    """
    events = now - EVENTS_KEPT
    old_invitation = invitation_table.c.expires_at < now - INVITATIONS_KEPT
    # An open row that no web page fetched from its mailbox, or that no provider took, says things
    # that are long out of date.
    old = or_(outbox_table.c.not_before < now - UNREAD_KEPT, outbox_table.c.expires_at < events)
    conditions: tuple[tuple[Table, ColumnElement[bool]], ...] = (
        (received_event_table, received_event_table.c.at < events),
        (outbox_table, or_(outbox_table.c.settled_at < events, and_(IS_OPEN, old))),
        (parked_event_table, parked_event_table.c.at < now - PARKED_KEPT),
        (lent_file_table, lent_file_table.c.expires_at <= now),
        (cost_table, cost_table.c.month < f"{now - LEDGER_KEPT:%Y-%m}"),
        (answered_mark_table, answered_mark_table.c.expires_at <= now),
        (sent_mark_table, sent_mark_table.c.expires_at <= now),
        *_of_visits(now),
        (conversation_table, conversation_table.c.expires_at <= now),
        (follow_up_wish_table, follow_up_wish_table.c.expires_at <= now),
        (
            invitation_table,
            or_(old_invitation, invitation_table.c.used_at < now - INVITATIONS_KEPT),
        ),
        (join_attempt_table, join_attempt_table.c.at < now - TRIES_KEPT),
    )
    for table, condition in (*conditions, *_orphans()):
        yield table, delete(table).where(condition)


def _orphans() -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Yield the conditions for orphans: persons, ids and addresses that nothing needs any more.

    An id of a person goes when the person has neither a conversation nor a role; a person goes with
    the last id, an address with the last row of HAVE_ADDRESS.
    """
    yield (
        person_id_table,
        _unused(person_id_table.c.person, conversation_table.c.person, staff_role_table.c.person),
    )
    yield (
        person_table,
        _unused(
            person_table.c.id,
            person_id_table.c.person,
            conversation_table.c.person,
            staff_role_table.c.person,
        ),
    )
    users = (one.c.address for one in HAVE_ADDRESS)
    yield address_table, _unused(address_table.c.id, *users)


def _of_visits(now: datetime) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    # A code stays past its last day, `expires_at`, for surveys that were begun in time.
    yield visit_table, visit_table.c.expires_at < (now - VISITS_KEPT).date()
    # `window` numbers the spans of ten minutes in which answers are counted.
    yield burst_table, burst_table.c.window < window(now - BURSTS_KEPT)


def _unused(key: ColumnElement[bytes], *users: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that no column of `users` refers to this key."""
    return ~or_(*(exists().where(user == key) for user in users))
