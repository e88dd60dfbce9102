"""Group chats that serve a bidang; one chat may serve several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.ports.staff import BidangGroup
from storage.database.inserts import insert
from storage.people.addresses import open_address, place_of, places_of
from storage.people.staff.audit import audit
from storage.tables.messaging import address_table
from storage.tables.rtl import bidang_group_table

if TYPE_CHECKING:
    from datetime import datetime

    from core.messaging.address import Address
    from storage.database.crypto import Vault
    from storage.database.session import ReadSession, WriteSession

GROUP_ID = 16  # letters


def groups(session: ReadSession, bidang: str | None) -> list[BidangGroup]:
    """Return the reachable groups of a bidang (None: of all), by bidang and by age."""
    asked = (
        select(
            address_table.c.content,
            bidang_group_table.c.address,
            bidang_group_table.c.bidang,
            bidang_group_table.c.since,
        )
        .join(address_table, address_table.c.id == bidang_group_table.c.address)
        .where(address_table.c.reachable)
        .order_by(
            bidang_group_table.c.bidang, bidang_group_table.c.since, bidang_group_table.c.address
        )
    )
    if bidang is not None:
        asked = asked.where(bidang_group_table.c.bidang == bidang)
    vault = session.vault
    return [
        BidangGroup(open_address(vault, content), code, at, _group_id(vault, place, code))
        for content, place, code, at in session.conn.execute(asked)
    ]


def _group_id(vault: Vault, place: bytes, bidang: str) -> str:
    return vault.hash("grup", place.hex(), bidang).hex()[:GROUP_ID]


def join_group(
    session: WriteSession, group: Address, bidang: str, *, by: str, now: datetime
) -> bool:
    """Let a group chat serve a bidang; False when it did already."""
    place = places_of(session, [group])[group]
    row = {"address": place.id, "bidang": bidang, "since": now, "by": by}
    made = insert(bidang_group_table, session.dialect).values(**row).on_conflict_do_nothing()
    fresh = session.conn.execute(made.returning(bidang_group_table.c.bidang)).first() is not None
    if fresh:
        audit(session, by, "grup", {"bidang": bidang}, now)
    return fresh


def leave_group(
    session: WriteSession, group: Address, bidang: str | None, *, by: str, now: datetime
) -> int:
    """End a group's service for a bidang (None: for all); return the number of ended ones."""
    place = place_of(session, group)
    if place is None:
        return 0
    which = [
        bidang_group_table.c.address == place.id,
        *([] if bidang is None else [bidang_group_table.c.bidang == bidang]),
    ]
    gone = session.conn.execute(
        delete(bidang_group_table).where(*which).returning(bidang_group_table.c.bidang)
    ).scalars()
    codes = sorted(gone)
    if codes:
        audit(session, by, "grup_lepas", {"bidang": codes}, now)
    return len(codes)
