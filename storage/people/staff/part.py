"""`tx.staff` and `reader.staff`: roles, invitations, groups of a bidang, and the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.people.staff.audit import audit, audit_name, audit_trail
from storage.people.staff.groups import groups, join_group, leave_group
from storage.people.staff.invitations import GROUP, invite, redeem, redeem_group, too_many_codes
from storage.people.staff.members import (
    leave,
    members,
    members_of,
    move_chat,
    revoke,
    staff_addresses,
)
from storage.people.staff.recipients import recipients
from storage.people.staff.roles import remembered_roles, roles_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.messaging.address import Address, Person
    from core.office.roles import Role
    from core.ports.staff import AuditEntry, BidangGroup, Recipient, StaffMember, StaffRole
    from storage.database.session import ReadSession, WriteSession


@dataclass(slots=True, eq=False)
class SqlStaffTx:
    """The port `core.ports.staff.StaffTx` over one session."""

    session: WriteSession

    def roles(self, person: Person) -> tuple[StaffRole, ...]:
        return remembered_roles(self.session, person)

    def members(self) -> list[StaffMember]:
        return members(self.session)

    def members_of(self, person: Person) -> list[StaffMember]:
        return members_of(self.session, person)

    def addresses(self, role: Role, bidang: str | None = None) -> list[Address]:
        return staff_addresses(self.session, role, bidang)

    def move_chat(self, person: Person, address: Address) -> int:
        return move_chat(self.session, person, address)

    def leave(self, person: Person, *, now: datetime) -> int:
        return leave(self.session, person, now)

    def revoke(self, staff: int, *, by: Person, now: datetime) -> StaffMember | None:
        return revoke(self.session, staff, by, now)

    # -- codes ---------------------------------------------------------------------------------

    def invite(
        self, role: Role, bidang: str | None, *, by: str | Person, expires: datetime, now: datetime
    ) -> str:
        return invite(self.session, role, bidang, by=by, expires=expires, now=now)

    def redeem(
        self, code: str, person: Person, address: Address, *, now: datetime
    ) -> StaffRole | None:
        return redeem(self.session, code, person, address, now)

    def invite_group(
        self, bidang: str, *, by: str | Person, expires: datetime, now: datetime
    ) -> str:
        return invite(self.session, GROUP, bidang, by=by, expires=expires, now=now)

    def redeem_group(
        self, code: str, person: Person, group: Address, *, now: datetime
    ) -> str | None:
        return redeem_group(self.session, code, person, group, now)

    def too_many_codes(self, person: Person, *, now: datetime) -> bool:
        return too_many_codes(self.session, person, now)

    # -- groups --------------------------------------------------------------------------------

    def groups(self, bidang: str | None = None) -> list[BidangGroup]:
        return groups(self.session, bidang)

    def join_group(self, group: Address, bidang: str, *, by: str, now: datetime) -> bool:
        return join_group(self.session, group, bidang, by=by, now=now)

    def leave_group(
        self, group: Address, bidang: str | None = None, *, by: str, now: datetime
    ) -> int:
        return leave_group(self.session, group, bidang, by=by, now=now)

    # -- the audit trail -----------------------------------------------------------------------

    def audit_name(self, person: Person) -> str:
        return audit_name(self.session.vault, person)

    def audit(self, who: str, what: str, facts: Mapping[str, Any], *, now: datetime) -> None:
        audit(self.session, who, what, facts, now)


@dataclass(slots=True, eq=False)
class SqlStaffReader:
    """The port `core.ports.staff.StaffReader` over one session."""

    session: ReadSession

    def roles(self, person: Person) -> tuple[StaffRole, ...]:
        return roles_of(self.session, person)

    def addresses(self, role: Role, bidang: str | None = None) -> list[Address]:
        return staff_addresses(self.session, role, bidang)

    def groups(self, bidang: str | None = None) -> list[BidangGroup]:
        return groups(self.session, bidang)

    def recipients(self) -> list[Recipient]:
        return recipients(self.session)

    def audit_trail(self, most: int) -> list[AuditEntry]:
        return audit_trail(self.session, most)
