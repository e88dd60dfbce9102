"""The statements of conversations, built once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update

from storage.database.inserts import insert
from storage.tables.messaging import alamat, outbox, percakapan, petugas

if TYPE_CHECKING:
    from sqlalchemy.dialects.sqlite import Insert

last = outbox.alias("terakhir")
own = outbox.alias("miliknya")
# Whether the last reply has left, and when: what was typed before it answers no more. What the
# clock posts is no screen of a conversation.
LAST_REPLY = (
    select(func.max(own.c.seq))
    .where(own.c.alamat == percakapan.c.alamat, own.c.sebab.is_not(None))
    .scalar_subquery()
)
TALKS = (
    select(
        percakapan.c.kunci,
        percakapan.c.alamat,
        percakapan.c.bahasa,
        percakapan.c.isi,
        alamat.c.terjangkau,
        alamat.c.sementara,
        alamat.c.didengar,
        alamat.c.jendela,
        alamat.c.pilihan,
        last.c.keadaan,
        last.c.selesai,
    )
    .select_from(
        percakapan.join(alamat, alamat.c.id == percakapan.c.alamat).outerjoin(
            last, last.c.seq == LAST_REPLY
        )
    )
    .where(percakapan.c.kunci.in_(bindparam("keys", expanding=True)))
    .order_by(percakapan.c.kunci)
    .with_for_update(of=percakapan)
)
SAVE = (
    update(percakapan)
    .where(percakapan.c.kunci == bindparam("b_kunci"))
    .values(
        isi=bindparam("b_isi"),
        bahasa=bindparam("b_bahasa"),
        aktif=bindparam("b_aktif"),
        berlaku_sampai=bindparam("b_sampai"),
    )
)
REVIVE = (
    update(alamat).where(alamat.c.id == bindparam("b_id")).values(terjangkau=True, sementara=False)
)
REATTACH = (
    update(petugas)
    .where(petugas.c.orang == bindparam("b_orang"), petugas.c.alamat.is_(None))
    .values(alamat=bindparam("b_alamat"))
)


@cache
def insert_talk(dialect: str) -> Insert:
    return insert(percakapan, dialect).on_conflict_do_nothing()
