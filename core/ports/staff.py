"""`tx.staff`: the roles of staff, invitation codes, the groups of a bidang, and the audit trail.

The desk's staff commands write through it; composers and jobs of the clock read by `StaffReader`
whom to write to. `storage/people/staff/part.py` keeps the promises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.messaging.address import Address, Person
    from core.office.roles import Role


@dataclass(frozen=True, slots=True)
class StaffRole:
    """One role of a staff member, for one bidang or none."""

    role: Role
    bidang: str | None  # code; None: the role belongs to no bidang


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One row of the staff: a person in one role, for one bidang or none."""

    id: int  # fits into a button
    role: Role
    bidang: str | None
    name: str | None  # as the account called itself when it joined
    since: datetime
    to: Address | None  # None: has erased it, or cannot be reached now


@dataclass(frozen=True, slots=True)
class BidangGroup:
    """A group chat that serves a bidang; one chat may serve several."""

    address: Address
    bidang: str
    since: datetime
    id: str = ""  # of this group for this bidang; fits into a button


@dataclass(frozen=True, slots=True)
class Recipient:
    """A reader of the clock's posts: a member of staff in one role, or the group of a bidang."""

    key: str  # stays the same when the chat moves
    address: Address
    role: Role  # of a group: "bidang"
    bidang: str | None
    since: datetime  # the clock owes nothing that was due before
    language: str = "id"
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One step of the audit trail."""

    at: datetime
    actor: str  # `StaffTx.audit_name` of a person, or a name of the program: "jadwal", "terminal"
    action: str  # "gabung", "rtl_ubah" …
    facts: Mapping[str, Any]


class StaffTx(Protocol):
    """Writes of the staff. Roles, codes and groups are noted in the audit trail by the store."""

    def roles(self, person: Person) -> tuple[StaffRole, ...]:
        """Return the roles of a person, in the order in which they came; empty: no staff."""
        ...

    def members(self) -> list[StaffMember]:
        """Return all rows of the staff, in the order in which they came."""
        ...

    def members_of(self, person: Person) -> list[StaffMember]:
        """Return the rows of one person."""
        ...

    def addresses(self, role: Role, bidang: str | None = None) -> list[Address]:
        """Return the private chats of staff in that role (None: of any bidang), each once."""
        ...

    def move_chat(self, person: Person, address: Address) -> int:
        """Reach a member of staff at this address from now on; the number of roles that moved."""
        ...

    def leave(self, person: Person, *, now: datetime) -> int:
        """Delete all roles of a person and the unused codes that the person made.

        Returns the number of roles.
        """
        ...

    def revoke(self, staff: int, *, by: Person, now: datetime) -> StaffMember | None:
        """Delete one role (`StaffMember.id`) and return it; None when it is gone already.

        With the role of an admin go the codes that the person made and nobody has used.
        """
        ...

    # codes
    def invite(
        self, role: Role, bidang: str | None, *, by: str | Person, expires: datetime, now: datetime
    ) -> str:
        """Make a one-time code for a role, "ABCD-EF23"; only its hash is kept."""
        ...

    def redeem(
        self, code: str, person: Person, address: Address, *, now: datetime
    ) -> StaffRole | None:
        """Use up an invitation and give the person its role.

        None: the code is wrong, old or used; the store counts that as a try.
        """
        ...

    def invite_group(
        self, bidang: str, *, by: str | Person, expires: datetime, now: datetime
    ) -> str:
        """Make a one-time code by which a group chat begins to serve the bidang."""
        ...

    def redeem_group(
        self, code: str, person: Person, group: Address, *, now: datetime
    ) -> str | None:
        """Use up a group's code and return its bidang.

        None: the code is wrong, old or used; the store counts that as a try of the person.
        """
        ...

    def too_many_codes(self, person: Person, *, now: datetime) -> bool:
        """Return whether the person tried five wrong codes or more within the last hour."""
        ...

    # groups
    def groups(self, bidang: str | None = None) -> list[BidangGroup]:
        """Return the reachable groups of a bidang (None: of all), by bidang and age."""
        ...

    def join_group(self, group: Address, bidang: str, *, by: str, now: datetime) -> bool:
        """Let a group chat serve a bidang from now on; False when it did already."""
        ...

    def leave_group(
        self, group: Address, bidang: str | None = None, *, by: str, now: datetime
    ) -> int:
        """End a group chat's service for a bidang (None: for all); the number of rows deleted."""
        ...

    # the audit trail
    def audit_name(self, person: Person) -> str:
        """Return a person's name for the audit trail: "orang:" and a keyed hash in hexadecimal."""
        ...

    def audit(self, who: str, what: str, facts: Mapping[str, Any], *, now: datetime) -> None:
        """Add one step to the audit trail; the arguments are the fields of `AuditEntry`."""
        ...


class StaffReader(Protocol):
    """Reads of the staff, for composers and the clock."""

    def roles(self, person: Person) -> tuple[StaffRole, ...]:
        """Return the roles of a person, as `StaffTx.roles` does."""
        ...

    def addresses(self, role: Role, bidang: str | None = None) -> list[Address]:
        """Return the private chats of staff in that role, as `StaffTx.addresses` does."""
        ...

    def groups(self, bidang: str | None = None) -> list[BidangGroup]:
        """Return the reachable groups, as `StaffTx.groups` does."""
        ...

    def recipients(self) -> list[Recipient]:
        """Return every reachable staff chat by role and bidang, and then every reachable group."""
        ...

    def audit_trail(self, most: int) -> list[AuditEntry]:
        """Return the newest steps, newest first, at most `most`.

        Steps by which somebody only asked for figures or filled in a survey are left out, and so
        are the hourly purges.
        """
        ...
