"""Wishes of people to be told once when their saran has led to a change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from storage.people.addresses import open_address, places_of
from storage.tables.messaging import address_table
from storage.tables.survey import follow_up_wish_table, saran_table

if TYPE_CHECKING:
    from datetime import date, datetime

    from core.messaging.address import Address
    from storage.database.session import WriteSession

WISH_LIFE = timedelta(days=365)
INSERT_WISH = follow_up_wish_table.insert()


def keep_wish(session: WriteSession, saran_id: bytes, to: Address, now: datetime) -> None:
    """Note that a chat wishes to be told about a saran, for WISH_LIFE."""
    place = places_of(session, [to])[to]
    row = {"saran": saran_id, "address": place.id, "expires_at": now + WISH_LIFE}
    session.run(INSERT_WISH, [row])


def take_wishes(
    session: WriteSession, unit: str, unsur: str, first: date, last: date, now: datetime
) -> list[Address]:
    """Return the reachable chats with wishes for saran of these days about this unsur.

    The wishes are used up: a second call returns none.
    """
    about = select(saran_table.c.id).where(
        saran_table.c.unit == unit,
        saran_table.c.unsur == unsur,
        saran_table.c.day.between(first, last),
    )
    used = delete(follow_up_wish_table).where(
        follow_up_wish_table.c.saran.in_(about), follow_up_wish_table.c.expires_at > now
    )
    places = set(session.conn.execute(used.returning(follow_up_wish_table.c.address)).scalars())
    session.erased = session.erased or bool(places)
    asked = select(address_table.c.content).where(
        address_table.c.id.in_(places), address_table.c.reachable
    )
    # Ordered by random ids, so that the order does not tell who wished first.
    return [
        open_address(session.vault, content)
        for content in session.conn.execute(asked.order_by(address_table.c.id)).scalars()
    ]
