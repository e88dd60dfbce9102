"""What inviting, listing and revoking staff asks of the store: `core.ports` takes it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.messaging.address import Address, Person
    from core.office.roles import Role


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One row of the staff: a person in one role, for one bidang or none."""

    id: int  # fits into a button
    role: Role
    bidang: str | None
    nama: str | None  # as the account called itself when it joined
    sejak: datetime
    to: Address | None  # None: has erased it, or cannot be reached now


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One step of the audit trail."""

    waktu: datetime
    siapa: str
    apa: str
    fakta: Mapping[str, Any]


class StaffReader(Protocol):
    """What reading the audit trail asks of the store."""

    def trail(self, most: int) -> list[AuditEntry]:
        """The newest steps, newest first; not who only looked, nor the hourly purge."""
        ...


class StaffTx(Protocol):
    """The part of a write transaction that invitations and the list of staff need."""

    def staff(self) -> list[StaffMember]:
        """All of them, in the order in which they came."""
        ...

    def staff_of(self, person: Person) -> list[StaffMember]: ...

    def come_to(self, person: Person, address: Address) -> int:
        """From now on a member of staff is reached there; how many roles had another address."""
        ...

    def revoke(self, staf: int, *, by: Person, now: datetime) -> StaffMember | None:
        """Take back one role of one person; None when it is gone already.

        With the role of an admin go the codes that the person made and nobody has used.
        """
        ...

    def invite_group(
        self, bidang: str, *, by: str | Person, expires: datetime, now: datetime
    ) -> str:
        """A one-time code that makes a group chat the bidang's."""
        ...

    def redeem_group(
        self, kode: str, person: Person, group: Address, *, now: datetime
    ) -> str | None:
        """Use it up in a group: its bidang, or None. A wrong code counts as a try."""
        ...


@dataclass(frozen=True, slots=True)
class StaffRole:
    """A staff member's standing: one row per role and bidang."""

    role: Role
    bidang: str | None
