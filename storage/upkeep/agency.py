"""The agency's document: `skm setup` and the desk write it, every process reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.database.codec import dumps, loads
from storage.database.inserts import insert
from storage.tables.survey import agency_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from storage.database.session import ReadSession, WriteSession


def agency(session: ReadSession) -> Mapping[str, Any] | None:
    """Return the agency's document as this transaction sees it; None before `skm setup`."""
    found = session.conn.execute(select(agency_table.c.document)).scalar_one_or_none()
    return None if found is None else loads(found)


def save_agency(session: WriteSession, document: Mapping[str, Any], now: datetime) -> bool:
    """Keep the agency's document; False when an equal one stands there already."""
    packed = dumps(dict(document)).decode()
    standing = agency(session)
    if standing is not None and standing == loads(packed):
        return False
    made = insert(agency_table, session.dialect).values(id=1, document=packed, changed_at=now)
    changed = {"document": packed, "changed_at": now}
    session.conn.execute(
        made.on_conflict_do_update(index_elements=agency_table.primary_key, set_=changed)
    )
    return True
