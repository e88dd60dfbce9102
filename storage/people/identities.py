"""The identity of people: every id that a channel gives for one person leads to one row.

The most stable id decides. When a weaker id (a phone number) comes with another strong one, it has
a new owner: the former owner keeps nothing that leads there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from storage.database.column_types import IS_OPEN
from storage.database.compiled_statements import rows_of
from storage.database.inserts import fresh_id, insert
from storage.people.addresses import (
    conversation_key,
    move,
    open_address,
    rekey_conversation,
)
from storage.tables.messaging import (
    address_table,
    conversation_table,
    outbox_table,
    person_id_table,
    person_table,
    staff_role_table,
)
from storage.tables.survey import follow_up_wish_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection
    from sqlalchemy.dialects.sqlite import Insert

    from core.messaging.address import Address, Person
    from storage.database.crypto import Vault
    from storage.database.session import WriteSession

    # By a person's ids: the id of the row in `orang`, and whether the row was there before.
    KnownPeople = Mapping[tuple[str, ...], tuple[bytes, bool]]

PURPOSE = "orang"  # of the hash
KIND_MOST = 16  # letters of an id's kind

BY_IDS = select(person_id_table.c.key, person_id_table.c.person).where(
    person_id_table.c.key.in_(bindparam("keys", expanding=True))
)


class IdentityRow(NamedTuple):
    """One id of a person, as its row stands in `orang_id`."""

    key: bytes
    person: bytes
    kind: str


@cache
def _insert_person(dialect: str) -> Insert:
    return insert(person_table, dialect).on_conflict_do_nothing()


@cache
def _insert_id(dialect: str) -> Insert:
    return insert(person_id_table, dialect).on_conflict_do_nothing()


def id_keys(vault: Vault, person: Person) -> list[bytes]:
    return [vault.hash(PURPOSE, one) for one in person.ids]


def kind_of(one: str) -> str:
    """Return the kind of an id: "tg" of "tg:77"."""
    return one.partition(":")[0][:KIND_MOST]


def persons(session: WriteSession, wanted: Iterable[Person]) -> KnownPeople:
    """Return the row of each person, by their ids; missing rows are made.

    Rows of one person are joined, and an id with a new owner is taken from the former one. The
    second value tells whether the row was there before.
    """
    keys = {one.ids: id_keys(session.vault, one) for one in wanted}
    before = owners_of(session.conn, {key for mine in keys.values() for key in mine})
    looked_at = _Resolution(session, dict(before))
    for ids, mine in keys.items():
        looked_at.resolve(ids, mine)
    looked_at.add_new()
    there = set(before.values())
    # Read at the end, because a later person may have shown that two rows are one.
    return {
        ids: (
            looked_at.owners[mine[0]],
            not there.isdisjoint(before.get(key) or b"" for key in mine),
        )
        for ids, mine in keys.items()
    }


def owners_of(conn: Connection, keys: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return the ids of the rows in `orang` that own these ids, by the key of each id."""
    rows = rows_of(conn, BY_IDS, {"keys": list(keys)})
    return {key: who for key, who in rows}  # noqa: C416 - rows are not pairs to the checker


class _Resolution:
    """Finds the owner of each id. New rows wait in `new` until a statement must see them."""

    __slots__ = ("new", "owners", "session")

    def __init__(self, session: WriteSession, owners: dict[bytes, bytes]) -> None:
        self.session, self.owners = session, owners
        self.new: dict[bytes, IdentityRow] = {}

    def resolve(self, ids: Sequence[str], keys: Sequence[bytes]) -> None:
        """Give all ids of a person one owner: join rows, or take an id from a former owner."""
        known = self.owners
        owners = {known.get(key) for key in keys}
        if len(owners) == 1 and None not in owners:
            return
        who: bytes | None = None
        for place, key in enumerate(keys):
            owner = known.get(key)
            if owner in (None, who):
                continue
            if self._is_other(owner, ids[:place], keys[:place]):
                who = who or fresh_id()
                _part(self.session, owner, ids[place], key, who)
            elif who is None:
                who = owner
            else:
                _merge(self.session, owner, who)
                known |= {one: who for one, was in known.items() if was == owner}
        who = who or fresh_id()
        for one, key in zip(ids, keys, strict=True):
            if key not in known:
                self.new[key] = IdentityRow(key, who, kind_of(one))
        known |= dict.fromkeys(keys, who)

    def _is_other(
        self, owner: bytes | None, stronger: Sequence[str], keys: Sequence[bytes]
    ) -> bool:
        """Tell whether that owner bears a different id of a kind stronger than this one."""
        if not stronger:
            return False
        self.add_new()
        held = self.session.conn.execute(
            select(person_id_table.c.kind, person_id_table.c.key).where(
                person_id_table.c.person == owner
            )
        ).all()
        mine = {kind_of(one) for one in stronger}
        told = {kind for kind, _ in held} & mine
        return bool(told) and not any(key in keys for kind, key in held if kind in told)

    def add_new(self) -> None:
        """Write the rows that wait in `new`, if any."""
        if not self.new:
            return
        dialect = self.session.dialect
        people = sorted({row.person for row in self.new.values()})
        self.session.run(_insert_person(dialect), [{"id": one} for one in people])
        rows = [self.new[key]._asdict() for key in sorted(self.new)]
        self.session.change_roles(_insert_id(dialect), rows)
        self.new = {}


# -- joining two rows of one person ----------------------------------------------------------------


def _merge(session: WriteSession, other: bytes, who: bytes) -> None:
    """Join two rows that the channel showed to be one person: `who` keeps roles, talks and ids."""
    session.joined.add(who)
    for role, bidang, place in session.conn.execute(
        select(
            staff_role_table.c.role, staff_role_table.c.bidang, staff_role_table.c.address
        ).where(staff_role_table.c.person == other)
    ).all():
        same = (staff_role_table.c.role == role, staff_role_table.c.bidang == bidang)
        held = update(staff_role_table).where(staff_role_table.c.person == who, *same)
        kept = session.conn.execute(
            held.values(address=func.coalesce(staff_role_table.c.address, place)).returning(
                staff_role_table.c.id
            )
        ).all()
        if kept:
            session.change_roles(
                delete(staff_role_table).where(staff_role_table.c.person == other, *same)
            )
    _give_conversations(session, other, who)
    for table in (staff_role_table, person_id_table):
        session.change_roles(update(table).where(table.c.person == other).values(person=who))
    session.conn.execute(delete(person_table).where(person_table.c.id == other))


def _give_conversations(session: WriteSession, other: bytes, who: bytes) -> None:
    rows = session.conn.execute(
        select(conversation_table.c.key, address_table.c.content)
        .join(address_table, address_table.c.id == conversation_table.c.address)
        .where(conversation_table.c.person == other)
    ).all()
    for key, sealed in rows:
        wanted = conversation_key(session.vault, open_address(session.vault, sealed), who)
        rekey_conversation(session, key, wanted, who)


def gather(session: WriteSession, here: Address, who: bytes) -> bool:
    """Join a person's own chats under their other ids into the chat `here`.

    Only a chat that is called by one of the person's ids is moved, and only if `here` is such a
    chat too. Returns whether the person has such other chats.
    """
    rows = session.conn.execute(
        select(address_table.c.content)
        .join(conversation_table, conversation_table.c.address == address_table.c.id)
        .where(conversation_table.c.person == who)
    ).scalars()
    found = [open_address(session.vault, sealed) for sealed in rows.all()]
    moved = [one for one in found if one != here and _beside(one, here)]
    own = [one for one in moved if _names(session, who, one.chat)]
    for one in own if _names(session, who, here.chat) else ():
        move(session, one, here)
    return bool(own)


def _beside(one: Address, here: Address) -> bool:
    return (one.channel, one.account, one.thread) == (here.channel, here.account, here.thread)


def _names(session: WriteSession, who: bytes, chat: str) -> bool:
    """Tell whether a chat is called by one of the person's ids: then nobody else talks there."""
    held = select(person_id_table.c.key, person_id_table.c.kind).where(
        person_id_table.c.person == who
    )
    return any(
        key == session.vault.hash(PURPOSE, f"{kind}:{chat}")
        for key, kind in session.conn.execute(held).all()
    )


# -- an id with a new owner ------------------------------------------------------------------------


def _part(session: WriteSession, owner: bytes | None, one: str, key: bytes, who: bytes) -> None:
    """Give an id to a new owner, and delete the former owner's data in the chat that it names.

    Otherwise messages of the former owner would reach the new owner's phone.
    """
    session.run(_insert_person(session.dialect), [{"id": who}])
    session.change_roles(
        update(person_id_table)
        .where(person_id_table.c.key == key)
        .values(person=who, kind=kind_of(one))
    )
    rows = session.conn.execute(
        select(address_table.c.id, address_table.c.content).where(
            address_table.c.id.in_(
                select(conversation_table.c.address).where(conversation_table.c.person == owner)
            )
            | address_table.c.id.in_(
                select(staff_role_table.c.address).where(staff_role_table.c.person == owner)
            )
        )
    ).all()
    chat = one.partition(":")[2]
    for place, sealed in rows:
        if open_address(session.vault, sealed).chat == chat:
            _clear(session.conn, place, owner)


def _clear(conn: Connection, place: bytes, owner: bytes | None) -> None:
    """Delete the former owner's conversations, wishes and waiting rows at an address.

    The owner's roles lose the address.
    """
    there = conversation_table.c.address == place
    conn.execute(delete(conversation_table).where(there, conversation_table.c.person == owner))
    conn.execute(
        update(staff_role_table)
        .where(staff_role_table.c.address == place, staff_role_table.c.person == owner)
        .values(address=None)
    )
    conn.execute(delete(follow_up_wish_table).where(follow_up_wish_table.c.address == place))
    conn.execute(delete(outbox_table).where(outbox_table.c.address == place, IS_OPEN))
