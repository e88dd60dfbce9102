"""What is asked about RTL: lists and details, reminders, and what waits for its files."""

from __future__ import annotations

from dataclasses import dataclass

from core.office.roles import Role
from core.periods.triwulan import Triwulan
from core.ports.requests.request import PlaceQuestion, SpokenRequest
from core.rtl.plan import Forum
from core.rtl.reminders import Jenis
from core.rtl.waiting_evidence import WaitingFile, WaitingProof


@dataclass(frozen=True, slots=True)
class RtlQuestion(SpokenRequest):
    """`bidang`: whose RTL the asker may see; None: of all."""

    bidang: tuple[str, ...] | None
    apa: str  # as typed, or as a button says it


class PlanQuestion(RtlQuestion):
    """The plans; `apa` is a periode."""

    __slots__ = ()
    name = "rtl"


class ProofQuestion(RtlQuestion):
    """One piece of evidence; `apa`: "12 1", a realisasi and the place of the piece."""

    __slots__ = ()
    name = "rtl_bukti"


class MinutesQuestion(RtlQuestion):
    """The minutes of a forum; `apa`: "3", an item."""

    __slots__ = ()
    name = "rtl_ba"


@dataclass(frozen=True, slots=True)
class KegiatanQuestion(RtlQuestion):
    """All about one kegiatan; `apa`: "12 2023-TW4"."""

    name = "rtl_rincian"

    bukti: bool  # the asker may open evidence
    admin: bool
    serves: tuple[str, ...]  # the bidang that the asker works for
    sendiri: bool  # asked in a private chat


@dataclass(frozen=True, slots=True)
class ProposalQuestion(PlaceQuestion):
    """The ranking, for a new item."""

    name = "rtl_usul"


@dataclass(frozen=True, slots=True)
class ReminderRequest(SpokenRequest):
    name = "pengingat"

    jenis: Jenis
    peran: Role
    bidang: str | None  # of the role "bidang"
    tentang: tuple[tuple[int, str], ...]  # kegiatan and the code of the tick
    penerima: str  # key of the recipient
    pengganti: bool = False  # to an admin, for a bidang that nobody can be reached of


@dataclass(frozen=True, slots=True)
class PeriodClosedNews(SpokenRequest):
    """A period has closed: what came of the last plan, and what to plan now."""

    name = "rtl_tutup"

    unit: str
    periode: str
    peran: Role
    penerima: str  # key of the recipient


# -- what waits in the outbox until its files are fetched ----------------------------------------


@dataclass(frozen=True, slots=True)
class WaitingClaim(SpokenRequest):
    """A kegiatan is said to be done."""

    name = "rtl_simpan"

    kegiatan: int
    triwulan: Triwulan
    uraian: str
    bidang: str  # for which of the responsible ones
    oleh: str  # `tx.staff.audit_name` of who said it
    bukti: tuple[WaitingProof, ...]
    terakhir: int | None = None  # the newest answer about it when the dialogue began


@dataclass(frozen=True, slots=True)
class WaitingForum(SpokenRequest):
    """A plan was agreed upon."""

    name = "rtl_forum_simpan"

    unit: str
    periode: str
    forum: Forum
    berkas: WaitingFile  # the minutes
    oleh: str  # `tx.staff.audit_name` of who recorded it
    semua: bool  # also of what was agreed upon: a correction
