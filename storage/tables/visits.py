"""Tables of visit codes, of counts of visits, bursts and dropouts. No row refers to a person.

A code stands as a keyed hash; after its use only the hash, the mark and its last day are left.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Column, Index, Named, String, Table, TypedColumns

from storage.database.column_types import UNROWED, LocalDay, key_column, metadata


class VisitColumns(TypedColumns):
    """A code of a visit, by which one answer may be given."""

    key = key_column("kunci")
    unit: Named[str]  # "" once it is used
    layanan: Named[str]
    loket: Named[str]
    used: Named[bool] = Column("terpakai")
    # A day, because a moment would tell when the code was made.
    expires_at: Named[date] = Column("berlaku_sampai", LocalDay)


visit_table = Table(
    "kunjungan",
    metadata,
    VisitColumns,
    Index("ix_kunjungan_berlaku_sampai", "expires_at"),
    **UNROWED,
)


class VisitCountColumns(TypedColumns):
    """The number of visits at a service point on a day, in an hour slot."""

    unit = Column(String, primary_key=True)
    layanan = Column(String, primary_key=True)
    loket = Column(String, primary_key=True)
    day = Column("tanggal", LocalDay, primary_key=True)
    slot = Column(String(8), primary_key=True)
    n: Named[int]


visit_count_table = Table("kunjungan_jumlah", metadata, VisitCountColumns, **UNROWED)


class BurstColumns(TypedColumns):
    """Answers that came through a loket's channel in its newest ten minutes; kept for an hour."""

    key = key_column("kunci")  # hash of unit, loket and channel
    # The number of the ten minutes, by core.answers.doubt_flags.window.
    window: Named[int] = Column("jendela", BigInteger)
    n: Named[int]


burst_table = Table("laju", metadata, BurstColumns, **UNROWED)


class DropoutColumns(TypedColumns):
    """Number of people who left an unfinished survey at a screen on a day."""

    day = Column("tanggal", LocalDay, primary_key=True)
    screen = Column("layar", String(40), primary_key=True)
    n: Named[int]


dropout_table = Table("henti", metadata, DropoutColumns, **UNROWED)
