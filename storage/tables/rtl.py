"""Tables of the follow-up (RTL): plans, claims about them, evidence, groups, and sent summaries.

Words that people write about a plan stand sealed; columns that are counted or looked up by stand
open.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from storage.database.column_types import UNROWED, Moment, big_id, key_column, metadata

NUMBER = BigInteger().with_variant(Integer, "sqlite")  # the type of big_id()
TRIWULAN = 8  # letters of "2023-TW4"


class RtlColumns(TypedColumns):
    """An item of a plan: one priority of a unit's follow-up in a periode."""

    id = big_id()
    unit: Named[str]
    periode: Named[str] = Column(String(16))
    number: Named[int] = Column("nomor")
    unsur: Named[str | None] = Column(String(24))
    horizon: Named[str | None] = Column(String(8))
    needs_budget: Named[bool] = Column("anggaran")
    content: Named[bytes] = Column("isi")  # sealed: its other words, and the forum


rtl_table = Table("rtl", metadata, RtlColumns, UniqueConstraint("unit", "periode", "number"))


class KegiatanColumns(TypedColumns):
    """An activity of an item."""

    id = big_id()
    rtl: Named[int] = Column(NUMBER, ForeignKey("rtl.id"), index=True)
    number: Named[str] = Column("nomor", String(16))
    bidang: Named[str] = Column(Text)  # JSON list
    # The older kegiatan that this one carries on.
    origin: Named[int | None] = Column("asal", NUMBER, ForeignKey("rtl_kegiatan.id"), index=True)
    # Sealed: the description, and the result that a report printed about it.
    content: Named[bytes] = Column("isi")


kegiatan_table = Table(
    "rtl_kegiatan",
    metadata,
    KegiatanColumns,
    UniqueConstraint("rtl", "number"),
    sqlite_autoincrement=True,  # no id comes twice, because buttons in old messages name it
)


class KegiatanTriwulanColumns(TypedColumns):
    """A triwulan in which a kegiatan is scheduled."""

    kegiatan = Column(NUMBER, ForeignKey("rtl_kegiatan.id"), primary_key=True)
    year = Column("tahun", Integer, primary_key=True, autoincrement=False)
    triwulan = Column(Integer, primary_key=True, autoincrement=False)


kegiatan_triwulan_table = Table("rtl_jadwal", metadata, KegiatanTriwulanColumns, **UNROWED)


class RealisasiColumns(TypedColumns):
    """A report of a bidang on a kegiatan in a triwulan, and its review, if any."""

    id = big_id()
    kegiatan: Named[int] = Column(NUMBER, ForeignKey("rtl_kegiatan.id"))
    triwulan: Named[str] = Column(String(TRIWULAN))
    claim: Named[str] = Column("klaim", String(8))
    target: Named[str | None] = Column(String(TRIWULAN))
    bidang: Named[str]
    by: Named[str] = Column("oleh")
    at: Named[datetime] = Column("waktu", Moment)
    content: Named[bytes] = Column("isi")  # sealed: description, obstacle, strategy, party
    verdict: Named[str | None] = Column("hasil", String(16))
    reviewer: Named[str | None] = Column("pemeriksa")
    reviewed_at: Named[datetime | None] = Column("diperiksa", Moment)
    reason: Named[bytes | None] = Column("alasan")  # sealed


realisasi_table = Table(
    "rtl_realisasi",
    metadata,
    RealisasiColumns,
    Index("ix_rtl_realisasi_kegiatan", "kegiatan", "id"),
    sqlite_autoincrement=True,  # as for rtl_kegiatan
)


class EvidenceFileColumns(TypedColumns):
    """A file of evidence, once for equal bytes."""

    sha256 = Column(String(64), primary_key=True)  # of the bytes before they are sealed
    kind: Named[str] = Column("jenis", String(127))
    size: Named[int] = Column("ukuran")
    at: Named[datetime] = Column("waktu", Moment)
    content: Named[bytes] = Column("isi")  # sealed


evidence_file_table = Table("berkas", metadata, EvidenceFileColumns)


class EvidenceColumns(TypedColumns):
    """A piece of evidence of a realisasi: a file or a link."""

    realisasi = Column(NUMBER, ForeignKey("rtl_realisasi.id"), primary_key=True)
    position = Column("urutan", Integer, primary_key=True, autoincrement=False)
    file: Named[str | None] = Column("berkas", String(64), ForeignKey("berkas.sha256"), index=True)
    content: Named[bytes] = Column("isi")  # sealed: name and link


evidence_table = Table("rtl_bukti", metadata, EvidenceColumns)


# -- groups of a bidang, and messages that were sent -----------------------------------------------


class BidangGroupColumns(TypedColumns):
    """A group chat that serves a bidang."""

    address = Column("alamat", LargeBinary, ForeignKey("alamat.id"), primary_key=True)
    bidang = Column(String, primary_key=True)
    since: Named[datetime] = Column("sejak", Moment)
    by: Named[str] = Column("oleh")


bidang_group_table = Table("grup", metadata, BidangGroupColumns)


class PostedSummaryColumns(TypedColumns):
    """A weekly summary that was posted to a recipient."""

    recipient = Column("penerima", LargeBinary, primary_key=True)  # hash of Recipient.key
    week = Column("minggu", String(8), primary_key=True)  # "2026-W47"
    covered: Named[str] = Column("mencakup", Text)  # JSON list of weeks
    at: Named[datetime] = Column("waktu", Moment)
    message: Named[str | None] = Column("pesan", String(24), index=True)  # id of its outbox row
    sent_at: Named[datetime | None] = Column("keluar", Moment)  # when that row left


posted_summary_table = Table("ringkasan", metadata, PostedSummaryColumns)


class SentMarkColumns(TypedColumns):
    """A mark of a thing done once, such as a reminder; kept until its date."""

    key = key_column("kunci")
    expires_at: Named[datetime] = Column("sampai", Moment, index=True)


sent_mark_table = Table("terkirim", metadata, SentMarkColumns, **UNROWED)
