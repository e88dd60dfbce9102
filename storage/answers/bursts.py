"""The count of answers that came through one loket's channel in the newest ten minutes.

The checks for doubtful answers ask for it; an older count is overwritten.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import case

from storage.database.compiled_statements import rows_of
from storage.database.inserts import insert
from storage.tables.visits import burst_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.sql.dml import ReturningInsert

    from storage.database.session import WriteSession


@cache
def _count(dialect: str) -> ReturningInsert[int]:
    made = insert(burst_table, dialect)
    more = case((burst_table.c.window == made.excluded.window, burst_table.c.n + 1), else_=1)
    return made.on_conflict_do_update(
        index_elements=burst_table.primary_key, set_={"window": made.excluded.window, "n": more}
    ).returning(burst_table.c.n)


def burst_number(session: WriteSession, where: Sequence[str], window: int) -> int:
    """Count one more answer, and return its number among those of its window, from 1.

    `where`: unit, loket and channel; `window`: the number of the ten minutes, by
    `core.answers.doubt_flags.window`.
    """
    row = {"key": session.vault.hash("laju", *where), "window": window, "n": 1}
    ((n,),) = rows_of(session.conn, _count(session.dialect), row)
    return int(n)
