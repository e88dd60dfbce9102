"""Whom the clock writes to: staff chats by role and bidang, and the groups of bidang."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from core.ports_rtl import Penerima
from storage.addresses import PURPOSE
from storage.codec import unpack_address
from storage.tables import alamat, percakapan, petugas

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.model import Address, Role
    from storage.crypto import Vault

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


def recipients(conn: Connection, vault: Vault) -> list[Penerima]:
    """In the order in which they came."""
    return [
        Penerima(
            f"petugas:{number}",
            _open(vault, sealed),
            cast("Role", peran),
            bidang or None,
            sejak,
            bahasa or "id",
        )
        for number, peran, bidang, sejak, sealed, bahasa in conn.execute(STAFF)
    ]


def _open(vault: Vault, sealed: bytes) -> Address:
    return unpack_address(vault.open(PURPOSE, sealed))
