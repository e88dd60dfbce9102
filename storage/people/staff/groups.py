"""Group chats that serve a bidang."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.ports.staff import BidangGroup
from storage.database.inserts import insert
from storage.people.addresses import open_address, place_of, places_of
from storage.people.staff.audit import audit
from storage.tables.messaging import alamat
from storage.tables.rtl import grup

if TYPE_CHECKING:
    from datetime import datetime

    from core.messaging.address import Address
    from storage.database.crypto import Vault
    from storage.database.session import ReadSession, WriteSession

GROUP_ID = 16  # letters


def groups(session: ReadSession, bidang: str | None) -> list[BidangGroup]:
    """Those that can be reached, by bidang and then as they came."""
    asked = (
        select(alamat.c.isi, grup.c.alamat, grup.c.bidang, grup.c.sejak)
        .join(alamat, alamat.c.id == grup.c.alamat)
        .where(alamat.c.terjangkau)
        .order_by(grup.c.bidang, grup.c.sejak, grup.c.alamat)
    )
    if bidang is not None:
        asked = asked.where(grup.c.bidang == bidang)
    vault = session.vault
    return [
        BidangGroup(open_address(vault, isi), code, at, _group_id(vault, place, code))
        for isi, place, code, at in session.conn.execute(asked)
    ]


def _group_id(vault: Vault, place: bytes, bidang: str) -> str:
    return vault.hash("grup", place.hex(), bidang).hex()[:GROUP_ID]


def join_group(
    session: WriteSession, group: Address, bidang: str, *, by: str, now: datetime
) -> bool:
    place = places_of(session, [group])[group]
    row = {"alamat": place.id, "bidang": bidang, "sejak": now, "oleh": by}
    made = insert(grup, session.dialect).values(**row).on_conflict_do_nothing()
    fresh = session.conn.execute(made.returning(grup.c.bidang)).first() is not None
    if fresh:
        audit(session, by, "grup", {"bidang": bidang}, now)
    return fresh


def leave_group(
    session: WriteSession, group: Address, bidang: str | None, *, by: str, now: datetime
) -> int:
    place = place_of(session, group)
    if place is None:
        return 0
    which = [grup.c.alamat == place.id, *([] if bidang is None else [grup.c.bidang == bidang])]
    gone = session.conn.execute(delete(grup).where(*which).returning(grup.c.bidang)).scalars()
    codes = sorted(gone)
    if codes:
        audit(session, by, "grup_lepas", {"bidang": codes}, now)
    return len(codes)
