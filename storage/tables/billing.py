"""What a channel needs beside its messages: files lent out for minutes, and what it costs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, LargeBinary, Named, String, Table, TypedColumns

from storage.database.column_types import Saat, key, metadata


class TitipanCols(TypedColumns):
    id = key()
    isi: Named[bytes] = Column(LargeBinary)  # sealed: name, kind and bytes
    sampai: Named[datetime] = Column(Saat, index=True)


titipan = Table("titipan", metadata, TitipanCols)


class TagihanCols(TypedColumns):
    bulan = Column(String(7), primary_key=True)  # "2026-11", in UTC as providers count
    unit = Column(String, primary_key=True)  # "" = the whole office
    jenis = Column(String(16), primary_key=True)  # a template's name, or "balasan"
    n: Named[int] = Column(BigInteger)
    biaya: Named[int] = Column(BigInteger)  # rupiah, at the price of each message's own day


tagihan = Table("tagihan", metadata, TagihanCols)
