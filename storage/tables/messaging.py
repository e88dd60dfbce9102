"""Tables of people, of the two doors, and of the staff, as typed Core columns.

What leads to a person stands only sealed or hashed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from storage.database.column_types import UNROWED, WAITING, Saat, big_id, key, metadata, partial

# -- people ------------------------------------------------------------------------------------


class AlamatCols(TypedColumns):
    id = key()
    kunci: Named[bytes]
    isi: Named[bytes]  # sealed address
    terjangkau: Named[bool]
    sementara: Named[bool]  # only to say goodbye after an erasure; goes with its last message
    didengar: Named[datetime | None] = Column(Saat)  # where a window counts: last heard from there
    # "tahan": rows wait for it; "templat": and were told of; "tolak": that was refused
    jendela: Named[str | None] = Column(String(8))
    pilihan: Named[bytes | None]  # sealed choices of the last screen that no flow reads


alamat = Table(
    "alamat",
    metadata,
    AlamatCols,
    UniqueConstraint("kunci"),
    partial("ix_alamat_sementara", "id", where="sementara"),
)


class OrangCols(TypedColumns):
    id = key()


orang = Table("orang", metadata, OrangCols)


class OrangIdCols(TypedColumns):
    kunci = key()
    orang: Named[bytes] = Column(LargeBinary, ForeignKey("orang.id"), index=True)
    jenis: Named[str] = Column(String(16), server_default="")  # "wa-phone" of "wa-phone:+62…"


orang_id = Table("orang_id", metadata, OrangIdCols)


class PercakapanCols(TypedColumns):
    kunci = key()
    alamat: Named[bytes] = Column(LargeBinary, ForeignKey("alamat.id"), index=True)
    orang: Named[bytes] = Column(LargeBinary, ForeignKey("orang.id"), index=True)
    bahasa: Named[str | None]
    isi: Named[bytes | None]  # sealed {"flow", "version", "data"}
    aktif: Named[datetime] = Column(Saat)
    berlaku_sampai: Named[datetime] = Column(Saat)


percakapan = Table("percakapan", metadata, PercakapanCols)


class PetugasCols(TypedColumns):
    id = big_id()
    orang: Named[bytes] = Column(LargeBinary, ForeignKey("orang.id"))
    peran: Named[str] = Column(String(16))
    bidang: Named[str]  # "" = none
    alamat: Named[bytes | None] = Column(LargeBinary, ForeignKey("alamat.id"), index=True)
    nama: Named[bytes | None]  # sealed: as the account called itself when it joined
    sejak: Named[datetime] = Column(Saat)


petugas = Table("petugas", metadata, PetugasCols, UniqueConstraint("orang", "peran", "bidang"))


class UndanganCols(TypedColumns):
    kunci = key()  # hash of the code; the code itself is shown once
    peran: Named[str] = Column(String(16))
    bidang: Named[str]
    oleh: Named[str]
    pengundang: Named[bytes | None]  # as in orang_id: with their role go the codes not used yet
    berlaku_sampai: Named[datetime] = Column(Saat)
    dipakai: Named[datetime | None] = Column(Saat)


undangan = Table("undangan", metadata, UndanganCols)


class PercobaanCols(TypedColumns):
    id = big_id()
    kunci: Named[bytes] = Column(LargeBinary, index=True)  # as in orang_id
    waktu: Named[datetime] = Column(Saat)


percobaan = Table("percobaan", metadata, PercobaanCols)


class JejakCols(TypedColumns):
    id = big_id()
    waktu: Named[datetime] = Column(Saat)
    siapa: Named[str]
    apa: Named[str]
    fakta: Named[str] = Column(Text)


jejak = Table("jejak", metadata, JejakCols)


# -- the two doors -----------------------------------------------------------------------------


class DiterimaCols(TypedColumns):
    channel = Column(String(16), primary_key=True)
    account = Column(String, primary_key=True)
    event_id = Column(String, primary_key=True)
    waktu: Named[datetime] = Column(Saat, index=True)


diterima = Table("diterima", metadata, DiterimaCols, **UNROWED)


class TerparkirCols(TypedColumns):
    id = key()
    channel: Named[str] = Column(String(16))
    alasan: Named[str] = Column(Text)
    isi: Named[bytes]  # sealed raw event
    alamat: Named[bytes | None]  # hash of the address where it is known, for an erasure
    waktu: Named[datetime] = Column(Saat)


terparkir = Table("terparkir", metadata, TerparkirCols)


class OutboxCols(TypedColumns):
    seq = big_id()
    id: Named[str] = Column(String(24))
    alamat: Named[bytes] = Column(LargeBinary, ForeignKey("alamat.id"))
    channel: Named[str] = Column(String(16))
    account: Named[str]
    isi: Named[bytes | None]  # sealed message or request; empty once settled
    kebijakan: Named[str] = Column(String(8))
    ganti: Named[str | None]
    sebab: Named[datetime | None] = Column(Saat)
    mulai: Named[datetime] = Column(Saat)
    kedaluwarsa: Named[datetime | None] = Column(Saat)
    percobaan: Named[int]
    ragu: Named[bool]
    keadaan: Named[str] = Column(String(16))
    pemegang: Named[str | None]
    sewa_sampai: Named[datetime | None] = Column(Saat)
    provider_id: Named[str | None]
    kode: Named[str | None]
    unik: Named[bytes | None]
    selesai: Named[datetime | None] = Column(Saat)


outbox = Table(
    "outbox",
    metadata,
    OutboxCols,
    UniqueConstraint("id"),
    Index("ix_outbox_alamat", "alamat", "seq"),
    # Partial indexes hold the queue alone: settled rows cost a claim nothing.
    partial("ix_outbox_kepala", "alamat", "seq", where=f"keadaan = '{WAITING}'"),
    partial("ix_outbox_antre", "channel", "account", "seq", where=f"keadaan = '{WAITING}'"),
    partial("ix_outbox_provider", "provider_id", where="provider_id IS NOT NULL"),
    partial("ix_outbox_selesai", "selesai", where="selesai IS NOT NULL"),
    partial("uq_outbox_unik", "unik", where="unik IS NOT NULL", unique=True),
    sqlite_autoincrement=True,  # a mailbox cursor must never meet a number twice
)
