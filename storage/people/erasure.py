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
from storage.people.addresses import DROPPED, address_key, close_places
from storage.people.identities import id_keys
from storage.tables.messaging import alamat, orang, orang_id, outbox, percakapan, petugas, terparkir
from storage.tables.rtl import grup
from storage.tables.survey import kabar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table
    from sqlalchemy.sql.dml import Delete

    from core.messaging.address import Address, Person
    from storage.database.session import ReadSession, WriteSession


def own_places(
    session: ReadSession, person: Person, address: Address
) -> tuple[set[bytes], set[bytes]]:
    """Rows of `orang` of this person, and of the addresses that nobody else talks in."""
    conn = session.conn
    mine = orang_id.c.kunci.in_(id_keys(session.vault, person))
    whose = set(conn.execute(select(orang_id.c.orang).where(mine)).scalars())
    kunci = address_key(session.vault, address)
    here = conn.execute(select(alamat.c.id).where(alamat.c.kunci == kunci)).scalars()
    talked = conn.execute(select(percakapan.c.alamat).where(percakapan.c.orang.in_(whose)))
    places = {*here, *talked.scalars()}
    shared: set[bytes | None] = set()
    for table in (percakapan, petugas):
        others = (table.c.alamat.in_(places), table.c.orang.not_in(whose))
        shared |= set(conn.execute(select(table.c.alamat).where(*others)).scalars())
    shared |= set(conn.execute(select(grup.c.alamat).where(grup.c.alamat.in_(places))).scalars())
    return whose, places - shared


def holdings(session: ReadSession, person: Person, address: Address) -> Mapping[str, int]:
    """How many rows of each kind lead to this person."""
    whose, places = own_places(session, person, address)

    def count(table: Table, *where: ColumnElement[bool]) -> int:
        asked = select(func.count()).select_from(table).where(*where)
        return session.conn.execute(asked).scalar_one()

    return {
        "alamat": len(places),
        "percakapan": count(
            percakapan, percakapan.c.orang.in_(whose), percakapan.c.isi.is_not(None)
        ),
        "pesan": count(outbox, outbox.c.alamat.in_(places), IS_OPEN),
        "kabar": count(kabar, kabar.c.alamat.in_(places)),
        "petugas": count(petugas, petugas.c.orang.in_(whose)),
    }


def erase(session: WriteSession, person: Person, address: Address) -> int:
    """Erase at once what can still be found; the number of rows that went."""
    conn, group = session.conn, session.group
    if group is not None:
        group.write()
    whose, places = own_places(session, person, address)
    keys = select(alamat.c.kunci).where(alamat.c.id.in_(places))
    conn.execute(update(petugas).where(petugas.c.alamat.in_(places)).values(alamat=None))
    gone = sum(
        _erase(conn, statement)
        for statement in (
            delete(percakapan).where(percakapan.c.orang.in_(whose)),
            delete(outbox).where(outbox.c.alamat.in_(places)),
            delete(kabar).where(kabar.c.alamat.in_(places)),
            delete(terparkir).where(terparkir.c.alamat.in_(keys)),
        )
    )
    erased = delete(alamat).where(alamat.c.id.in_(places)).returning(alamat.c.id)
    gone += len(session.change_addresses(erased))
    gone += _erase_person(conn, whose)
    if group is not None:
        group.forget(whose, places)
    session.erased = True
    return gone


def silence(session: WriteSession, person: Person, address: Address, now: datetime) -> int:
    """Drop what was still to come unasked, and let nothing more come until they write."""
    _, places = own_places(session, person, address)
    planned = (
        outbox.c.alamat.in_(places),
        IS_OPEN,
        outbox.c.sebab.is_(None),  # a reply was asked for and still goes
    )
    rows = session.conn.execute(
        update(outbox)
        .where(*planned)
        .values(keadaan=DROPPED, isi=None, pemegang=None, selesai=now)
        .returning(outbox.c.seq)
    )
    gone = set(rows.scalars())
    wishes = _erase(session.conn, delete(kabar).where(kabar.c.alamat.in_(places)))
    if session.group is not None:
        session.group.silence(gone, places)
    else:  # no reply follows
        close_places(session, places)
    return len(gone) + wishes


def _erase(conn: Connection, statement: Delete) -> int:
    first = next(iter(statement.table.c))
    return len(conn.execute(statement.returning(first)).all())


def _erase_person(conn: Connection, whose: Collection[bytes]) -> int:
    staff = set(conn.execute(select(petugas.c.orang).where(petugas.c.orang.in_(whose))).scalars())
    plain = set(whose) - staff
    conn.execute(delete(orang_id).where(orang_id.c.orang.in_(plain)))
    return _erase(conn, delete(orang).where(orang.c.id.in_(plain)))
