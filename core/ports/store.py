"""What the rooms ask of each other: the store, a channel, and the desk, as Protocols.

Callers know these and no implementation. All store methods are synchronous: writes run in the one
writer thread, reads in reader threads. `StoreDown` means: nothing was written, try later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from core.ports.conversations import Advanced, Decision, Seen
from core.ports.follow_up import FollowReader, FollowTx
from core.ports.leases import PresenceReader, PresenceTx
from core.ports.outbox import KanalReader, KanalTx, Settlement
from core.ports.results import Scope
from core.ports.staff import StaffReader, StaffRole, StaffTx
from core.ports.visits import VisitReader, VisitTx

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from core.answers.response import Response, Saran
    from core.ikm.sums import Rekap
    from core.messaging.address import Address, Person
    from core.messaging.incoming import Arrival, Inbound
    from core.office.roles import Role


# -- the desk: what to do about one human event ------------------------------------------------


class Desk(Protocol):
    """Pure but for `tx`, through which it may look things up or use up an invitation."""

    def __call__(self, event: Inbound, seen: Seen, tx: Tx) -> Decision: ...


# -- the store ---------------------------------------------------------------------------------


class Tx(FollowTx, StaffTx, VisitTx, PresenceTx, KanalTx, Protocol):
    """One open write transaction. It ends with the `with` block of `Store.write`."""

    # the hot path
    def advance(
        self, arrivals: Sequence[Arrival], desk: Desk, *, holder: str, now: datetime, lease: float
    ) -> list[Advanced]: ...
    def settle(self, settlements: Sequence[Settlement], *, now: datetime) -> None: ...

    # what the desk may ask
    def answered(self, person: Person, what: str, *, now: datetime) -> bool: ...
    def petugas(self, person: Person) -> tuple[StaffRole, ...]: ...
    def redeem(
        self, kode: str, person: Person, address: Address, *, now: datetime
    ) -> StaffRole | None: ...
    def too_many_codes(self, person: Person, *, now: datetime) -> bool: ...
    def leave(self, person: Person, *, now: datetime) -> int: ...
    def forget(self, person: Person, address: Address, *, now: datetime) -> int: ...
    def hush(self, person: Person, address: Address, *, now: datetime) -> int: ...

    def stopped(self, layar: str, *, day: date) -> None: ...  # somebody left there; no more is kept

    # keeping the books
    def agency(self) -> Mapping[str, Any] | None: ...
    def save_agency(self, document: Mapping[str, Any], *, now: datetime) -> bool: ...
    def save_snapshot(self, snapshot: str, document: Mapping[str, Any]) -> None: ...
    def invite(
        self, role: Role, bidang: str | None, *, by: str | Person, expires: datetime, now: datetime
    ) -> str: ...
    def take_in(
        self, key: str, given: Response, saran: Saran | None, *, until: datetime, now: datetime
    ) -> bool: ...  # one answer given elsewhere; False: this key was taken in before
    def import_respons(
        self, sha256: str, name: str, rows: Sequence[Response], *, by: str, now: datetime
    ) -> int: ...
    def show(self, key: str, figures: Sequence[Rekap], *, now: datetime) -> None: ...
    def publish(
        self, label: str, unit: str, figures: Mapping[str, Any], *, now: datetime
    ) -> int: ...
    def park(self, arrival: Arrival, why: str, *, now: datetime) -> None: ...
    def purge(self, *, now: datetime) -> Mapping[str, int]: ...
    def rebuild_rekap(self) -> int: ...
    def note(self, who: str, what: str, facts: Mapping[str, Any], *, now: datetime) -> None: ...


class Reader(FollowReader, StaffReader, VisitReader, PresenceReader, KanalReader, Protocol):
    """One read-only connection with a stable view."""

    def agency(self) -> Mapping[str, Any] | None: ...
    def snapshot(self, snapshot: str) -> Mapping[str, Any] | None: ...
    def snapshots(self) -> Mapping[str, Mapping[str, Any]]: ...
    def rekap(self, scope: Scope) -> list[Rekap]: ...
    def totals(self, scope: Scope) -> list[Rekap]: ...  # without the sums of each question
    def sizes(self, scope: Scope) -> Mapping[tuple[str, str], int]: ...  # by unit and layanan
    def shown(self, key: str) -> list[Rekap] | None: ...
    def published(self, unit: str | None = None) -> list[Mapping[str, Any]]: ...  # newest first
    def holdings(self, person: Person, address: Address) -> Mapping[str, int]: ...
    def median_duration(self, since: date) -> tuple[int, int] | None: ...  # (seconds, n)
    def petugas(self, person: Person) -> tuple[StaffRole, ...]: ...
    def check_rekap(self) -> list[str]: ...
    def counts(self) -> Mapping[str, int]: ...  # for /metrics and doctor: rows by table and state
    def respons(self, scope: Scope) -> list[Response]: ...
    def saran(self, scope: Scope) -> list[Saran]: ...
    def spread(self, scope: Scope) -> list[tuple[str, str, str, int]]: ...  # layanan, mode, channel
    def coverage(self, scope: Scope) -> list[tuple[str, str, int, int]]:
        """(loket, slot, visits, answers), of days and lokets of which visits are recorded."""
        ...

    def daily(self, scope: Scope) -> Mapping[date | None, int]: ...  # None: undated
    def profiles(self, scope: Scope, most: int) -> list[Mapping[str, str]]: ...  # newest first
    def stops(
        self, first: date, last: date, idle: datetime, most: int
    ) -> Mapping[str, int]: ...  # surveys left unfinished on these days, by screen
    def newest_saran(
        self, scope: Scope, unsur: Collection[str] | None, most: int
    ) -> list[Saran]: ...


class Store(Protocol):
    def write(self) -> AbstractContextManager[Tx]: ...
    def read(self) -> AbstractContextManager[Reader]: ...

    def alone(self, nama: str) -> bool | None:
        """Whether no other living process of this database does that; None: only leases tell."""
        ...

    def close(self) -> None: ...


# -- doors and channels ------------------------------------------------------------------------
