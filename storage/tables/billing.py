"""Tables beside the outbox of a paid channel: files that Twilio fetches, and the monthly cost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, LargeBinary, Named, String, Table, TypedColumns

from storage.database.column_types import Moment, key_column, metadata


class LentFileColumns(TypedColumns):
    """A file that Twilio may fetch for some minutes."""

    id = key_column()
    content: Named[bytes] = Column("isi", LargeBinary)  # sealed: name, kind and bytes
    expires_at: Named[datetime] = Column("sampai", Moment, index=True)


lent_file_table = Table("titipan", metadata, LentFileColumns)


class CostColumns(TypedColumns):
    """Messages sent on a paid channel in a month, by unit and kind, with their cost."""

    month = Column("bulan", String(7), primary_key=True)  # "2026-11", in UTC as providers count
    unit = Column(String, primary_key=True)  # "" = the whole office
    kind = Column("jenis", String(16), primary_key=True)  # a template's name, or "balasan"
    n: Named[int] = Column(BigInteger)
    cost: Named[int] = Column("biaya", BigInteger)  # rupiah, at the price of each message's own day


cost_table = Table("tagihan", metadata, CostColumns)
