"""RTL as values: an item, its kegiatan, what was printed, claimed and decided about each.

What follows from them at a date stands in `core.rtl.status`, reminders in `core.rtl.reminders`,
proposals and effects in `core.rtl.proposals`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from core.messaging.stored_value import StoredAs
from core.periods.triwulan import Triwulan

Horizon = Literal["pendek", "menengah", "panjang"]  # under 12, 12 to 24, over 24 months
Status = Literal["sudah", "belum"]
Verdict = Literal["diterima", "dikembalikan"]
ForumKind = Literal["FGD", "FKP"]

HORIZONS: tuple[Horizon, ...] = ("pendek", "menengah", "panjang")
FORUMS: tuple[ForumKind, ...] = ("FGD", "FKP")
FILE_MOST = 20 * 2**20  # bytes of one piece of evidence


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that proves something; its key is the SHA-256 of its bytes, in hexadecimal."""

    sha256: str
    kind: str  # content type: "image/jpeg", "application/pdf"
    content: bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: a kept file or a link, and its name."""

    name: str
    file: str | None = None  # SHA-256 of a kept `Berkas`
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Forum:
    """Where an item was agreed upon."""

    kind: Annotated[ForumKind, StoredAs("jenis")]
    day: Annotated[date, StoredAs("tanggal")]
    participants: Annotated[str, StoredAs("peserta")] = ""  # groups of people, never their names
    minutes: Annotated[str, StoredAs("berita_acara")] = ""  # its number
    file: Annotated[str | None, StoredAs("berkas")] = None  # SHA-256 of the kept berita acara
    doubtful: Annotated[bool, StoredAs("diragukan")] = (
        False  # its date is questioned (`core.rtl.checks`) and nobody confirmed it
    )


@dataclass(frozen=True, slots=True)
class PrintedResult:
    """What an imported report prints about a kegiatan. Nobody has checked it here."""

    status: Status
    description: Annotated[str, StoredAs("uraian")] = ""
    documentation: Annotated[str, StoredAs("dokumentasi")] = ""
    obstacle: Annotated[str, StoredAs("hambatan")] = ""
    strategy: Annotated[str, StoredAs("strategi")] = ""
    target: Triwulan | None = None
    party: Annotated[str, StoredAs("pihak")] = ""


@dataclass(frozen=True, slots=True)
class ClaimReview:
    """What an admin outside the bidang said of a claim."""

    verdict: Verdict
    reason: str  # "" only when accepted
    by: str  # `tx.staff.audit_name` of the admin
    at: datetime


@dataclass(frozen=True, slots=True)
class Realisasi:
    """One answer of a bidang about one triwulan of a kegiatan. It stays as it was given."""

    kegiatan: int
    triwulan: Triwulan  # of the kegiatan's jadwal: which tick is answered
    claim: Status
    description: str = ""  # sudah: what was done
    evidence: tuple[Evidence, ...] = ()
    obstacle: str = ""  # belum: what stood in the way
    strategy: str = ""
    target: Triwulan | None = None  # belum: the new target
    party: str = ""
    bidang: str = ""  # for which of the responsible bidang
    by: str = ""  # `tx.staff.audit_name` of who answered
    at: datetime | None = None  # set by the store
    review: ClaimReview | None = None
    id: int = 0  # set by the store


@dataclass(frozen=True, slots=True)
class Kegiatan:
    number: str  # "1.1", unique within the plan (unit and periode)
    description: str
    bidang: tuple[str, ...]  # codes of the agency's bidang; one or more
    schedule: tuple[Triwulan, ...]  # in order, each once
    origin: int | None = None  # the kegiatan that it was carried over from
    printed: PrintedResult | None = None
    realisasi: tuple[Realisasi, ...] = ()  # oldest first
    id: int = 0  # set by the store; fits into a button


@dataclass(frozen=True, slots=True)
class Rtl:
    """One priority of a plan. A plan is all items of one unit and periode."""

    unit: str
    periode: str  # label of the survey's period that it answers: "2023", "2021-S2"
    number: int  # its place in the plan, 1 for the first priority
    unsur: str | None  # key of the unsur; None: outside the nine
    kegiatan: tuple[Kegiatan, ...] = ()
    beyond_unsur: str | None = None  # what it is about when it is no unsur
    source: str | None = None  # where that comes from: "Maklumat pelayanan"
    reason: str | None = None  # why it was chosen against the ranking
    horizon: Horizon | None = None
    needs_budget: bool = False
    other_agency: str = ""  # another agency that is needed, in words
    forum: Forum | None = None  # None: rancangan
    notes: str = ""  # how a printed plan was read: "tahun tidak tercetak, dibaca 2025"
    id: int = 0  # set by the store

    @property
    def is_draft(self) -> bool:
        """A draft until a forum is recorded whose date can be true, or was confirmed."""
        return self.forum is None or self.forum.doubtful

    @property
    def priority(self) -> str:
        """The unsur's key, or the words that stand in its place."""
        return self.unsur or self.beyond_unsur or ""
