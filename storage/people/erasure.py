"""What a person may ask about themselves: what is kept, and its erasure.

Erasure takes addresses, conversations, messages, wishes to be told and parked events at once.
The staff's standing stays until they leave (it is the agency's record, held by hashed ids only),
but loses its address. `sekali` stays too: it refers to nothing and dies with its date; and for an
hour the count of wrong codes, or whoever guesses would begin anew with every erasure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from storage.database.column_types import IS_OPEN
from storage.people.addresses import DROPPED
from storage.people.addresses import PURPOSE as ADDRESS
from storage.people.identities import id_keys
from storage.people.roles import People
from storage.tables.messaging import alamat, orang, orang_id, outbox, percakapan, petugas, terparkir
from storage.tables.rtl import grup
from storage.tables.survey import kabar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table
    from sqlalchemy.sql.dml import Delete

    from core.messaging.address import Address, Person
    from storage.database.crypto import Vault


def own_places(
    conn: Connection, vault: Vault, person: Person, address: Address
) -> tuple[set[bytes], set[bytes]]:
    """Rows of `orang` of this person, and of the addresses that nobody else talks in."""
    mine = orang_id.c.kunci.in_(id_keys(vault, person))
    whose = set(conn.execute(select(orang_id.c.orang).where(mine)).scalars())
    kunci = vault.hash(ADDRESS, address.channel, address.account, address.chat, address.thread)
    here = conn.execute(select(alamat.c.id).where(alamat.c.kunci == kunci)).scalars()
    talked = conn.execute(select(percakapan.c.alamat).where(percakapan.c.orang.in_(whose)))
    places = {*here, *talked.scalars()}
    shared: set[bytes | None] = set()
    for table in (percakapan, petugas):
        others = (table.c.alamat.in_(places), table.c.orang.not_in(whose))
        shared |= set(conn.execute(select(table.c.alamat).where(*others)).scalars())
    shared |= set(conn.execute(select(grup.c.alamat).where(grup.c.alamat.in_(places))).scalars())
    return whose, places - shared


def holdings(conn: Connection, vault: Vault, person: Person, address: Address) -> Mapping[str, int]:
    """How many rows of each kind lead to this person."""
    whose, places = own_places(conn, vault, person, address)

    def count(table: Table, *where: ColumnElement[bool]) -> int:
        return conn.execute(select(func.count()).select_from(table).where(*where)).scalar_one()

    return {
        "alamat": len(places),
        "percakapan": count(
            percakapan, percakapan.c.orang.in_(whose), percakapan.c.isi.is_not(None)
        ),
        "pesan": count(outbox, outbox.c.alamat.in_(places), IS_OPEN),
        "kabar": count(kabar, kabar.c.alamat.in_(places)),
        "petugas": count(petugas, petugas.c.orang.in_(whose)),
    }


class Erasure(People):
    def forget(self, person: Person, address: Address, *, now: datetime) -> int:  # noqa: ARG002 - a port's name
        """Erase at once what can still be found; the number of rows that went."""
        self.flush()
        whose, places = own_places(self.conn, self.vault, person, address)
        keys = select(alamat.c.kunci).where(alamat.c.id.in_(places))
        self.conn.execute(update(petugas).where(petugas.c.alamat.in_(places)).values(alamat=None))
        gone = sum(
            self._erase(statement)
            for statement in (
                delete(percakapan).where(percakapan.c.orang.in_(whose)),
                delete(outbox).where(outbox.c.alamat.in_(places)),
                delete(kabar).where(kabar.c.alamat.in_(places)),
                delete(terparkir).where(terparkir.c.alamat.in_(keys)),
                delete(alamat).where(alamat.c.id.in_(places)),
            )
        )
        gone += self._erase_person(whose)
        self.near.clear()
        self.forgotten(whose, places)
        self.erased = True
        return gone

    def hush(self, person: Person, address: Address, *, now: datetime) -> int:
        """Drop what was still to come unasked, and let nothing more come until they write."""
        _, places = own_places(self.conn, self.vault, person, address)
        planned = (
            outbox.c.alamat.in_(places),
            IS_OPEN,
            outbox.c.sebab.is_(None),  # a reply was asked for and still goes
        )
        rows = self.conn.execute(
            update(outbox)
            .where(*planned)
            .values(keadaan=DROPPED, isi=None, pemegang=None, selesai=now)
            .returning(outbox.c.seq)
        )
        gone = set(rows.scalars())
        wishes = self._erase(delete(kabar).where(kabar.c.alamat.in_(places)))
        self.hushed(gone, places)
        return len(gone) + wishes

    def _erase(self, statement: Delete) -> int:
        first = next(iter(statement.table.c))
        return len(self.conn.execute(statement.returning(first)).all())

    def _erase_person(self, whose: Collection[bytes]) -> int:
        staff = set(
            self.conn.execute(select(petugas.c.orang).where(petugas.c.orang.in_(whose))).scalars()
        )
        plain = set(whose) - staff
        self.conn.execute(delete(orang_id).where(orang_id.c.orang.in_(plain)))
        return self._erase(delete(orang).where(orang.c.id.in_(plain)))
