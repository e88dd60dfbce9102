"""Requests about RTL: lists and details, reminders, and claims that wait for their files.

The desk writes the questions and the waiting claims, the clock the reminders and the news.
"""

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
    """The base of questions about RTL, with the rights of the asker as the desk found them."""

    bidang: tuple[str, ...] | None  # codes that the asker may see RTL of; None: of all
    query: Annotated[str, StoredAs("apa")]  # as typed, or from the payload of a button


class PlanQuestion(RtlQuestion):
    """The plans of a periode, named by `query`."""

    __slots__ = ()
    name = "rtl"


class ProofQuestion(RtlQuestion):
    """One piece of evidence; `query` is "12 1": a realisasi and the number of the piece, from 1."""

    __slots__ = ()
    name = "rtl_bukti"


class MinutesQuestion(RtlQuestion):
    """The minutes of a forum; `query` is "3": the id of an item."""

    __slots__ = ()
    name = "rtl_ba"


@dataclass(frozen=True, slots=True)
class KegiatanQuestion(RtlQuestion):
    """The details of one kegiatan in one triwulan; `query` is "12 2023-TW4"."""

    name = "rtl_rincian"

    evidence: Annotated[bool, StoredAs("bukti")]  # the asker may open evidence
    admin: bool
    serves: tuple[str, ...]  # codes of the bidang that the asker works for
    in_private: Annotated[bool, StoredAs("sendiri")]  # asked in a private chat


@dataclass(frozen=True, slots=True)
class ProposalQuestion(PlaceQuestion):
    """The ranking of the unsur, from which staff begin a new item."""

    name = "rtl_usul"


@dataclass(frozen=True, slots=True)
class ReminderRequest(SpokenRequest):
    """A reminder of one kegiatan to its bidang, or a list of them to another role."""

    name = "pengingat"

    kind: Annotated[ReminderKind, StoredAs("jenis")]
    role: Annotated[Role, StoredAs("peran")]
    bidang: str | None  # of the role "bidang"
    # (id of the kegiatan, code of the triwulan: "2023-TW4")
    topic: Annotated[tuple[tuple[int, str], ...], StoredAs("tentang")]
    recipient: Annotated[str, StoredAs("penerima")]  # `Recipient.key`
    # An admin gets it, because nobody of the bidang can be reached.
    substitute: Annotated[bool, StoredAs("pengganti")] = False


@dataclass(frozen=True, slots=True)
class PeriodClosedNews(SpokenRequest):
    """The news that a period has closed: its result, the last plan, and a proposal to admins."""

    name = "rtl_tutup"

    unit: str
    periode: str
    role: Annotated[Role, StoredAs("peran")]
    recipient: Annotated[str, StoredAs("penerima")]  # `Recipient.key`


# -- claims that wait in the outbox until their files are fetched --------------------------------


@dataclass(frozen=True, slots=True)
class WaitingClaim(SpokenRequest):
    """A bidang's claim that a kegiatan is done, stored once its evidence is fetched."""

    name = "rtl_simpan"

    kegiatan: int
    triwulan: Triwulan
    description: Annotated[str, StoredAs("uraian")]
    bidang: str  # for which of the responsible bidang
    by: Annotated[str, StoredAs("oleh")]  # `tx.staff.audit_name` of the claimant
    evidence: Annotated[tuple[WaitingProof, ...], StoredAs("bukti")]
    # Id of the newest answer when the dialogue began; 0: there was none; None: an older dialogue.
    last: Annotated[int | None, StoredAs("terakhir")] = None


@dataclass(frozen=True, slots=True)
class WaitingForum(SpokenRequest):
    """The record of the forum that agreed upon a plan, stored once its minutes are fetched."""

    name = "rtl_forum_simpan"

    unit: str
    periode: str
    forum: Forum
    file: Annotated[WaitingFile, StoredAs("berkas")]  # the minutes
    by: Annotated[str, StoredAs("oleh")]  # `tx.staff.audit_name` of the recording admin
    # A correction: items that were agreed upon already get this forum too.
    whole: Annotated[bool, StoredAs("semua")]
