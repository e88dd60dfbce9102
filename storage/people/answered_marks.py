"""Marks of a person, each until a date: has rated this layanan, or wants no invitation.

While the mark of a layanan lasts, the person may not rate it again, but by the code of a visit. A
channel may know one person by several ids (WhatsApp: a user id and a number), so the mark is set
for every known id, and any of them finds it. The table keeps a keyed hash for each id, and nothing
that leads to an answer.
"""

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

PURPOSE = "sekali"  # part of every stored hash: with another word no mark would be found again

ANSWERED = (
    select(answered_mark_table.c.key)
    .where(answered_mark_table.c.key.in_(bindparam("keys", expanding=True)))
    .where(answered_mark_table.c.expires_at > bindparam("now"))
    .limit(1)
)
# The keys of all ids of the persons to whom these keys belong.
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
    new_end = {"expires_at": made.excluded.expires_at}  # replaces the old one, even by an earlier
    return made.on_conflict_do_update(index_elements=answered_mark_table.primary_key, set_=new_end)


def answered(session: WriteSession, person: Person, what: str, now: datetime) -> bool:
    """Tell whether one of the person's ids bears the mark `what` and its time is not over.

    `what`: the code of a layanan, or the word for "no invitations"; `bot.desk.citizen.visit_codes`
    names both. The desk asks inside of the write transaction, because an earlier event of the same
    group may have set the mark there.
    """
    keys = sorted(_mark_keys(session, person, what))
    return bool(rows_of(session.conn, ANSWERED, {"keys": keys, "now": now}))


def mark_answered(session: WriteSession, person: Person, what: str, until: datetime) -> None:
    """Set the mark `what`, as in `answered`, on every known id of a person, until `until` (UTC)."""
    keys = sorted(_mark_keys(session, person, what))
    rows = [{"key": key, "expires_at": until} for key in keys]
    session.run(_upsert_mark(session.dialect), rows)


def _mark_keys(session: WriteSession, person: Person, what: str) -> set[bytes]:
    """Return a key for every known id of the person, so that any of the ids finds the mark.

    Known are the ids that came with this event, and those that stand in `orang_id` for the same
    person. The vault's hash is keyed: without the key nobody can try out numbers.
    """
    vault = session.vault
    mine = id_keys(vault, person)
    keys = {*mine, *(key for (key,) in rows_of(session.conn, ALL_IDS, {"keys": mine}))}
    return {vault.hash(PURPOSE, key.hex(), what) for key in keys}
