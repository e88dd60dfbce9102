"""The list of the staff: roles, chats, names, and the end of a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import delete, select, update

from core.ports.staff import StaffMember
from storage.people.addresses import open_address, places_of
from storage.people.identities import id_keys, owners_of
from storage.people.staff.audit import audit, audit_name
from storage.people.staff.invitations import open_name, recall
from storage.tables.messaging import address_table, person_id_table, staff_role_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select

    from core.messaging.address import Address, Person
    from core.office.roles import Role
    from storage.database.session import ReadSession, WriteSession

    StaffColumns = tuple[int, str, str, bytes | None, datetime, bytes, bool]

STAFF = (
    select(
        staff_role_table.c.id,
        staff_role_table.c.role,
        staff_role_table.c.bidang,
        staff_role_table.c.name,
        staff_role_table.c.since,
        address_table.c.content,
        address_table.c.reachable,
    )
    .outerjoin(address_table, address_table.c.id == staff_role_table.c.address)
    .order_by(staff_role_table.c.id)
)


def members(session: WriteSession) -> list[StaffMember]:
    """Return every role of every member, in the order in which they joined."""
    return _members(session, STAFF)


def members_of(session: WriteSession, person: Person) -> list[StaffMember]:
    """Return the roles of one person, in the order in which they were given."""
    return _members(session, STAFF.where(staff_role_table.c.person.in_(_rows_of(session, person))))


def _rows_of(session: WriteSession, person: Person) -> Select[bytes]:
    """Select the rows of `orang` that the ids of a person lead to."""
    return select(person_id_table.c.person).where(
        person_id_table.c.key.in_(id_keys(session.vault, person))
    )


def _members(session: WriteSession, asked: Select[*StaffColumns]) -> list[StaffMember]:
    return [_member(session, row) for row in session.conn.execute(asked)]


def _member(session: WriteSession, row: Row[*StaffColumns]) -> StaffMember:
    name = open_name(session.vault, row.name)
    to = None
    if row.content is not None and row.reachable:
        to = open_address(session.vault, row.content)
    return StaffMember(row.id, cast("Role", row.role), row.bidang or None, name, row.since, to)


def staff_addresses(session: ReadSession, role: Role, bidang: str | None) -> list[Address]:
    """Return the reachable chats of staff in a role, each once.

    `bidang` None: of any bidang.
    """
    asked = (
        select(address_table.c.id, address_table.c.content)
        .join(staff_role_table, staff_role_table.c.address == address_table.c.id)
        .where(address_table.c.reachable, staff_role_table.c.role == role)
        .order_by(staff_role_table.c.id)
    )
    if bidang is not None:
        asked = asked.where(staff_role_table.c.bidang == bidang)
    found = {id_: content for id_, content in session.conn.execute(asked)}  # noqa: C416 - rows are no pairs to the checker
    return [open_address(session.vault, content) for content in found.values()]


def move_chat(session: WriteSession, person: Person, address: Address) -> int:
    """Reach a member at this address from now on; return the number of changed roles."""
    place = places_of(session, [address])[address]
    mine = (
        staff_role_table.c.person.in_(_rows_of(session, person)),
        staff_role_table.c.address.is_distinct_from(place.id),
    )
    moved = (
        update(staff_role_table)
        .where(*mine)
        .values(address=place.id)
        .returning(staff_role_table.c.id)
    )
    return len(session.conn.execute(moved).all())


# -- the end of a role -----------------------------------------------------------------------------


def leave(session: WriteSession, person: Person, now: datetime) -> int:
    """End all roles of a person and delete their unused codes; return the number of roles."""
    keys = id_keys(session.vault, person)
    whose = list(owners_of(session.conn, keys).values())
    gone = (
        delete(staff_role_table)
        .where(staff_role_table.c.person.in_(whose))
        .returning(staff_role_table.c.role)
    )
    roles = sorted(row.role for row in session.change_roles(gone))
    recall(session.conn, keys)
    if roles:
        audit(session, audit_name(session.vault, person), "keluar", {"peran": roles}, now)
    return len(roles)


def revoke(session: WriteSession, role_id: int, by: Person, now: datetime) -> StaffMember | None:
    """Take one role of one person back, and return it; None when there is no such role.

    With the role of an admin go the unused codes that the person made.
    """
    found = _members(session, STAFF.where(staff_role_table.c.id == role_id))
    if not found:
        return None
    whose = select(person_id_table.c.key).join(
        staff_role_table, staff_role_table.c.person == person_id_table.c.person
    )
    keys = session.conn.scalars(
        whose.where(staff_role_table.c.id == role_id).order_by(person_id_table.c.key)
    ).all()
    session.change_roles(delete(staff_role_table).where(staff_role_table.c.id == role_id))
    if found[0].role == "admin":  # only an admin invites
        recall(session.conn, keys)
    facts = {
        "peran": found[0].role,
        "bidang": found[0].bidang,
        "orang": [key.hex() for key in keys],
    }
    audit(session, audit_name(session.vault, by), "cabut", facts, now)
    return found[0]
