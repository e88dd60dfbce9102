"""RTL as values: an item, its kegiatan, what was printed, claimed and decided about each.

What follows from them at a date stands in `core.rtl.status`, reminders in `core.rtl.reminders`,
proposals and effects in `core.rtl.proposals`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.periods.triwulan import Triwulan

Horizon = Literal["pendek", "menengah", "panjang"]  # under 12, 12 to 24, over 24 months
Status = Literal["sudah", "belum"]
Hasil = Literal["diterima", "dikembalikan"]
JenisForum = Literal["FGD", "FKP"]

HORIZONS: tuple[Horizon, ...] = ("pendek", "menengah", "panjang")
FORUMS: tuple[JenisForum, ...] = ("FGD", "FKP")
BERKAS_MOST = 20 * 2**20  # bytes of one piece of evidence


@dataclass(frozen=True, slots=True)
class Berkas:
    """A file that proves something; its key is the SHA-256 of its bytes, in hexadecimal."""

    sha256: str
    jenis: str  # content type: "image/jpeg", "application/pdf"
    isi: bytes


@dataclass(frozen=True, slots=True)
class Bukti:
    """One piece of evidence: a kept file or a link, and its name."""

    nama: str
    berkas: str | None = None  # SHA-256 of a kept `Berkas`
    tautan: str | None = None


@dataclass(frozen=True, slots=True)
class Forum:
    """Where an item was agreed upon."""

    jenis: JenisForum
    tanggal: date
    peserta: str = ""  # groups of people, never their names
    berita_acara: str = ""  # its number
    berkas: str | None = None  # SHA-256 of the kept berita acara
    diragukan: bool = False  # its date is questioned (`core.rtl.checks`) and nobody confirmed it


@dataclass(frozen=True, slots=True)
class Dicetak:
    """What an imported report prints about a kegiatan. Nobody has checked it here."""

    status: Status
    uraian: str = ""
    dokumentasi: str = ""
    hambatan: str = ""
    strategi: str = ""
    target: Triwulan | None = None
    pihak: str = ""


@dataclass(frozen=True, slots=True)
class Keputusan:
    """What an admin outside the bidang said of a claim."""

    hasil: Hasil
    alasan: str  # "" only when accepted
    oleh: str  # `tx.staff.audit_name` of the admin
    waktu: datetime


@dataclass(frozen=True, slots=True)
class Realisasi:
    """One answer of a bidang about one triwulan of a kegiatan. It stays as it was given."""

    kegiatan: int
    triwulan: Triwulan  # of the kegiatan's jadwal: which tick is answered
    klaim: Status
    uraian: str = ""  # sudah: what was done
    bukti: tuple[Bukti, ...] = ()
    hambatan: str = ""  # belum: what stood in the way
    strategi: str = ""
    target: Triwulan | None = None  # belum: the new target
    pihak: str = ""
    bidang: str = ""  # for which of the responsible bidang
    oleh: str = ""  # `tx.staff.audit_name` of who answered
    waktu: datetime | None = None  # set by the store
    keputusan: Keputusan | None = None
    id: int = 0  # set by the store


@dataclass(frozen=True, slots=True)
class Kegiatan:
    nomor: str  # "1.1", unique within the plan (unit and periode)
    uraian: str
    bidang: tuple[str, ...]  # codes of the agency's bidang; one or more
    jadwal: tuple[Triwulan, ...]  # in order, each once
    asal: int | None = None  # the kegiatan that it was carried over from
    dicetak: Dicetak | None = None
    realisasi: tuple[Realisasi, ...] = ()  # oldest first
    id: int = 0  # set by the store; fits into a button


@dataclass(frozen=True, slots=True)
class Rtl:
    """One priority of a plan. A plan is all items of one unit and periode."""

    unit: str
    periode: str  # label of the survey's period that it answers: "2023", "2021-S2"
    nomor: int  # its place in the plan, 1 for the first priority
    unsur: str | None  # key of the unsur; None: outside the nine
    kegiatan: tuple[Kegiatan, ...] = ()
    di_luar_unsur: str | None = None  # what it is about when it is no unsur
    sumber: str | None = None  # where that comes from: "Maklumat pelayanan"
    alasan: str | None = None  # why it was chosen against the ranking
    horizon: Horizon | None = None
    perlu_anggaran: bool = False
    instansi_lain: str = ""  # another agency that is needed, in words
    forum: Forum | None = None  # None: rancangan
    catatan: str = ""  # how a printed plan was read: "tahun tidak tercetak, dibaca 2025"
    id: int = 0  # set by the store

    @property
    def rancangan(self) -> bool:
        """A draft until a forum is recorded whose date can be true, or was confirmed."""
        return self.forum is None or self.forum.diragukan

    @property
    def prioritas(self) -> str:
        """The unsur's key, or the words that stand in its place."""
        return self.unsur or self.di_luar_unsur or ""
