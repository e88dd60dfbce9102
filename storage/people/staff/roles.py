"""Roles of persons: nearly every turn asks for them, so a group of events reads them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import bindparam, select

from core.ports.staff import StaffRole
from storage.database.compiled_statements import rows_of
from storage.people.identities import id_keys
from storage.tables.messaging import person_id_table, staff_role_table

if TYPE_CHECKING:
    from core.messaging.address import Person
    from core.office.roles import Role
    from storage.database.session import ReadSession, WriteSession
    from storage.people.identities import KnownPeople

# Built once, for the hot path.
STANDING = (
    select(staff_role_table.c.role, staff_role_table.c.bidang)
    .where(
        staff_role_table.c.person.in_(
            select(person_id_table.c.person).where(
                person_id_table.c.key.in_(bindparam("keys", expanding=True))
            )
        )
    )
    .order_by(staff_role_table.c.id)
)
ROLES = (
    select(staff_role_table.c.person, staff_role_table.c.role, staff_role_table.c.bidang)
    .where(staff_role_table.c.person.in_(bindparam("who", expanding=True)))
    .order_by(staff_role_table.c.id)
)


def roles_of(session: ReadSession, person: Person) -> tuple[StaffRole, ...]:
    """Return the roles of the person to whom one of these ids belongs."""
    rows = rows_of(session.conn, STANDING, {"keys": id_keys(session.vault, person)})
    return tuple(StaffRole(cast("Role", role_name), bidang or None) for role_name, bidang in rows)


def remembered_roles(session: WriteSession, person: Person) -> tuple[StaffRole, ...]:
    """Return the roles of a person, looked up once in a transaction."""
    found = session.roles.get(person.ids)
    if found is None:
        found = session.roles[person.ids] = roles_of(session, person)
    return found


def look_up_roles(session: WriteSession, people: KnownPeople) -> None:
    """Read the roles of all people who write in a group of events into the session."""
    held: dict[bytes, tuple[StaffRole, ...]] = {}
    rows = rows_of(session.conn, ROLES, {"who": sorted({who for who, _ in people.values()})})
    for who, role_name, bidang in rows:
        role = StaffRole(cast("Role", role_name), bidang or None)
        held[who] = (*held.get(who, ()), role)
    session.roles |= {ids: held.get(who, ()) for ids, (who, _) in people.items()}
