"""What has outlived its purpose goes: the purge, and how long each thing is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, exists, or_, update

from core.answers.doubt_flags import window
from core.office.visit import FINISHED_WITHIN
from storage.conversations.dropouts import count_expired
from storage.database.column_types import IS_OPEN
from storage.outbox.reply_windows import forget_refusals
from storage.tables.billing import tagihan, titipan
from storage.tables.messaging import (
    alamat,
    diterima,
    orang,
    orang_id,
    outbox,
    percakapan,
    percobaan,
    petugas,
    terparkir,
    undangan,
)
from storage.tables.rtl import grup, terkirim
from storage.tables.survey import kabar, sekali
from storage.tables.visits import kunjungan, laju

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.sql.dml import Delete

    from storage.database.session import WriteSession

EVENTS_KEPT = timedelta(days=8)  # longer than any provider repeats an event
REPORT_WITHIN = timedelta(hours=4)  # so long a provider may queue it
IS_SENT = outbox.c.keadaan == "terkirim"
LEDGER_KEPT = timedelta(days=800)  # two budget years
UNREAD_KEPT = timedelta(days=14)
PARKED_KEPT = timedelta(days=30)
INVITATIONS_KEPT = timedelta(days=8)  # so that an admin still sees why a code fails
TRIES_KEPT = timedelta(hours=1)
VISITS_KEPT = FINISHED_WITHIN + timedelta(days=1)  # days differ by zone
HAVE_ADDRESS = (percakapan, outbox, petugas, kabar, grup)


def purge(session: WriteSession, now: datetime) -> Mapping[str, int]:
    """Delete what is over; rows by table."""
    # A message is kept for its delivery report only; one that never comes ends nothing.
    unreported = (IS_SENT, outbox.c.isi.is_not(None), outbox.c.selesai < now - REPORT_WITHIN)
    session.conn.execute(update(outbox).where(*unreported).values(isi=None))
    count_expired(session, now)
    forget_refusals(session)
    gone = {str(table.name): _delete(session, statement) for table, statement in _over(now)}
    session.erased = session.erased or any(gone.values())
    return gone


def _delete(session: WriteSession, statement: Delete) -> int:
    """How many rows went. Addresses and persons are among them."""
    done = statement.returning(next(iter(statement.table.c)))
    return len(session.change_addresses(done))


def _over(now: datetime) -> Iterator[tuple[Table, Delete]]:
    """In an order in which nothing that goes is still referred to."""
    events = now - EVENTS_KEPT
    old_invitation = undangan.c.berlaku_sampai < now - INVITATIONS_KEPT
    # Nobody fetched it, or no provider took it: what it says is long out of date.
    old = or_(outbox.c.mulai < now - UNREAD_KEPT, outbox.c.kedaluwarsa < events)
    conditions: tuple[tuple[Table, ColumnElement[bool]], ...] = (
        (diterima, diterima.c.waktu < events),
        (outbox, or_(outbox.c.selesai < events, and_(IS_OPEN, old))),
        (terparkir, terparkir.c.waktu < now - PARKED_KEPT),
        (titipan, titipan.c.sampai <= now),
        (tagihan, tagihan.c.bulan < f"{now - LEDGER_KEPT:%Y-%m}"),
        (sekali, sekali.c.berlaku_sampai <= now),
        (terkirim, terkirim.c.sampai <= now),
        *_of_visits(now),
        (percakapan, percakapan.c.berlaku_sampai <= now),
        (kabar, kabar.c.berlaku_sampai <= now),
        (undangan, or_(old_invitation, undangan.c.dipakai < now - INVITATIONS_KEPT)),
        (percobaan, percobaan.c.waktu < now - TRIES_KEPT),
    )
    for table, condition in (*conditions, *_of_nobody()):
        yield table, delete(table).where(condition)


def _of_nobody() -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Persons and addresses that nothing refers to any more."""
    yield orang_id, _unused(orang_id.c.orang, percakapan.c.orang, petugas.c.orang)
    yield orang, _unused(orang.c.id, orang_id.c.orang, percakapan.c.orang, petugas.c.orang)
    users = (one.c.alamat for one in HAVE_ADDRESS)
    yield alamat, _unused(alamat.c.id, *users)


def _of_visits(now: datetime) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    yield kunjungan, kunjungan.c.berlaku_sampai < (now - VISITS_KEPT).date()
    yield laju, laju.c.jendela < window(now - TRIES_KEPT)


def _unused(key: ColumnElement[bytes], *users: ColumnElement[Any]) -> ColumnElement[bool]:
    """Nobody refers to it any more."""
    return ~or_(*(exists().where(user == key) for user in users))
