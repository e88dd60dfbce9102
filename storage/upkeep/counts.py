"""Numbers of rows by table, for /metrics and `skm doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.tables.messaging import (
    address_table,
    conversation_table,
    outbox_table,
    parked_event_table,
    received_event_table,
    staff_role_table,
)
from storage.tables.rtl import bidang_group_table, evidence_file_table, kegiatan_table, rtl_table
from storage.tables.survey import follow_up_wish_table, rekap_table, saran_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.database.session import ReadSession

COUNTED = (
    *(
        address_table,
        conversation_table,
        received_event_table,
        parked_event_table,
        staff_role_table,
        bidang_group_table,
        saran_table,
        follow_up_wish_table,
    ),
    *(rtl_table, kegiatan_table, evidence_file_table),
)


def counts(session: ReadSession) -> Mapping[str, int]:
    """Return the number of rows by table name, and of the outbox by "outbox.STATE".

    The number of responses ("respons") is the sum over `rekap`.
    """
    conn = session.conn
    found = {
        table.name: conn.execute(select(func.count()).select_from(table)).scalar_one()
        for table in COUNTED
    }
    states = select(outbox_table.c.state, func.count()).group_by(outbox_table.c.state)
    found |= {f"outbox.{state}": n for state, n in conn.execute(states)}
    found["respons"] = int(conn.execute(select(func.sum(rekap_table.c.n))).scalar_one() or 0)
    return found
