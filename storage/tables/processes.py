"""Tables of the running processes: the last run of each job of the clock, and leases.

A lease names the process that alone may do something, for instance poll one bot.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Named, String, Table, Text, TypedColumns

from storage.database.column_types import Moment, metadata


class JobRunColumns(TypedColumns):
    """The last run of a job of the clock."""

    job = Column("tugas", String(32), primary_key=True)
    last_at: Named[datetime] = Column("terakhir", Moment)
    next_at: Named[datetime] = Column("berikut", Moment)
    succeeded: Named[bool] = Column("berhasil")
    counts: Named[str] = Column("hitungan", Text)  # JSON: count by name, such as "posted"


job_run_table = Table("detak", metadata, JobRunColumns)


class LeaseColumns(TypedColumns):
    """A holder who alone may do the named thing, and its last sign of life."""

    name = Column("nama", String(64), primary_key=True)
    holder: Named[str] = Column("pemegang", String(24))
    process: Named[str] = Column("proses", Text)
    seen_at: Named[datetime] = Column("terlihat", Moment)


lease_table = Table("sewa", metadata, LeaseColumns)
