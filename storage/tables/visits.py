"""Codes of visits, how many there were, and where people stopped. None refers to a person.

A code stands as keyed hash; once used, nothing but the hash, the mark and its last day is left.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Column, Index, Named, String, Table, TypedColumns

from storage.database.column_types import UNROWED, Tanggal, key, metadata


class KunjunganCols(TypedColumns):
    kunci = key()
    unit: Named[str]  # "" once it is used
    layanan: Named[str]
    loket: Named[str]
    terpakai: Named[bool]
    berlaku_sampai: Named[date] = Column(Tanggal)  # a day: a moment would tell when it was made


kunjungan = Table(
    "kunjungan",
    metadata,
    KunjunganCols,
    Index("ix_kunjungan_berlaku_sampai", "berlaku_sampai"),
    **UNROWED,
)


class KunjunganJumlahCols(TypedColumns):
    unit = Column(String, primary_key=True)
    layanan = Column(String, primary_key=True)
    loket = Column(String, primary_key=True)
    tanggal = Column(Tanggal, primary_key=True)
    slot = Column(String(8), primary_key=True)
    n: Named[int]


kunjungan_jumlah = Table("kunjungan_jumlah", metadata, KunjunganJumlahCols, **UNROWED)


class LajuCols(TypedColumns):
    """How many answers a loket's channel has had in its newest ten minutes; gone in an hour."""

    kunci = key()  # hash of unit, loket and channel
    jendela: Named[int] = Column(BigInteger)  # number of the ten minutes
    n: Named[int]


laju = Table("laju", metadata, LajuCols, **UNROWED)


class HentiCols(TypedColumns):
    """How many left an unfinished survey at a screen on a day."""

    tanggal = Column(Tanggal, primary_key=True)
    layar = Column(String(40), primary_key=True)
    n: Named[int]


henti = Table("henti", metadata, HentiCols, **UNROWED)
