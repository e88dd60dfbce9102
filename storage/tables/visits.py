"""Codes of visits, how many there were, and where people stopped. None refers to a person.

A code stands as keyed hash; once used, nothing but the hash, the mark and its last day is left.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Column, Index, Named, String, Table, TypedColumns

from storage.database.column_types import UNROWED, LocalDay, key_column, metadata


class VisitColumns(TypedColumns):
    key = key_column("kunci")
    unit: Named[str]  # "" once it is used
    layanan: Named[str]
    loket: Named[str]
    used: Named[bool] = Column("terpakai")
    expires_at: Named[date] = Column(
        "berlaku_sampai", LocalDay
    )  # a day: a moment would tell when it was made


visit_table = Table(
    "kunjungan",
    metadata,
    VisitColumns,
    Index("ix_kunjungan_berlaku_sampai", "expires_at"),
    **UNROWED,
)


class VisitCountColumns(TypedColumns):
    unit = Column(String, primary_key=True)
    layanan = Column(String, primary_key=True)
    loket = Column(String, primary_key=True)
    day = Column("tanggal", LocalDay, primary_key=True)
    slot = Column(String(8), primary_key=True)
    n: Named[int]


visit_count_table = Table("kunjungan_jumlah", metadata, VisitCountColumns, **UNROWED)


class BurstColumns(TypedColumns):
    """How many answers a loket's channel has had in its newest ten minutes; gone in an hour."""

    key = key_column("kunci")  # hash of unit, loket and channel
    window: Named[int] = Column("jendela", BigInteger)  # number of the ten minutes
    n: Named[int]


burst_table = Table("laju", metadata, BurstColumns, **UNROWED)


class DropoutColumns(TypedColumns):
    """How many left an unfinished survey at a screen on a day."""

    day = Column("tanggal", LocalDay, primary_key=True)
    screen = Column("layar", String(40), primary_key=True)
    n: Named[int]


dropout_table = Table("henti", metadata, DropoutColumns, **UNROWED)
