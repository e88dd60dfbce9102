"""Frozen questionnaires: sums are read with the questionnaire that their answers came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.database.codec import dumps, loads
from storage.database.inserts import insert
from storage.tables.survey import questionnaire_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.database.session import ReadSession, WriteSession


def save_snapshot(session: WriteSession, snapshot: str, document: Mapping[str, Any]) -> None:
    """Freeze a questionnaire under its id.

    The id is made of its words, so a document that stands there already stays.
    """
    packed = dumps(dict(document)).decode()
    made = insert(questionnaire_table, session.dialect).values(id=snapshot, document=packed)
    session.conn.execute(
        made.on_conflict_do_update(
            index_elements=questionnaire_table.primary_key,
            set_={"document": packed},
            where=questionnaire_table.c.document.is_(None),
        )
    )


def snapshot_of(session: ReadSession, snapshot: str) -> Mapping[str, Any] | None:
    """Return a frozen questionnaire as its document; None: no such id."""
    mine = select(questionnaire_table.c.document).where(questionnaire_table.c.id == snapshot)
    found = session.conn.execute(mine).scalar_one_or_none()
    return None if found is None else loads(found)


def snapshots(session: ReadSession) -> Mapping[str, Mapping[str, Any]]:
    """Return every frozen questionnaire, by its id."""
    rows = session.conn.execute(select(questionnaire_table.c.id, questionnaire_table.c.document))
    return {snapshot: loads(document) for snapshot, document in rows if document}
