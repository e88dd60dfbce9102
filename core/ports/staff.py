"""`tx.staff`: roles and invitations, the groups of a bidang, and the audit trail."""

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
    """A staff member's standing: one row per role and bidang."""

    role: Role
    bidang: str | None


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
    """Whom the clock writes to: a member of staff in one role, or the group of a bidang."""

    key: str  # stays the same when the chat moves
    address: Address
    role: Role  # of a group: "bidang"
    bidang: str | None
    since: datetime  # what was due before is not owed
    language: str = "id"
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One step of the audit trail."""

    at: datetime
    actor: str
    action: str
    facts: Mapping[str, Any]


class StaffTx(Protocol):
    def roles(self, person: Person) -> tuple[StaffRole, ...]: ...

    def members(self) -> list[StaffMember]:
        """All of them, in the order in which they came."""
        ...

    def members_of(self, person: Person) -> list[StaffMember]:
        """The rows of one person."""
        ...

    def addresses(self, role: Role, bidang: str | None = None) -> list[Address]:
        """Private chats of staff in that role (None: of whatever bidang), each once."""
        ...

    def move_chat(self, person: Person, address: Address) -> int:
        """From now on a member of staff is reached there; how many roles had another address."""
        ...

    def leave(self, person: Person, *, now: datetime) -> int:
        """Give back all roles of one's own; how many there were."""
        ...

    def revoke(self, staff: int, *, by: Person, now: datetime) -> StaffMember | None:
        """Take back one role of one person; None when it is gone already.

        With the role of an admin go the codes that the person made and nobody has used.
        """
        ...

    # codes
    def invite(
        self, role: Role, bidang: str | None, *, by: str | Person, expires: datetime, now: datetime
    ) -> str: ...

    def redeem(
        self, code: str, person: Person, address: Address, *, now: datetime
    ) -> StaffRole | None:
        """Use up an invitation. A wrong, old or used code counts as a try."""
        ...

    def invite_group(
        self, bidang: str, *, by: str | Person, expires: datetime, now: datetime
    ) -> str:
        """A one-time code that makes a group chat the bidang's."""
        ...

    def redeem_group(
        self, code: str, person: Person, group: Address, *, now: datetime
    ) -> str | None:
        """Use it up in a group: its bidang, or None. A wrong code counts as a try."""
        ...

    def too_many_codes(self, person: Person, *, now: datetime) -> bool: ...

    # groups
    def groups(self, bidang: str | None = None) -> list[BidangGroup]: ...

    def join_group(self, group: Address, bidang: str, *, by: str, now: datetime) -> bool:
        """A group chat serves a bidang from now on; False when it did already."""
        ...

    def leave_group(
        self, group: Address, bidang: str | None = None, *, by: str, now: datetime
    ) -> int:
        """It serves that bidang (None: any) no more; the number of rows that went."""
        ...

    # the audit trail
    def audit_name(self, person: Person) -> str:
        """A person's name for the audit trail: a keyed hash."""
        ...

    def audit(self, who: str, what: str, facts: Mapping[str, Any], *, now: datetime) -> None: ...


class StaffReader(Protocol):
    def roles(self, person: Person) -> tuple[StaffRole, ...]: ...
    def addresses(self, role: Role, bidang: str | None = None) -> list[Address]: ...
    def groups(self, bidang: str | None = None) -> list[BidangGroup]: ...

    def recipients(self) -> list[Recipient]:
        """Every staff chat by role and bidang, and every group, that can be reached."""
        ...

    def audit_trail(self, most: int) -> list[AuditEntry]:
        """The newest steps, newest first; not who only looked, nor the hourly purge."""
        ...
