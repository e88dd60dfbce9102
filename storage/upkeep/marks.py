"""Marks of what was done already. They outlive an outbox row; only hashes are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.ports.upkeep import PostedSummary
from storage.database.codec import dumps, loads
from storage.database.inserts import insert
from storage.tables.rtl import ringkasan, terkirim

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.session import ReadSession, WriteSession

WEEK, TOLD = "ringkasan", "terkirim"


def remember(session: WriteSession, key: str, until: datetime) -> bool:
    row = {"kunci": session.vault.hash(TOLD, key), "sampai": until}
    made = insert(terkirim, session.dialect).values(**row).on_conflict_do_nothing()
    return session.conn.execute(made.returning(terkirim.c.kunci)).first() is not None


def remembered(session: ReadSession, key: str, now: datetime) -> bool:
    mine = (terkirim.c.kunci == session.vault.hash(TOLD, key), terkirim.c.sampai > now)
    return session.conn.execute(select(terkirim.c.kunci).where(*mine)).first() is not None


def post_week(session: WriteSession, row: PostedSummary) -> bool:
    told = {
        "mencakup": dumps(list(row.mencakup)).decode(),
        "waktu": row.waktu,
        "pesan": row.pesan,
        "keluar": row.keluar,
    }
    which = {"penerima": session.vault.hash(WEEK, row.penerima), "minggu": row.minggu}
    made = insert(ringkasan, session.dialect).values(**which, **told).on_conflict_do_nothing()
    return session.conn.execute(made.returning(ringkasan.c.minggu)).first() is not None


def posted_weeks(session: ReadSession, penerima: str) -> list[PostedSummary]:
    mine = ringkasan.c.penerima == session.vault.hash(WEEK, penerima)
    asked = select(ringkasan).where(mine).order_by(ringkasan.c.minggu.desc())
    return [
        PostedSummary(
            penerima, one.minggu, tuple(loads(one.mencakup)), one.waktu, one.pesan, one.keluar
        )
        for one in session.conn.execute(asked)
    ]
