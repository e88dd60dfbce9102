"""`tx.rtl`: plans, what a bidang answers, what an admin decides, and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.rtl.plan import ClaimReview, EvidenceFile, Realisasi, Rtl


class RtlTx(Protocol):
    """Every change is noted in the audit trail by the store itself."""

    def items(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
        """All items with their kegiatan and realisasi, by unit, periode and nomor."""
        ...

    def add(self, rows: Sequence[Rtl], *, by: str, now: datetime) -> list[Rtl]:
        """Store new items, all or none, and give them back with their ids.

        Raises InputError when one of that unit, periode and nomor exists, or an `asal` does not.
        """
        ...

    def import_file(
        self, sha256: str, name: str, rows: Sequence[Rtl], *, by: str, now: datetime
    ) -> list[Rtl]:
        """As `add`, for a whole file, once. InputError when it was taken in before."""
        ...

    def change(self, row: Rtl, *, by: str, now: datetime) -> Rtl:
        """Write an item over the one with its id; kegiatan without id are new.

        Realisasi and what was printed stay. InputError when a kegiatan that is missing in `row`
        was agreed upon, printed, answered or carried over, or a tick that was answered is gone:
        nothing vanishes.
        """
        ...

    def report(self, row: Realisasi, *, now: datetime) -> Realisasi:
        """Keep a bidang's answer. InputError when its triwulan is not ticked or a file missing."""
        ...

    def decide(self, realisasi: int, review: ClaimReview) -> None:
        """Accept a claim or return it, once. InputError when it is no open "sudah"."""
        ...

    def save_file(self, content: bytes, kind: str, *, now: datetime) -> str:
        """Keep evidence, sealed; its SHA-256. InputError when it is empty or over 20 MB."""
        ...


class RtlReader(Protocol):
    def items(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]: ...
    def file(self, sha256: str) -> EvidenceFile | None: ...
