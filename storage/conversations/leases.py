"""Leases of living processes, and conversations that were open while none lived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, exists, or_, select, update

from core.ports.leases import Lease, OpenConversation
from storage.conversations.loaded import PURPOSE
from storage.database.codec import loads, unpack_address
from storage.database.column_types import IS_WAITING
from storage.database.part import Work, insert
from storage.people.addresses import PURPOSE as ADDRESS
from storage.tables.messaging import alamat, outbox, percakapan
from storage.tables.processes import sewa

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from core.messaging.address import Address
    from storage.database.crypto import Vault

# A reply that still waits brings the question itself.
ANSWERED = ~exists().where(
    outbox.c.alamat == alamat.c.id,
    outbox.c.keadaan == IS_WAITING,
    outbox.c.sebab.is_not(None),
)
OPEN = (
    select(alamat.c.isi.label("alamat"), percakapan.c.aktif, percakapan.c.bahasa, percakapan.c.isi)
    .select_from(percakapan.join(alamat, alamat.c.id == percakapan.c.alamat))
    .where(percakapan.c.isi.is_not(None), alamat.c.terjangkau)
    .order_by(percakapan.c.aktif.desc(), percakapan.c.kunci)
)


class Presence(Work):
    def take_lease(self, row: Lease, *, dead_before: datetime) -> Lease:
        values = {"pemegang": row.pemegang, "proses": row.proses, "terlihat": row.terlihat}
        free = or_(
            sewa.c.pemegang.in_(("", row.pemegang)),
            sewa.c.terlihat < dead_before,
        )
        taken = insert(sewa, self.dialect).values(nama=row.nama, **values)
        self.conn.execute(
            taken.on_conflict_do_update(index_elements=["nama"], set_=values, where=free)
        )
        return _lease(self.conn, row.nama) or row

    def drop_lease(self, row: Lease) -> None:
        mine = (sewa.c.nama == row.nama, sewa.c.pemegang == row.pemegang)
        self.conn.execute(update(sewa).where(*mine).values(pemegang=""))


def _lease(conn: Connection, nama: str) -> Lease | None:
    row = conn.execute(select(*sewa.c).where(sewa.c.nama == nama)).one_or_none()
    return None if row is None else Lease(row.nama, row.pemegang, row.proses, row.terlihat)


class PresenceReading:
    """The read side; mixed into the reader."""

    conn: Connection
    vault: Vault

    def lease(self, nama: str) -> Lease | None:
        return _lease(self.conn, nama)

    def open_talks(
        self, account: tuple[str, str] | None, since: datetime, until: datetime
    ) -> list[OpenConversation]:
        between = percakapan.c.aktif.between(since, until)
        found = self._talks(OPEN.where(between, ANSWERED))
        return [
            one
            for one in found
            if account in (None, (one.address.channel, one.address.account))
            and _private(one.address)
        ]

    def talk_at(self, to: Address) -> OpenConversation | None:
        key = self.vault.hash(ADDRESS, to.channel, to.account, to.chat, to.thread)
        return next(self._talks(OPEN.where(alamat.c.kunci == key).limit(1)), None)

    def _talks(self, asked: Select[*tuple[Any, ...]]) -> Iterator[OpenConversation]:
        for row in self.conn.execute(asked):
            state = loads(self.vault.open(PURPOSE, row.isi))
            address = unpack_address(self.vault.open(ADDRESS, row.alamat))
            yield OpenConversation(address, row.aktif, row.bahasa, state)


def _private(to: Address) -> bool:
    return not to.chat.startswith("-")
