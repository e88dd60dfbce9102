"""What the clock did last: one row for each of its jobs, for those who watch from outside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Named, String, Table, Text, TypedColumns

from storage.columns import Saat, metadata


class DetakCols(TypedColumns):
    tugas = Column(String(32), primary_key=True)
    terakhir: Named[datetime] = Column(Saat)
    berikut: Named[datetime] = Column(Saat)
    berhasil: Named[bool]
    hitungan: Named[str] = Column(Text)  # JSON: what that run did


detak = Table("detak", metadata, DetakCols)
