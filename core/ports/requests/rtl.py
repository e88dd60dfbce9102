"""What is asked about RTL: lists and details, reminders, and what waits for its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.messaging.stored_value import StoredAs
from core.office.roles import Role
from core.periods.triwulan import Triwulan
from core.ports.requests.request import PlaceQuestion, SpokenRequest
from core.rtl.plan import Forum
from core.rtl.reminders import ReminderKind
from core.rtl.waiting_evidence import WaitingFile, WaitingProof


@dataclass(frozen=True, slots=True)
class RtlQuestion(SpokenRequest):
    """`bidang`: whose RTL the asker may see; None: of all."""

    bidang: tuple[str, ...] | None
    query: Annotated[str, StoredAs("apa")]  # as typed, or as a button says it


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

    evidence: Annotated[bool, StoredAs("bukti")]  # the asker may open evidence
    admin: bool
    serves: tuple[str, ...]  # the bidang that the asker works for
    in_private: Annotated[bool, StoredAs("sendiri")]  # asked in a private chat


@dataclass(frozen=True, slots=True)
class ProposalQuestion(PlaceQuestion):
    """The ranking, for a new item."""

    name = "rtl_usul"


@dataclass(frozen=True, slots=True)
class ReminderRequest(SpokenRequest):
    name = "pengingat"

    kind: Annotated[ReminderKind, StoredAs("jenis")]
    role: Annotated[Role, StoredAs("peran")]
    bidang: str | None  # of the role "bidang"
    topic: Annotated[
        tuple[tuple[int, str], ...], StoredAs("tentang")
    ]  # kegiatan and the code of the tick
    recipient: Annotated[str, StoredAs("penerima")]  # key of the recipient
    substitute: Annotated[bool, StoredAs("pengganti")] = (
        False  # to an admin, for a bidang that nobody can be reached of
    )


@dataclass(frozen=True, slots=True)
class PeriodClosedNews(SpokenRequest):
    """A period has closed: what came of the last plan, and what to plan now."""

    name = "rtl_tutup"

    unit: str
    periode: str
    role: Annotated[Role, StoredAs("peran")]
    recipient: Annotated[str, StoredAs("penerima")]  # key of the recipient


# -- what waits in the outbox until its files are fetched ----------------------------------------


@dataclass(frozen=True, slots=True)
class WaitingClaim(SpokenRequest):
    """A kegiatan is said to be done."""

    name = "rtl_simpan"

    kegiatan: int
    triwulan: Triwulan
    description: Annotated[str, StoredAs("uraian")]
    bidang: str  # for which of the responsible ones
    by: Annotated[str, StoredAs("oleh")]  # `tx.staff.audit_name` of who said it
    evidence: Annotated[tuple[WaitingProof, ...], StoredAs("bukti")]
    last: Annotated[int | None, StoredAs("terakhir")] = (
        None  # the newest answer about it when the dialogue began
    )


@dataclass(frozen=True, slots=True)
class WaitingForum(SpokenRequest):
    """A plan was agreed upon."""

    name = "rtl_forum_simpan"

    unit: str
    periode: str
    forum: Forum
    file: Annotated[WaitingFile, StoredAs("berkas")]  # the minutes
    by: Annotated[str, StoredAs("oleh")]  # `tx.staff.audit_name` of who recorded it
    whole: Annotated[bool, StoredAs("semua")]  # also of what was agreed upon: a correction
