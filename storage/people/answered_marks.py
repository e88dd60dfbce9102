"""Marks that a person has answered and may not answer again yet, found by any of their ids."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from storage.database.compiled_statements import rows_of
from storage.database.inserts import insert
from storage.people.identities import id_keys
from storage.tables.messaging import person_id_table
from storage.tables.survey import answered_mark_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.dialects.sqlite import Insert

    from core.messaging.address import Person
    from storage.database.session import WriteSession

ANSWERED = (
    select(answered_mark_table.c.key)
    .where(answered_mark_table.c.key.in_(bindparam("keys", expanding=True)))
    .where(answered_mark_table.c.expires_at > bindparam("now"))
    .limit(1)
)
ALL_IDS = select(person_id_table.c.key).where(
    person_id_table.c.person.in_(
        select(person_id_table.c.person).where(
            person_id_table.c.key.in_(bindparam("keys", expanding=True))
        )
    )
)


@cache
def _upsert_mark(dialect: str) -> Insert:
    made = insert(answered_mark_table, dialect)
    later = {"expires_at": made.excluded.expires_at}
    return made.on_conflict_do_update(index_elements=answered_mark_table.primary_key, set_=later)


def answered(session: WriteSession, person: Person, what: str, now: datetime) -> bool:
    """Tell whether one of the person's ids bears the mark `what` and its time is not over."""
    keys = sorted(_mark_keys(session, person, what))
    return bool(rows_of(session.conn, ANSWERED, {"keys": keys, "now": now}))


def mark_answered(session: WriteSession, person: Person, what: str, until: datetime) -> None:
    """Set the mark `what` on every known id of a person, until `until` (UTC)."""
    keys = sorted(_mark_keys(session, person, what))
    rows = [{"key": key, "expires_at": until} for key in keys]
    session.run(_upsert_mark(session.dialect), rows)


def _mark_keys(session: WriteSession, person: Person, what: str) -> set[bytes]:
    """Return a key for every known id of the person, so that any of the ids finds the mark."""
    vault = session.vault
    mine = id_keys(vault, person)
    keys = {*mine, *(key for (key,) in rows_of(session.conn, ALL_IDS, {"keys": mine}))}
    return {vault.hash("sekali", key.hex(), what) for key in keys}
