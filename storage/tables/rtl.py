"""Tables of the follow-up: plans, what was claimed about them, evidence, groups, what was told.

Words that people write about a plan stand sealed; what is counted and looked up by stands open.
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

from storage.database.column_types import UNROWED, Saat, big_id, key, metadata

NUMBER = BigInteger().with_variant(Integer, "sqlite")  # as big_id() counts
TRIWULAN = 8  # letters of "2023-TW4"


class RtlCols(TypedColumns):
    id = big_id()
    unit: Named[str]
    periode: Named[str] = Column(String(16))
    nomor: Named[int]
    unsur: Named[str | None] = Column(String(24))
    horizon: Named[str | None] = Column(String(8))
    anggaran: Named[bool]
    isi: Named[bytes]  # sealed: its other words, and the forum


rtl = Table("rtl", metadata, RtlCols, UniqueConstraint("unit", "periode", "nomor"))


class RtlKegiatanCols(TypedColumns):
    id = big_id()
    rtl: Named[int] = Column(NUMBER, ForeignKey("rtl.id"), index=True)
    nomor: Named[str] = Column(String(16))
    bidang: Named[str] = Column(Text)  # JSON list
    asal: Named[int | None] = Column(NUMBER, ForeignKey("rtl_kegiatan.id"), index=True)
    isi: Named[bytes]  # sealed: what is to be done, and what a report printed about it


rtl_kegiatan = Table(
    "rtl_kegiatan",
    metadata,
    RtlKegiatanCols,
    UniqueConstraint("rtl", "nomor"),
    sqlite_autoincrement=True,  # an old button must never meet another kegiatan
)


class RtlJadwalCols(TypedColumns):
    kegiatan = Column(NUMBER, ForeignKey("rtl_kegiatan.id"), primary_key=True)
    tahun = Column(Integer, primary_key=True, autoincrement=False)
    triwulan = Column(Integer, primary_key=True, autoincrement=False)


rtl_jadwal = Table("rtl_jadwal", metadata, RtlJadwalCols, **UNROWED)


class RtlRealisasiCols(TypedColumns):
    id = big_id()
    kegiatan: Named[int] = Column(NUMBER, ForeignKey("rtl_kegiatan.id"))
    triwulan: Named[str] = Column(String(TRIWULAN))
    klaim: Named[str] = Column(String(8))
    target: Named[str | None] = Column(String(TRIWULAN))
    bidang: Named[str]
    oleh: Named[str]
    waktu: Named[datetime] = Column(Saat)
    isi: Named[bytes]  # sealed: what was done, or what stood in the way
    hasil: Named[str | None] = Column(String(16))
    pemeriksa: Named[str | None]
    diperiksa: Named[datetime | None] = Column(Saat)
    alasan: Named[bytes | None]  # sealed


rtl_realisasi = Table(
    "rtl_realisasi",
    metadata,
    RtlRealisasiCols,
    Index("ix_rtl_realisasi_kegiatan", "kegiatan", "id"),
    sqlite_autoincrement=True,  # as rtl_kegiatan
)


class BerkasCols(TypedColumns):
    sha256 = Column(String(64), primary_key=True)  # of the bytes before they are sealed
    jenis: Named[str] = Column(String(127))
    ukuran: Named[int]
    waktu: Named[datetime] = Column(Saat)
    isi: Named[bytes]  # sealed


berkas = Table("berkas", metadata, BerkasCols)


class RtlBuktiCols(TypedColumns):
    realisasi = Column(NUMBER, ForeignKey("rtl_realisasi.id"), primary_key=True)
    urutan = Column(Integer, primary_key=True, autoincrement=False)
    berkas: Named[str | None] = Column(String(64), ForeignKey("berkas.sha256"), index=True)
    isi: Named[bytes]  # sealed: name and link


rtl_bukti = Table("rtl_bukti", metadata, RtlBuktiCols)


# -- who hears of it, and what they were told ------------------------------------------------------


class GrupCols(TypedColumns):
    alamat = Column(LargeBinary, ForeignKey("alamat.id"), primary_key=True)
    bidang = Column(String, primary_key=True)
    sejak: Named[datetime] = Column(Saat)
    oleh: Named[str]


grup = Table("grup", metadata, GrupCols)


class RingkasanCols(TypedColumns):
    penerima = Column(LargeBinary, primary_key=True)  # hash of whoever it was sent to
    minggu = Column(String(8), primary_key=True)
    mencakup: Named[str] = Column(Text)  # JSON list of weeks
    waktu: Named[datetime] = Column(Saat)
    pesan: Named[str | None] = Column(String(24), index=True)  # its outbox row
    keluar: Named[datetime | None] = Column(Saat)  # when that left


ringkasan = Table("ringkasan", metadata, RingkasanCols)


class TerkirimCols(TypedColumns):
    kunci = key()
    sampai: Named[datetime] = Column(Saat, index=True)


terkirim = Table("terkirim", metadata, TerkirimCols, **UNROWED)
