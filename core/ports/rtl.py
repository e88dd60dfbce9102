"""`tx.rtl`: follow-up plans, the answers of a bidang, the decisions of an admin, and evidence.

The desk's RTL commands, `skm rtl` and the clock's reminders call it; the values stand in
`core.rtl.plan`, and `storage/rtl/part.py` keeps the promises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.rtl.plan import ClaimReview, EvidenceFile, Realisasi, Rtl


class RtlTx(Protocol):
    """Writes of plans. The store itself notes every change in the audit trail.

    `by` is always a name from `tx.staff.audit_name`, or a job's or a command's own name.
    """

    def items(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
        """Return all items with their kegiatan and realisasi, by unit, periode and nomor."""
        ...

    def add(self, rows: Sequence[Rtl], *, by: str, now: datetime) -> list[Rtl]:
        """Store new items, all or none, and return them with their ids.

        Raises InputError when an item of that unit, periode and nomor exists, or when the kegiatan
        named as `origin` does not.
        """
        ...

    def import_file(
        self, sha256: str, name: str, rows: Sequence[Rtl], *, by: str, now: datetime
    ) -> list[Rtl]:
        """Store the items of a whole file as `add` does; `sha256` names the file's bytes in hex.

        Raises InputError also when a file of that SHA-256 was imported before.
        """
        ...

    def change(self, row: Rtl, *, by: str, now: datetime) -> Rtl:
        """Write an item over the one with its id and return it; kegiatan without an id are new.

        The kept realisasi and printed results stay. Raises InputError when a part is missing that
        may not vanish: a kegiatan that was agreed upon, printed, answered or carried over, or a
        triwulan that was answered or has begun (`core.rtl.changes`). Raises InputError also when
        the item does not exist or a number is taken.
        """
        ...

    def report(self, row: Realisasi, *, now: datetime) -> Realisasi:
        """Store a bidang's answer about one triwulan and return it with its id and time.

        Raises InputError when the kegiatan is not scheduled in that triwulan, the last answer about
        it was accepted already, or a file of its evidence is not kept.
        """
        ...

    def decide(self, realisasi: int, review: ClaimReview) -> None:
        """Store an admin's verdict on a claim (its id), once.

        Raises InputError when the claim is no open "sudah", a newer answer exists, or a claim is
        returned without a reason.
        """
        ...

    def save_file(self, content: bytes, kind: str, *, now: datetime) -> str:
        """Keep a file of evidence, sealed, and return its SHA-256 in hexadecimal.

        `kind` is the content type. Raises InputError when the file is empty or larger than
        `core.rtl.plan.FILE_MOST` bytes.
        """
        ...


class RtlReader(Protocol):
    """Reads of plans and evidence."""

    def items(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
        """Return items as `RtlTx.items` does."""
        ...

    def file(self, sha256: str) -> EvidenceFile | None:
        """Return a kept file by the SHA-256 of its content in hexadecimal; None: it is not kept."""
        ...
