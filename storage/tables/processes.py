"""What the clock did last, one row a job; and which process does alone what one alone may do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Named, String, Table, Text, TypedColumns

from storage.database.column_types import Saat, metadata


class DetakCols(TypedColumns):
    tugas = Column(String(32), primary_key=True)
    terakhir: Named[datetime] = Column(Saat)
    berikut: Named[datetime] = Column(Saat)
    berhasil: Named[bool]
    hitungan: Named[str] = Column(Text)  # JSON: what that run did


detak = Table("detak", metadata, DetakCols)


class SewaCols(TypedColumns):
    nama = Column(String(64), primary_key=True)
    pemegang: Named[str] = Column(String(24))
    proses: Named[str] = Column(Text)
    terlihat: Named[datetime] = Column(Saat)


sewa = Table("sewa", metadata, SewaCols)
