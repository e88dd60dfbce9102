"""The addresses of chats (`alamat`): sealed, and found by a keyed hash.

No other file of the store makes, moves or joins rows of this table.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select, update

from storage.database.codec import pack_address, unpack_address
from storage.database.column_types import IS_OPEN
from storage.database.compiled_statements import rows_of
from storage.database.inserts import fresh_id, insert
from storage.database.session import AddressRow
from storage.tables.messaging import (
    address_table,
    conversation_table,
    outbox_table,
    staff_role_table,
)
from storage.tables.rtl import bidang_group_table
from storage.tables.survey import follow_up_wish_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table
    from sqlalchemy.dialects.sqlite import Insert

    from core.messaging.address import Address
    from storage.database.crypto import Vault
    from storage.database.session import WriteSession

PURPOSE = "alamat"  # of sealing and of the hash
DROPPED = "dibatalkan"  # state of an outbox row that is not wanted any more

BY_KEY = select(
    address_table.c.key,
    address_table.c.id,
    address_table.c.reachable,
    address_table.c.heard_at,
    address_table.c.window,
).where(address_table.c.key.in_(bindparam("keys", expanding=True)))
REACH = (
    update(address_table)
    .where(address_table.c.id == bindparam("b_id"))
    .values(reachable=bindparam("b_ok"))
)
DROP = (
    update(outbox_table)
    .where(outbox_table.c.address == bindparam("b_id"), IS_OPEN)
    .values(state=DROPPED, content=None, holder=None, settled_at=bindparam("b_now"))
)


@cache
def _insert(dialect: str) -> Insert:
    return insert(address_table, dialect).on_conflict_do_nothing()


def address_key(vault: Vault, to: Address) -> bytes:
    return vault.hash(PURPOSE, to.channel, to.account, to.chat, to.thread)


def open_address(vault: Vault, sealed: bytes) -> Address:
    return unpack_address(vault.open(PURPOSE, sealed))


# -- looking up ------------------------------------------------------------------------------------


def places_of(
    session: WriteSession, wanted: Iterable[Address], *, temporary: bool = False
) -> dict[Address, AddressRow]:
    """Return the rows of these addresses; missing ones are made.

    `temporary`: a new row is temporary, and goes with its last message.
    """
    places = {to: session.addresses.get(to) for to in wanted}
    keys = {to: address_key(session.vault, to) for to, place in places.items() if place is None}
    found = _look_up(session.conn, keys.values()) if keys else {}
    missing = [to for to in sorted(keys, key=keys.__getitem__) if keys[to] not in found]
    if missing:
        rows = [_row(session.vault, to, keys[to], temporary=temporary) for to in missing]
        session.run(_insert(session.dialect), rows)
        # Read back: on PostgreSQL another process may have made the row first.
        found |= _look_up(session.conn, (keys[to] for to in missing))
    new = {to: found[key] for to, key in keys.items()}
    session.addresses |= new
    return {to: place or new[to] for to, place in places.items()}


def known_places(session: WriteSession, wanted: Iterable[Address]) -> dict[Address, AddressRow]:
    """Return the rows of those addresses that have one; an erased one is not made again."""
    keys = {address_key(session.vault, to): to for to in wanted}
    found = _look_up(session.conn, keys) if keys else {}
    return {keys[key]: place for key, place in found.items()}


def place_of(session: WriteSession, to: Address) -> AddressRow | None:
    """Return the row of one address; None: there is none."""
    return known_places(session, [to]).get(to)


def _look_up(conn: Connection, keys: Iterable[bytes]) -> dict[bytes, AddressRow]:
    rows = rows_of(conn, BY_KEY, {"keys": list(keys)})
    return {row[0]: AddressRow(*row[1:]) for row in rows}


def _row(vault: Vault, to: Address, key: bytes, *, temporary: bool) -> dict[str, object]:
    sealed = vault.seal(PURPOSE, pack_address(to))
    state = {"reachable": True, "temporary": temporary}
    return {"id": fresh_id(), "key": key, "content": sealed, **state}


# -- changing an address ---------------------------------------------------------------------------


def set_reachable(session: WriteSession, place: bytes, *, reachable: bool, now: datetime) -> None:
    """Mark an address; rows that wait for one that is unreachable now are dropped."""
    session.change_addresses(REACH, [{"b_id": place, "b_ok": reachable}])
    if not reachable:
        session.conn.execute(DROP, {"b_id": place, "b_now": now})


def close_places(session: WriteSession, places: Collection[bytes]) -> None:
    """Let no more messages go to these addresses until somebody writes from there."""
    if places:
        session.change_addresses(REACH, [{"b_id": one, "b_ok": False} for one in sorted(places)])


def move(session: WriteSession, old: Address, new: Address) -> None:
    """Give an address a new channel, account and chat; if the new one is known, join the two rows.

    Conversations, waiting rows, roles, wishes and groups follow.
    """
    place, there = place_of(session, old), place_of(session, new)
    if place is None or old == new:
        return
    if there is None:
        key = address_key(session.vault, new)
        sealed = session.vault.seal(PURPOSE, pack_address(new))
        session.change_addresses(
            update(address_table)
            .where(address_table.c.id == place.id)
            .values(key=key, content=sealed)
        )
    else:
        _join(session, place.id, there.id)
    target = place.id if there is None else there.id
    session.conn.execute(
        update(outbox_table)
        .where(outbox_table.c.address == target, IS_OPEN)
        .values(channel=new.channel, account=new.account)
    )
    _rekey_conversations(session, target, new)


def _join(session: WriteSession, old: bytes, new: bytes) -> None:
    """Join the row of the old address into that of the new one, with all rows that refer to it."""
    conn = session.conn
    both = select(address_table.c.heard_at, address_table.c.window).where(
        address_table.c.id.in_((old, new))
    )
    rows = conn.execute(both).all()
    heard = max((row.heard_at for row in rows if row.heard_at), default=None)
    waits = max((row.window for row in rows if row.window), default=None)
    mine = update(address_table).where(address_table.c.id == new)
    session.change_addresses(mine.values(heard_at=heard, window=waits))
    for table in (outbox_table, conversation_table, staff_role_table):
        conn.execute(update(table).where(table.c.address == old).values(address=new))
    _move_rows(conn, follow_up_wish_table, follow_up_wish_table.c.saran, old, new)
    _move_rows(conn, bidang_group_table, bidang_group_table.c.bidang, old, new)
    session.change_addresses(delete(address_table).where(address_table.c.id == old))


def _move_rows(
    conn: Connection, table: Table, subject: ColumnElement[Any], old: bytes, new: bytes
) -> None:
    """Move rows from one address to another; where both have a subject, the new one's stays."""
    known = select(subject).where(table.c.address == new).scalar_subquery()
    conn.execute(delete(table).where(table.c.address == old, subject.in_(known)))
    conn.execute(update(table).where(table.c.address == old).values(address=new))


# -- conversations of an address -------------------------------------------------------------------


def conversation_key(vault: Vault, to: Address, person: bytes) -> bytes:
    """Return the key of a person's conversation in a chat; `person`: id of the row in `orang`."""
    return vault.hash("percakapan", to.channel, to.account, to.chat, to.thread, person.hex())


def _rekey_conversations(session: WriteSession, place: bytes, to: Address) -> None:
    """Give the conversations of a moved address the keys of its new chat."""
    rows = session.conn.execute(
        select(conversation_table.c.key, conversation_table.c.person).where(
            conversation_table.c.address == place
        )
    ).all()
    for key, person in rows:
        rekey_conversation(session, key, conversation_key(session.vault, to, person), person)


def rekey_conversation(session: WriteSession, key: bytes, wanted: bytes, person: bytes) -> None:
    """Give a conversation another key and person.

    Where a conversation has that key already, the open one of the two stays, or else the newer one.
    """
    if key == wanted:
        return
    both = (
        select(conversation_table.c.key)
        .where(conversation_table.c.key.in_((key, wanted)))
        .order_by(conversation_table.c.content.is_(None), conversation_table.c.active_at.desc())
        .order_by(conversation_table.c.key == key)
    )
    kept, *others = session.conn.execute(both).scalars().all()
    session.conn.execute(delete(conversation_table).where(conversation_table.c.key.in_(others)))
    session.conn.execute(
        update(conversation_table)
        .where(conversation_table.c.key == kept)
        .values(key=wanted, person=person)
    )
