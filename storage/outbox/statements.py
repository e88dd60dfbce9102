"""The statements of the outbox, built once."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import (
    BindParameter,
    Boolean,
    String,
    and_,
    bindparam,
    case,
    delete,
    exists,
    not_,
    null,
    or_,
    select,
    update,
)

from storage.database.column_types import GOODBYE, IS_OPEN, IS_WAITING, Saat
from storage.database.inserts import insert
from storage.tables.messaging import alamat, outbox
from storage.tables.rtl import ringkasan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.sql.dml import Delete, ReturningInsert

EXPIRED, UNSURE = "kedaluwarsa", "tak_pasti"

OPEN = outbox.c.keadaan == IS_WAITING
NOW: BindParameter[datetime] = bindparam("now", type_=Saat)
HOLDER: BindParameter[str] = bindparam("holder", type_=String)
FREE = or_(outbox.c.pemegang.is_(None), outbox.c.sewa_sampai <= NOW)
OURS = and_(outbox.c.channel == bindparam("channel"), outbox.c.account == bindparam("account"))
older = outbox.alias("lebih_tua")
# A row that is only planned for later holds nobody up; one that waits for its retry does.
HEAD = ~exists().where(
    older.c.alamat == outbox.c.alamat,
    older.c.keadaan == IS_WAITING,
    older.c.seq < outbox.c.seq,
    or_(older.c.percobaan > 0, older.c.mulai <= NOW),
)
FIELDS = (
    outbox.c.seq,
    outbox.c.id,
    alamat.c.isi.label("alamat"),
    alamat.c.didengar,
    alamat.c.jendela,
    outbox.c.isi,
    outbox.c.kebijakan,
    outbox.c.ganti,
    outbox.c.sebab,
    outbox.c.percobaan,
    outbox.c.ragu,
    outbox.c.kedaluwarsa,
    outbox.c.pemegang,
)
JOINED = outbox.join(alamat, alamat.c.id == outbox.c.alamat)

CLAIMABLE = (
    select(*FIELDS)
    .select_from(JOINED)
    .where(OPEN, OURS, outbox.c.mulai <= NOW, FREE, HEAD)
    .order_by(outbox.c.seq)
    .limit(bindparam("most"))
    .with_for_update(of=outbox, skip_locked=True)
)
LEASE = (
    update(outbox)
    .where(outbox.c.seq == bindparam("b_seq"))
    .values(pemegang=HOLDER, sewa_sampai=bindparam("until"), ragu=bindparam("b_ragu"))
)
SETTLE = (
    update(outbox)
    .where(outbox.c.seq == bindparam("b_seq"), OPEN)
    .values(
        keadaan=bindparam("b_keadaan"),
        provider_id=bindparam("b_provider"),
        kode=bindparam("b_kode"),
        ragu=bindparam("b_ragu"),
        selesai=bindparam("b_now"),
        isi=case((bindparam("b_simpan", type_=Boolean), outbox.c.isi), else_=None),
        pemegang=null(),
        sewa_sampai=null(),
    )
)
RETRY = (
    update(outbox)
    .where(outbox.c.seq == bindparam("b_seq"), OPEN)
    .values(
        mulai=bindparam("b_mulai"),
        ragu=bindparam("b_ragu"),
        # As if it had not been tried: see HEAD.
        percobaan=case((bindparam("b_planned", type_=Boolean), 0), else_=outbox.c.percobaan + 1),
        pemegang=None,
        sewa_sampai=None,
    )
)
RELEASE = (
    update(outbox)
    .where(OPEN, outbox.c.pemegang == HOLDER)
    .values(pemegang=None, sewa_sampai=None)
    .returning(outbox.c.seq)
)
# What the clock keeps of a summary is true only once its row has left.
LEFT = (
    update(ringkasan)
    .where(ringkasan.c.pesan == bindparam("b_id"))
    .values(keluar=bindparam("b_now"))
)
GOODBYES = select(alamat.c.id).where(GOODBYE)
FORGET_ROWS = delete(outbox).where(
    outbox.c.alamat.in_(bindparam("ids", expanding=True)), not_(IS_OPEN)
)


@cache
def insert_rows(dialect: str) -> ReturningInsert[str, int]:
    return insert(outbox, dialect).on_conflict_do_nothing().returning(outbox.c.id, outbox.c.seq)


def forget_addresses(ids: Sequence[bytes]) -> Delete:
    return delete(alamat).where(
        alamat.c.id.in_(ids), ~exists().where(outbox.c.alamat == alamat.c.id)
    )
