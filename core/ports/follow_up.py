"""What the RTL cycle and the clock ask of the store: `core.ports` takes both parts in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.messaging.address import Address, Person
    from core.office.roles import Role
    from core.rtl.plan import Berkas, Keputusan, Realisasi, Rtl


@dataclass(frozen=True, slots=True)
class BidangGroup:
    """A group chat that serves a bidang; one chat may serve several."""

    address: Address
    bidang: str
    sejak: datetime
    id: str = ""  # of this group for this bidang; fits into a button


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom the clock writes to: a member of staff in one role, or the group of a bidang."""

    kunci: str  # stays the same when the chat moves
    address: Address
    role: Role  # of a group: "bidang"
    bidang: str | None
    since: datetime  # what was due before is not owed
    bahasa: str = "id"
    grup: bool = False


@dataclass(frozen=True, slots=True)
class PostedSummary:
    """A week's summary for a recipient: which weeks it covers, and whether it has left."""

    penerima: str
    minggu: str  # "2026-W47", the newest of them
    mencakup: tuple[str, ...]  # all of them, in order
    waktu: datetime  # when it was posted
    pesan: str | None = None  # its outbox row
    keluar: datetime | None = None  # when that row left; until then nothing counts as told


@dataclass(frozen=True, slots=True)
class JobRun:
    """What one job of the clock did last."""

    tugas: str
    terakhir: datetime
    berikut: datetime
    berhasil: bool
    hitungan: Mapping[str, int]


class FollowTx(Protocol):
    """The part of a write transaction that the RTL cycle and the clock need."""

    # rtl; every change is noted in the audit trail by the store itself
    def rtl(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
        """All items with their kegiatan and realisasi, by unit, periode and nomor."""
        ...

    def add_rtl(self, rows: Sequence[Rtl], *, by: str, now: datetime) -> list[Rtl]:
        """Store new items, all or none, and give them back with their ids.

        Raises InputError when one of that unit, periode and nomor exists, or an `asal` does not.
        """
        ...

    def import_rtl(
        self, sha256: str, name: str, rows: Sequence[Rtl], *, by: str, now: datetime
    ) -> list[Rtl]:
        """As `add_rtl`, for a whole file, once. InputError when it was taken in before."""
        ...

    def change_rtl(self, row: Rtl, *, by: str, now: datetime) -> Rtl:
        """Write an item over the one with its id; kegiatan without id are new.

        Realisasi and what was printed stay. InputError when a kegiatan that is missing in `row`
        was agreed upon, printed, answered or carried over, or a tick that was answered is gone:
        nothing vanishes.
        """
        ...

    def report_rtl(self, row: Realisasi, *, now: datetime) -> Realisasi:
        """Keep a bidang's answer. InputError when its triwulan is not ticked or a file missing."""
        ...

    def decide_rtl(self, realisasi: int, keputusan: Keputusan) -> None:
        """Accept a claim or return it, once. InputError when it is no open "sudah"."""
        ...

    def save_berkas(self, isi: bytes, jenis: str, *, now: datetime) -> str:
        """Keep evidence, sealed; its SHA-256. InputError when it is empty or over 20 MB."""
        ...

    # who hears of it
    def join_group(self, group: Address, bidang: str, *, by: str, now: datetime) -> bool:
        """A group chat serves a bidang from now on; False when it did already."""
        ...

    def leave_group(
        self, group: Address, bidang: str | None = None, *, by: str, now: datetime
    ) -> int:
        """It serves that bidang (None: any) no more; the number of rows that went."""
        ...

    def groups(self, bidang: str | None = None) -> list[BidangGroup]: ...

    def staff_addresses(self, role: Role, bidang: str | None = None) -> list[Address]:
        """Private chats of staff in that role (None: of whatever bidang), each once."""
        ...

    def take_kabar(
        self, unit: str, unsur: str, first: date, last: date, *, now: datetime
    ) -> list[Address]:
        """Chats that wished to hear when a saran of these days about this unsur led to something.

        The wish is used up: a second call gives nothing.
        """
        ...

    # what was done, for longer than an outbox row lives
    def remember(self, key: str, *, until: datetime) -> bool:
        """True the first time; False until the purge after that day. Only its hash is kept."""
        ...

    def remembered(self, key: str, *, now: datetime) -> bool: ...

    def post_week(self, row: PostedSummary) -> bool:
        """Note a posted summary; False when one of that recipient and week was noted before.

        When its row leaves, perhaps with an unknown end, settling it notes that too.
        """
        ...

    def posted_weeks(self, penerima: str) -> list[PostedSummary]:
        """What a recipient was sent, newest first."""
        ...

    def tick(self, row: JobRun) -> None:
        """Note a job's last run; of two clocks the later one is kept."""
        ...

    def who(self, person: Person) -> str:
        """A person's name for the audit trail: a keyed hash."""
        ...


class FollowReader(Protocol):
    """The same, to read; see FollowTx."""

    def rtl(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]: ...
    def berkas(self, sha256: str) -> Berkas | None: ...
    def groups(self, bidang: str | None = None) -> list[BidangGroup]: ...
    def staff_addresses(self, role: Role, bidang: str | None = None) -> list[Address]: ...
    def remembered(self, key: str, *, now: datetime) -> bool: ...
    def posted_weeks(self, penerima: str) -> list[PostedSummary]: ...
    def ticks(self) -> list[JobRun]: ...
    def recipients(self) -> list[Recipient]:
        """Every staff chat by role and bidang, and every group, that can be reached."""
        ...
