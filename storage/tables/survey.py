"""Tables of what was answered and of what is counted, shown and published from it.

`respons`, `saran` and `sekali` have random keys and no row numbers: their order tells nothing.
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

from storage.database.column_types import UNROWED, Saat, Tanggal, big_id, key, metadata


class KuesionerCols(TypedColumns):
    id = Column(String(64), primary_key=True)
    dokumen: Named[str | None] = Column(Text)
    urutan: Named[str | None] = Column(Text)  # JSON: order of the digits in respons.nilai


kuesioner = Table("kuesioner", metadata, KuesionerCols)


class KunciRekap(TypedColumns):
    """What a response and its sum have in common; "" stands for none."""

    snapshot: Named[str] = Column(String(64), ForeignKey("kuesioner.id"))
    unit: Named[str]
    layanan: Named[str]
    loket: Named[str]
    tanggal: Named[date | None] = Column(Tanggal, nullable=False)
    slot: Named[str] = Column(String(8))
    mode: Named[str] = Column(String(8))
    channel: Named[str] = Column(String(16))
    periode_impor: Named[str] = Column(String(16))


class ResponsCols(KunciRekap):
    id = key()
    durasi: Named[int | None]
    bahasa: Named[str] = Column(String(16))
    profil: Named[bytes]  # sealed: some choices ask for the respondent's own words
    nilai: Named[str] = Column(String(64))  # one digit a question, in the order of kuesioner
    flags: Named[str] = Column(Text)  # JSON list


respons = Table(
    "respons",
    metadata,
    ResponsCols,
    Index("ix_respons_tanggal", "tanggal"),
    **UNROWED,
)


class RekapCols(KunciRekap):
    id = big_id()
    flagged: Named[bool]
    n: Named[int]
    t1: Named[int] = Column(BigInteger)
    t2: Named[int] = Column(BigInteger)


REKAP_KEY = (
    "unit",
    "layanan",
    "tanggal",
    "snapshot",
    "loket",
    "slot",
    "mode",
    "channel",
    "flagged",
    "periode_impor",
)

rekap = Table("rekap", metadata, RekapCols, UniqueConstraint(*REKAP_KEY, name="uq_rekap_kunci"))


class RekapNilaiCols(TypedColumns):
    rekap = Column(
        BigInteger().with_variant(Integer, "sqlite"),
        ForeignKey("rekap.id", ondelete="CASCADE"),
        primary_key=True,
    )
    pertanyaan = Column(String(24), primary_key=True)
    s1: Named[int] = Column(BigInteger)
    s2: Named[int] = Column(BigInteger)


rekap_nilai = Table("rekap_nilai", metadata, RekapNilaiCols, **UNROWED)


class SaranCols(TypedColumns):
    id = key()
    unit: Named[str]
    layanan: Named[str]
    unsur: Named[str | None] = Column(String(24))
    teks: Named[bytes]  # sealed
    tanggal: Named[date] = Column(Tanggal)


saran = Table("saran", metadata, SaranCols, Index("ix_saran_tanggal", "tanggal"), **UNROWED)


class KabarCols(TypedColumns):
    saran = Column(LargeBinary, ForeignKey("saran.id"), primary_key=True)
    alamat = Column(LargeBinary, ForeignKey("alamat.id"), primary_key=True, index=True)
    berlaku_sampai: Named[datetime] = Column(Saat)


kabar = Table("kabar", metadata, KabarCols, **UNROWED)


class SekaliCols(TypedColumns):
    kunci = key()
    berlaku_sampai: Named[datetime] = Column(Saat)


sekali = Table("sekali", metadata, SekaliCols, **UNROWED)


# -- the books ---------------------------------------------------------------------------------


class InstansiCols(TypedColumns):
    id = Column(Integer, primary_key=True, autoincrement=False)  # there is one row, 1
    dokumen: Named[str] = Column(Text)
    diubah: Named[datetime] = Column(Saat)


instansi = Table("instansi", metadata, InstansiCols)


class PeriodeCols(TypedColumns):
    label = Column(String(16), primary_key=True)
    unit = Column(String, primary_key=True)
    revisi = Column(Integer, primary_key=True, autoincrement=False)
    angka: Named[str] = Column(Text)
    waktu: Named[datetime] = Column(Saat)


periode = Table("periode", metadata, PeriodeCols)


class TampilCols(TypedColumns):
    kunci = Column(String, primary_key=True)
    angka: Named[str] = Column(Text)
    waktu: Named[datetime] = Column(Saat)


tampil = Table("tampil", metadata, TampilCols)


class ImporCols(TypedColumns):
    sha256 = Column(String(64), primary_key=True)
    nama: Named[str]
    oleh: Named[str]
    waktu: Named[datetime] = Column(Saat)
    n: Named[int]


impor = Table("impor", metadata, ImporCols)


class MetaCols(TypedColumns):
    kunci = Column(String(32), primary_key=True)
    isi: Named[bytes]


meta = Table("meta", metadata, MetaCols)
