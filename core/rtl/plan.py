"""The values of RTL: items, their kegiatan, and the printed results, claims and decisions on each.

`storage/rtl/` keeps them. The states that follow from them at a date stand in `core.rtl.status`,
reminders in `core.rtl.reminders`, proposals and effects in `core.rtl.proposals`.
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
ForumKind = Literal["FGD", "FKP"]  # focus group discussion, forum konsultasi publik

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
    file: str | None = None  # SHA-256 of a kept `EvidenceFile`
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Forum:
    """The meeting that agreed upon an item."""

    kind: Annotated[ForumKind, StoredAs("jenis")]
    day: Annotated[date, StoredAs("tanggal")]
    participants: Annotated[str, StoredAs("peserta")] = ""  # groups of people, never their names
    minutes: Annotated[str, StoredAs("berita_acara")] = ""  # its number
    file: Annotated[str | None, StoredAs("berkas")] = None  # SHA-256 of the kept berita acara
    # Its date cannot be (`core.rtl.checks`), and nobody confirmed it.
    doubtful: Annotated[bool, StoredAs("diragukan")] = False


@dataclass(frozen=True, slots=True)
class PrintedResult:
    """The result of a kegiatan as an imported report prints it. Nobody has checked it here."""

    status: Status
    description: Annotated[str, StoredAs("uraian")] = ""
    documentation: Annotated[str, StoredAs("dokumentasi")] = ""
    obstacle: Annotated[str, StoredAs("hambatan")] = ""
    strategy: Annotated[str, StoredAs("strategi")] = ""
    target: Triwulan | None = None
    party: Annotated[str, StoredAs("pihak")] = ""


@dataclass(frozen=True, slots=True)
class ClaimReview:
    """The verdict of an admin outside the bidang on a claim."""

    verdict: Verdict
    reason: str  # "" only when accepted
    by: str  # `tx.staff.audit_name` of the admin
    at: datetime


@dataclass(frozen=True, slots=True)
class Realisasi:
    """One answer of a bidang about one triwulan of a kegiatan. It stays as it was given."""

    kegiatan: int  # id
    triwulan: Triwulan  # of the kegiatan's schedule: the one that is answered
    claim: Status
    description: str = ""  # sudah: the work that was done
    evidence: tuple[Evidence, ...] = ()
    obstacle: str = ""  # belum: the obstacle
    strategy: str = ""  # belum: the remedy
    target: Triwulan | None = None  # belum: the new target
    party: str = ""  # belum: another party that is needed
    bidang: str = ""  # for which of the responsible bidang
    by: str = ""  # `tx.staff.audit_name` of the answering person
    at: datetime | None = None  # set by the store
    review: ClaimReview | None = None
    id: int = 0  # set by the store


@dataclass(frozen=True, slots=True)
class Kegiatan:
    """One activity of an item, with its responsible bidang and its schedule."""

    number: str  # "1.1", unique within the plan (unit and periode)
    description: str
    bidang: tuple[str, ...]  # codes of the agency's bidang; one or more
    schedule: tuple[Triwulan, ...]  # in order, each once
    origin: int | None = None  # id of the kegiatan that it was carried over from
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
    beyond_unsur: str | None = None  # the topic of an item without an unsur
    source: str | None = None  # of that topic: "Maklumat pelayanan"
    reason: str | None = None  # for a choice against the ranking
    horizon: Horizon | None = None
    needs_budget: bool = False
    other_agency: str = ""  # another agency that is needed, in words
    forum: Forum | None = None  # None: a draft ("rancangan")
    notes: str = ""  # on the reading of a printed plan: "tahun tidak tercetak, dibaca 2025"
    id: int = 0  # set by the store

    @property
    def is_draft(self) -> bool:
        """Whether no forum is recorded, or its date cannot be true and nobody confirmed it."""
        return self.forum is None or self.forum.doubtful

    @property
    def priority(self) -> str:
        """The unsur's key, or the words that stand in its place."""
        return self.unsur or self.beyond_unsur or ""
