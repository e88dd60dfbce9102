"""Delivery reports of a provider: they end the wait for a lost answer, and tell late failures.

Reports come in any order and more than once, so a message that was delivered stays delivered.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select, update

from core.messaging.outcomes import Gone, Later, Sent, WindowShut
from core.messaging.outgoing import OF_TEMPLATE, ResendPolicy
from storage.database.column_types import HELD, WAITING, Moment
from storage.outbox.reply_windows import HOLDS, SAID, close_windows, mark_window
from storage.outbox.rows import ended
from storage.outbox.settling import end_rows, mark_left
from storage.outbox.statements import UNSURE
from storage.people.addresses import open_address, set_reachable
from storage.tables.messaging import address_table, outbox_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

    from core.messaging.address import Address
    from core.messaging.incoming import Receipt
    from storage.database.session import WriteSession

    Found = Row[int, str, str, bytes, bytes, str, bool, int, bool]

# Message statuses of Twilio; a message in one of MADE exists at the provider.
MADE = {"accepted", "scheduled", "queued", "sending", "sent", "delivered", "read"}
ARRIVED = {"delivered", "read"}
FAILED = {"failed", "undelivered"}
TRIES = 5  # of a message that the provider took and then failed to deliver
SENT = "terkirim"

UNDELIVERED = (
    update(outbox_table)
    .where(outbox_table.c.seq == bindparam("b_seq"))
    .values(
        state="gagal",
        code=bindparam("b_code"),
        content=None,
        holder=None,
        settled_at=bindparam("b_now", type_=Moment),
    )
)
AGAIN = (
    update(outbox_table)
    .where(outbox_table.c.seq == bindparam("b_seq"))
    .values(
        state=WAITING,
        not_before=bindparam("b_not_before", type_=Moment),
        attempts=outbox_table.c.attempts + 1,
        unsure=False,
        settled_at=None,
        provider_id=None,
        holder=None,
        leased_until=None,
    )
)
CERTAIN = (
    update(outbox_table)
    .where(outbox_table.c.seq == bindparam("b_seq"))
    .values(state=SENT, provider_id=bindparam("b_provider"))
)
FORGET = update(outbox_table).where(outbox_table.c.seq == bindparam("b_seq")).values(content=None)
# Rows that waited behind a lost answer are due now.
FREE = (
    update(outbox_table)
    .where(outbox_table.c.address == bindparam("b_id"), outbox_table.c.state == WAITING)
    .where(outbox_table.c.attempts > 0, outbox_table.c.holder.is_(None))
    .values(not_before=bindparam("b_now", type_=Moment))
)


def received(session: WriteSession, one: Receipt, now: datetime) -> tuple[Address, ...]:
    """Apply a delivery report; return the chats in which it ended the wait for a lost answer.

    An outbox id that ends with OF_TEMPLATE reports on the template that was sent for the row.
    """
    told = (one.outbox_id or "").removesuffix(OF_TEMPLATE)
    of_template = told != (one.outbox_id or "")
    freed = [
        row
        for row in _reported(session, one, told)
        if (_of_template if of_template else _of_message)(session, row, one, now)
    ]
    session.run(FREE, [{"b_id": row.address, "b_now": now} for row in freed])
    return tuple(open_address(session.vault, row.to) for row in freed)


def _reported(session: WriteSession, one: Receipt, outbox_id: str) -> list[Found]:
    """Return the rows that a report names by our id or by the provider's id."""
    mine = [outbox_table.c.id == outbox_id] if outbox_id else []
    if one.provider_id:
        mine.append(outbox_table.c.provider_id == one.provider_id)
    if not mine:
        return []
    asked = (
        select(
            outbox_table.c.seq,
            outbox_table.c.id,
            outbox_table.c.policy,
            outbox_table.c.address,
            address_table.c.content.label("to"),
            outbox_table.c.state,
            outbox_table.c.unsure,
            outbox_table.c.attempts,
            outbox_table.c.content.is_not(None).label("has_content"),
        )
        .join(address_table, address_table.c.id == outbox_table.c.address)
        .where(
            outbox_table.c.channel == one.channel, outbox_table.c.account == one.account, or_(*mine)
        )
    )
    return list(session.conn.execute(asked).all())


def _of_message(session: WriteSession, row: Found, one: Receipt, now: datetime) -> bool:
    """Apply a report on a row's own message; True when it ended the wait for a lost answer."""
    if one.status in MADE:
        waited = row.state == WAITING
        arrived, sent = one.status in ARRIVED, Sent(one.provider_id)
        end_rows(session, [ended(row.seq, sent, now, unsure=False, kept=not arrived)])
        if row.state == UNSURE:
            session.run(CERTAIN, [{"b_seq": row.seq, "b_provider": one.provider_id}])
        if waited and row.policy == ResendPolicy.POST:
            mark_left(session, [row.id], now)
        if arrived and row.state == SENT:
            session.run(FORGET, [{"b_seq": row.seq}])
        return waited and bool(row.unsure)
    if one.status in FAILED and row.state in (WAITING, SENT, UNSURE):
        _failed(session, row, one, now)
        return bool(row.state == WAITING and row.unsure)
    return False


def _failed(session: WriteSession, row: Found, one: Receipt, now: datetime) -> None:
    """Try a message again that failed after it was taken, or end its row as "gagal"."""
    match one.outcome:
        case Later(after=after) if row.has_content and row.attempts < TRIES:
            _bring_back(session, row, now + timedelta(seconds=after))
            return
        case WindowShut():
            close_windows(session, [open_address(session.vault, row.to)])
            if row.has_content:  # the next try sends its template, or lets the row wait
                _bring_back(session, row, now)
                return
        case Gone():
            set_reachable(session, row.address, reachable=False, now=now)
    session.run(UNDELIVERED, [{"b_seq": row.seq, "b_code": one.code, "b_now": now}])


def _bring_back(session: WriteSession, row: Found, due: datetime) -> None:
    session.run(AGAIN, [{"b_seq": row.seq, "b_not_before": due}])
    mark_left(session, [row.id], None)


def _of_template(session: WriteSession, row: Found, one: Receipt, now: datetime) -> bool:
    """Apply a report on a row's template; True when it ended the wait for a lost answer.

    The row's own message was not sent.
    """
    if one.status in FAILED and isinstance(one.outcome, Gone):
        set_reachable(session, row.address, reachable=False, now=now)
    elif one.status in FAILED and row.state == HELD:
        # No template told the person that messages wait: the next row may try one.
        mark_window(session, row.address, HOLDS)
    elif one.status in MADE and row.state == WAITING and row.unsure:
        session.conn.execute(
            update(outbox_table)
            .where(outbox_table.c.seq == row.seq)
            .values(state=HELD, unsure=False, attempts=0, holder=None)
        )
        mark_window(session, row.address, SAID)
        return True
    return False
