"""Delivery reports: they end the wait for a lost answer, and tell of failures that came later.

They come in any order and more than once: what was delivered stays so.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select, update

from core.messaging.outcomes import Gone, Later, Sent, WindowShut
from core.messaging.outgoing import OF_TEMPLATE, ResendPolicy
from storage.database.column_types import HELD, WAITING, Saat
from storage.outbox.reply_windows import HOLDS, SAID, close_windows, mark_window
from storage.outbox.rows import ended
from storage.outbox.settling import end_rows, mark_left
from storage.outbox.statements import UNSURE
from storage.people.addresses import open_address, set_reachable
from storage.tables.messaging import alamat, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

    from core.messaging.address import Address
    from core.messaging.incoming import Receipt
    from storage.database.session import WriteSession

    Found = Row[int, str, str, bytes, bytes, str, bool, int, bool]

MADE = {"accepted", "scheduled", "queued", "sending", "sent", "delivered", "read"}
ARRIVED = {"delivered", "read"}
FAILED = {"failed", "undelivered"}
TRIES = 5  # of a message that failed after it was taken
SENT = "terkirim"

UNDELIVERED = (
    update(outbox)
    .where(outbox.c.seq == bindparam("b_seq"))
    .values(
        keadaan="gagal",
        kode=bindparam("b_kode"),
        isi=None,
        pemegang=None,
        selesai=bindparam("b_now", type_=Saat),
    )
)
AGAIN = (
    update(outbox)
    .where(outbox.c.seq == bindparam("b_seq"))
    .values(
        keadaan=WAITING,
        mulai=bindparam("b_mulai", type_=Saat),
        percobaan=outbox.c.percobaan + 1,
        ragu=False,
        selesai=None,
        provider_id=None,
        pemegang=None,
        sewa_sampai=None,
    )
)
CERTAIN = (
    update(outbox)
    .where(outbox.c.seq == bindparam("b_seq"))
    .values(keadaan=SENT, provider_id=bindparam("b_provider"))
)
FORGET = update(outbox).where(outbox.c.seq == bindparam("b_seq")).values(isi=None)
# What waited behind a lost answer need not wait any longer.
FREE = (
    update(outbox)
    .where(outbox.c.alamat == bindparam("b_id"), outbox.c.keadaan == WAITING)
    .where(outbox.c.percobaan > 0, outbox.c.pemegang.is_(None))
    .values(mulai=bindparam("b_now", type_=Saat))
)


def received(session: WriteSession, one: Receipt, now: datetime) -> tuple[Address, ...]:
    """Take a report in; the chats in which it ended a wait."""
    told = (one.outbox_id or "").removesuffix(OF_TEMPLATE)
    of_template = told != (one.outbox_id or "")
    freed = [
        row
        for row in _reported(session, one, told)
        if (_of_template if of_template else _of_message)(session, row, one, now)
    ]
    session.run(FREE, [{"b_id": row.alamat, "b_now": now} for row in freed])
    return tuple(open_address(session.vault, row.ke) for row in freed)


def _reported(session: WriteSession, one: Receipt, outbox_id: str) -> list[Found]:
    mine = [outbox.c.id == outbox_id] if outbox_id else []
    if one.provider_id:
        mine.append(outbox.c.provider_id == one.provider_id)
    if not mine:
        return []
    asked = (
        select(
            outbox.c.seq,
            outbox.c.id,
            outbox.c.kebijakan,
            outbox.c.alamat,
            alamat.c.isi.label("ke"),
            outbox.c.keadaan,
            outbox.c.ragu,
            outbox.c.percobaan,
            outbox.c.isi.is_not(None).label("ada"),
        )
        .join(alamat, alamat.c.id == outbox.c.alamat)
        .where(outbox.c.channel == one.channel, outbox.c.account == one.account, or_(*mine))
    )
    return list(session.conn.execute(asked).all())


def _of_message(session: WriteSession, row: Found, one: Receipt, now: datetime) -> bool:
    if one.status in MADE:
        waited = row.keadaan == WAITING
        arrived, sent = one.status in ARRIVED, Sent(one.provider_id)
        end_rows(session, [ended(row.seq, sent, now, unsure=False, kept=not arrived)])
        if row.keadaan == UNSURE:
            session.run(CERTAIN, [{"b_seq": row.seq, "b_provider": one.provider_id}])
        if waited and row.kebijakan == ResendPolicy.POST:
            mark_left(session, [row.id], now)
        if arrived and row.keadaan == SENT:
            session.run(FORGET, [{"b_seq": row.seq}])
        return waited and bool(row.ragu)
    if one.status in FAILED and row.keadaan in (WAITING, SENT, UNSURE):
        _failed(session, row, one, now)
        return bool(row.keadaan == WAITING and row.ragu)
    return False


def _failed(session: WriteSession, row: Found, one: Receipt, now: datetime) -> None:
    match one.outcome:
        case Later(after=after) if row.ada and row.percobaan < TRIES:
            _bring_back(session, row, now + timedelta(seconds=after))
            return
        case WindowShut():
            close_windows(session, [open_address(session.vault, row.ke)])
            if row.ada:  # it says its template, or waits
                _bring_back(session, row, now)
                return
        case Gone():
            set_reachable(session, row.alamat, reachable=False, now=now)
    session.run(UNDELIVERED, [{"b_seq": row.seq, "b_kode": one.code, "b_now": now}])


def _bring_back(session: WriteSession, row: Found, due: datetime) -> None:
    session.run(AGAIN, [{"b_seq": row.seq, "b_mulai": due}])
    mark_left(session, [row.id], None)


def _of_template(session: WriteSession, row: Found, one: Receipt, now: datetime) -> bool:
    """The row waits for an answer to its template; its own message was never sent."""
    if one.status in FAILED and isinstance(one.outcome, Gone):
        set_reachable(session, row.alamat, reachable=False, now=now)
    elif one.status in FAILED and row.keadaan == HELD:
        # Nothing told the person that something waits: the next row may try.
        mark_window(session, row.alamat, HOLDS)
    elif one.status in MADE and row.keadaan == WAITING and row.ragu:
        session.conn.execute(
            update(outbox)
            .where(outbox.c.seq == row.seq)
            .values(keadaan=HELD, ragu=False, percobaan=0, pemegang=None)
        )
        mark_window(session, row.alamat, SAID)
        return True
    return False
