"""The rights of a person over their data: a count of the rows that lead to them, and erasure.

Erasure deletes addresses, conversations, messages, wishes and parked events at once. Roles of staff
stay until the person leaves (they are the agency's record, held by hashed ids only), but lose their
address. `sekali` stays, because it refers to nobody and ends with its date. The count of wrong
codes stays for an hour, or a guesser would begin anew with every erasure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from storage.database.column_types import IS_OPEN
from storage.people.addresses import DROPPED, address_key, close_places
from storage.people.identities import id_keys
from storage.tables.messaging import (
    address_table,
    conversation_table,
    outbox_table,
    parked_event_table,
    person_id_table,
    person_table,
    staff_role_table,
)
from storage.tables.rtl import bidang_group_table
from storage.tables.survey import follow_up_wish_table

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
    """Return the person's rows of `orang`, and ids of the addresses where nobody else talks."""
    conn = session.conn
    mine = person_id_table.c.key.in_(id_keys(session.vault, person))
    whose = set(conn.execute(select(person_id_table.c.person).where(mine)).scalars())
    key = address_key(session.vault, address)
    here = conn.execute(select(address_table.c.id).where(address_table.c.key == key)).scalars()
    talked = conn.execute(
        select(conversation_table.c.address).where(conversation_table.c.person.in_(whose))
    )
    places = {*here, *talked.scalars()}
    shared: set[bytes | None] = set()
    for table in (conversation_table, staff_role_table):
        others = (table.c.address.in_(places), table.c.person.not_in(whose))
        shared |= set(conn.execute(select(table.c.address).where(*others)).scalars())
    shared |= set(
        conn.execute(
            select(bidang_group_table.c.address).where(bidang_group_table.c.address.in_(places))
        ).scalars()
    )
    return whose, places - shared


def holdings(session: ReadSession, person: Person, address: Address) -> Mapping[str, int]:
    """Return the number of rows that lead to this person, by kind ("alamat", "pesan", …)."""
    whose, places = own_places(session, person, address)

    def count(table: Table, *where: ColumnElement[bool]) -> int:
        asked = select(func.count()).select_from(table).where(*where)
        return session.conn.execute(asked).scalar_one()

    return {
        "alamat": len(places),
        "percakapan": count(
            conversation_table,
            conversation_table.c.person.in_(whose),
            conversation_table.c.content.is_not(None),
        ),
        "pesan": count(outbox_table, outbox_table.c.address.in_(places), IS_OPEN),
        "kabar": count(follow_up_wish_table, follow_up_wish_table.c.address.in_(places)),
        "petugas": count(staff_role_table, staff_role_table.c.person.in_(whose)),
    }


def erase(session: WriteSession, person: Person, address: Address) -> int:
    """Erase at once the data that can still be found; return the number of deleted rows.

    A group of arrivals in hand is written first, and forgets the person.
    """
    conn, group = session.conn, session.group
    if group is not None:
        group.write()
    whose, places = own_places(session, person, address)
    keys = select(address_table.c.key).where(address_table.c.id.in_(places))
    conn.execute(
        update(staff_role_table).where(staff_role_table.c.address.in_(places)).values(address=None)
    )
    gone = sum(
        _erase(conn, statement)
        for statement in (
            delete(conversation_table).where(conversation_table.c.person.in_(whose)),
            delete(outbox_table).where(outbox_table.c.address.in_(places)),
            delete(follow_up_wish_table).where(follow_up_wish_table.c.address.in_(places)),
            delete(parked_event_table).where(parked_event_table.c.address.in_(keys)),
        )
    )
    erased = (
        delete(address_table).where(address_table.c.id.in_(places)).returning(address_table.c.id)
    )
    gone += len(session.change_addresses(erased))
    gone += _erase_person(conn, whose)
    if group is not None:
        group.forget(whose, places)
    session.erased = True
    return gone


def silence(session: WriteSession, person: Person, address: Address, now: datetime) -> int:
    """Drop the messages that were to come unasked, and send none until the person writes.

    Returns the number of dropped rows and wishes. Replies still go.
    """
    _, places = own_places(session, person, address)
    planned = (
        outbox_table.c.address.in_(places),
        IS_OPEN,
        outbox_table.c.caused_at.is_(None),  # a reply was asked for and still goes
    )
    rows = session.conn.execute(
        update(outbox_table)
        .where(*planned)
        .values(state=DROPPED, content=None, holder=None, settled_at=now)
        .returning(outbox_table.c.seq)
    )
    gone = set(rows.scalars())
    wishes = _erase(
        session.conn, delete(follow_up_wish_table).where(follow_up_wish_table.c.address.in_(places))
    )
    if session.group is not None:
        session.group.silence(gone, places)
    else:  # outside a turn no reply follows
        close_places(session, places)
    return len(gone) + wishes


def _erase(conn: Connection, statement: Delete) -> int:
    first = next(iter(statement.table.c))
    return len(conn.execute(statement.returning(first)).all())


def _erase_person(conn: Connection, whose: Collection[bytes]) -> int:
    """Delete persons without a role, and their ids; return the number of persons."""
    staff = set(
        conn.execute(
            select(staff_role_table.c.person).where(staff_role_table.c.person.in_(whose))
        ).scalars()
    )
    plain = set(whose) - staff
    conn.execute(delete(person_id_table).where(person_id_table.c.person.in_(plain)))
    return _erase(conn, delete(person_table).where(person_table.c.id.in_(plain)))
