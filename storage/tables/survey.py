"""Tables of answers, of their sums, of the agency's document and of published figures.

`respons`, `saran` and `sekali` have random keys and no row numbers: their order tells nothing about
who answered when.
"""

from __future__ import annotations

from datetime import date, datetime

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

from storage.database.column_types import UNROWED, LocalDay, Moment, big_id, key_column, metadata


class QuestionnaireColumns(TypedColumns):
    """A frozen questionnaire; its id is made of its words."""

    id = Column(String(64), primary_key=True)
    document: Named[str | None] = Column("dokumen", Text)
    # JSON list of question keys: the order of the digits in respons.nilai.
    digit_order: Named[str | None] = Column("urutan", Text)


questionnaire_table = Table("kuesioner", metadata, QuestionnaireColumns)


class RekapKeyColumns(TypedColumns):
    """Columns that `respons` and its sum `rekap` have in common; "" stands for none."""

    snapshot: Named[str] = Column(String(64), ForeignKey("kuesioner.id"))
    unit: Named[str]
    layanan: Named[str]
    loket: Named[str]
    day: Named[date | None] = Column("tanggal", LocalDay, nullable=False)
    slot: Named[str] = Column(String(8))
    mode: Named[str] = Column(String(8))
    channel: Named[str] = Column(String(16))
    import_periode: Named[str] = Column("periode_impor", String(16))


class ResponseColumns(RekapKeyColumns):
    """One finished answer."""

    id = key_column()
    duration: Named[int | None] = Column("durasi")  # seconds
    language: Named[str] = Column("bahasa", String(16))
    # Sealed, because some choices ask for the respondent's own words.
    profile: Named[bytes] = Column("profil")
    nilai: Named[str] = Column(String(64))  # a digit for each question, as kuesioner.urutan
    flags: Named[str] = Column(Text)  # JSON list


response_table = Table(
    "respons",
    metadata,
    ResponseColumns,
    Index("ix_respons_tanggal", "day"),
    **UNROWED,
)


class RekapColumns(RekapKeyColumns):
    """The sums of the responses that have all columns of REKAP_KEY in common."""

    id = big_id()
    flagged: Named[bool]
    n: Named[int]  # responses
    t1: Named[int] = Column(BigInteger)  # sum of the weighted totals of a response
    t2: Named[int] = Column(BigInteger)  # sum of the squares of those totals


REKAP_KEY = (
    "unit",
    "layanan",
    "day",
    "snapshot",
    "loket",
    "slot",
    "mode",
    "channel",
    "flagged",
    "import_periode",
)

rekap_table = Table(
    "rekap", metadata, RekapColumns, UniqueConstraint(*REKAP_KEY, name="uq_rekap_kunci")
)


class RekapNilaiColumns(TypedColumns):
    """The sums of one question within a row of `rekap`."""

    rekap = Column(
        BigInteger().with_variant(Integer, "sqlite"),
        ForeignKey("rekap.id", ondelete="CASCADE"),
        primary_key=True,
    )
    question = Column("pertanyaan", String(24), primary_key=True)
    s1: Named[int] = Column(BigInteger)  # sum of the scores 1-4
    s2: Named[int] = Column(BigInteger)  # sum of their squares


rekap_nilai_table = Table("rekap_nilai", metadata, RekapNilaiColumns, **UNROWED)


class SaranColumns(TypedColumns):
    """A saran, without a link to its answer."""

    id = key_column()
    unit: Named[str]
    layanan: Named[str]
    unsur: Named[str | None] = Column(String(24))
    text: Named[bytes] = Column("teks")  # sealed
    day: Named[date] = Column("tanggal", LocalDay)


saran_table = Table("saran", metadata, SaranColumns, Index("ix_saran_tanggal", "day"), **UNROWED)


class FollowUpWishColumns(TypedColumns):
    """The wish of a chat to be told once about a saran."""

    saran = Column(LargeBinary, ForeignKey("saran.id"), primary_key=True)
    address = Column("alamat", LargeBinary, ForeignKey("alamat.id"), primary_key=True, index=True)
    expires_at: Named[datetime] = Column("berlaku_sampai", Moment)


follow_up_wish_table = Table("kabar", metadata, FollowUpWishColumns, **UNROWED)


class AnsweredMarkColumns(TypedColumns):
    """A mark that a person or a device has answered; a hash that leads to no answer."""

    key = key_column("kunci")
    expires_at: Named[datetime] = Column("berlaku_sampai", Moment)


answered_mark_table = Table("sekali", metadata, AnsweredMarkColumns, **UNROWED)


# -- the agency, published figures, imports ----------------------------------------------------


class AgencyColumns(TypedColumns):
    """The agency's document."""

    id = Column(Integer, primary_key=True, autoincrement=False)  # there is one row, 1
    document: Named[str] = Column("dokumen", Text)
    changed_at: Named[datetime] = Column("diubah", Moment)


agency_table = Table("instansi", metadata, AgencyColumns)


class PublicationColumns(TypedColumns):
    """One revision of published figures; it is never changed."""

    label = Column(String(16), primary_key=True)
    unit = Column(String, primary_key=True)
    revision = Column("revisi", Integer, primary_key=True, autoincrement=False)
    figures: Named[str] = Column("angka", Text)
    at: Named[datetime] = Column("waktu", Moment)


publication_table = Table("periode", metadata, PublicationColumns)


class ToldFiguresColumns(TypedColumns):
    """The figures that were last told of a scope, or a tally of the clock."""

    key = Column("kunci", String, primary_key=True)
    figures: Named[str] = Column("angka", Text)
    at: Named[datetime] = Column("waktu", Moment)


told_figures_table = Table("tampil", metadata, ToldFiguresColumns)


class ImportColumns(TypedColumns):
    """A file that was imported, so that it is not imported again."""

    sha256 = Column(String(64), primary_key=True)
    name: Named[str] = Column("nama")
    by: Named[str] = Column("oleh")
    at: Named[datetime] = Column("waktu", Moment)
    n: Named[int]


import_table = Table("impor", metadata, ImportColumns)


class MetaColumns(TypedColumns):
    """A value of the database itself: the sealed hash key."""

    key = Column("kunci", String(32), primary_key=True)
    content: Named[bytes] = Column("isi")


meta_table = Table("meta", metadata, MetaColumns)
