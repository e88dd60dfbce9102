"""Wishes to hear, once, when a saran has led to something."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from storage.people.addresses import open_address, places_of
from storage.tables.messaging import alamat
from storage.tables.survey import kabar, saran

if TYPE_CHECKING:
    from datetime import date, datetime

    from core.messaging.address import Address
    from storage.database.session import WriteSession

KABAR_LIFE = timedelta(days=365)
INSERT_KABAR = kabar.insert()


def keep_wish(session: WriteSession, saran_id: bytes, to: Address, now: datetime) -> None:
    place = places_of(session, [to])[to]
    row = {"saran": saran_id, "alamat": place.id, "berlaku_sampai": now + KABAR_LIFE}
    session.run(INSERT_KABAR, [row])


def take_wishes(
    session: WriteSession, unit: str, unsur: str, first: date, last: date, now: datetime
) -> list[Address]:
    """Chats that left a saran of these days about this unsur; their wishes are used up."""
    about = select(saran.c.id).where(
        saran.c.unit == unit, saran.c.unsur == unsur, saran.c.tanggal.between(first, last)
    )
    used = delete(kabar).where(kabar.c.saran.in_(about), kabar.c.berlaku_sampai > now)
    places = set(session.conn.execute(used.returning(kabar.c.alamat)).scalars())
    session.erased = session.erased or bool(places)
    asked = select(alamat.c.isi).where(alamat.c.id.in_(places), alamat.c.terjangkau)
    # By their random ids: nothing tells who wished first.
    return [
        open_address(session.vault, isi)
        for isi in session.conn.execute(asked.order_by(alamat.c.id)).scalars()
    ]
