"""Whom the clock writes to: staff chats by role and bidang, and the groups of bidang."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from core.ports.staff import Recipient
from storage.people.addresses import open_address
from storage.tables.messaging import alamat, percakapan, petugas
from storage.tables.rtl import grup

if TYPE_CHECKING:
    from core.office.roles import Role
    from storage.database.session import ReadSession

# The language somebody chose in this very chat.
CHOSEN = (
    select(percakapan.c.bahasa)
    .where(percakapan.c.alamat == petugas.c.alamat, percakapan.c.orang == petugas.c.orang)
    .order_by(percakapan.c.kunci)
    .limit(1)
    .scalar_subquery()
)
STAFF = (
    select(petugas.c.id, petugas.c.peran, petugas.c.bidang, petugas.c.sejak, alamat.c.isi, CHOSEN)
    .join(alamat, alamat.c.id == petugas.c.alamat)
    .where(alamat.c.terjangkau)
    .order_by(petugas.c.id)
)
GROUPS = (
    select(grup.c.bidang, grup.c.sejak, alamat.c.isi)
    .join(alamat, alamat.c.id == grup.c.alamat)
    .where(alamat.c.terjangkau)
    .order_by(grup.c.sejak, grup.c.bidang)
)


def recipients(session: ReadSession) -> list[Recipient]:
    """Staff in the order in which they came, then the groups."""
    conn, vault = session.conn, session.vault
    staff = [
        Recipient(
            f"petugas:{number}",
            open_address(vault, sealed),
            cast("Role", peran),
            bidang or None,
            sejak,
            bahasa or "id",
        )
        for number, peran, bidang, sejak, sealed, bahasa in conn.execute(STAFF)
    ]
    # A group that becomes a supergroup may get another row: since when it serves tells it again.
    groups = [
        Recipient(
            f"grup:{bidang}:{sejak.isoformat()}",
            open_address(vault, sealed),
            "bidang",
            bidang,
            sejak,
            grup=True,
        )
        for bidang, sejak, sealed in conn.execute(GROUPS)
    ]
    return [*staff, *groups]
