"""Counts of unfinished surveys by screen and day; no row refers to the person who left."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from core.survey.state import from_json
from storage.conversations.group import PURPOSE
from storage.database.codec import loads
from storage.database.inserts import insert
from storage.tables.messaging import conversation_table
from storage.tables.visits import dropout_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement

    from storage.database.session import ReadSession, WriteSession

EXPIRED = 2_000  # conversations that one purge opens to see where they stopped


def count_dropout(session: WriteSession, screen: str, day: date, n: int = 1) -> None:
    """Count `n` people more who left a survey at this screen on this day."""
    made = insert(dropout_table, session.dialect).values(day=day, screen=screen, n=n)
    session.conn.execute(
        made.on_conflict_do_update(
            index_elements=dropout_table.primary_key,
            set_={"n": dropout_table.c.n + made.excluded.n},
        )
    )


def count_expired(session: WriteSession, now: datetime) -> None:
    """Count the unfinished surveys among the conversations that the purge is about to delete.

    At most EXPIRED conversations are opened.
    """
    over = conversation_table.c.expires_at <= now
    found = Counter(_under_way(session, over, EXPIRED))
    for (day, screen), n in sorted(found.items()):
        count_dropout(session, screen, day, n)


def dropouts(
    session: ReadSession, first: date, last: date, idle: datetime, most: int
) -> Mapping[str, int]:
    """Return the number of unfinished surveys of these days by screen.

    Counted are surveys that were left, and those whose last event lies in these days and before
    `idle` (UTC); at most `most` of the latter are opened.
    """
    begin = datetime.combine(first, time(), UTC)
    end = min(idle, datetime.combine(last, time(), UTC) + timedelta(days=1))
    silent = and_(conversation_table.c.active_at >= begin, conversation_table.c.active_at < end)
    found = Counter(screen for _, screen in _under_way(session, silent, most))
    left = (
        select(dropout_table.c.screen, func.sum(dropout_table.c.n))
        .where(dropout_table.c.day.between(first, last))
        .group_by(dropout_table.c.screen)
    )
    for screen, n in session.conn.execute(left):
        found[screen] += int(n)
    return found


def _under_way(
    session: ReadSession, which: ColumnElement[bool], most: int
) -> Iterator[tuple[date, str]]:
    """Yield the last day and the screen of surveys that were agreed to but not finished.

    The newest come first.
    """
    rows = session.conn.execute(
        select(conversation_table.c.active_at, conversation_table.c.content)
        .where(and_(conversation_table.c.content.is_not(None), which))
        .order_by(conversation_table.c.active_at.desc())
        .limit(most)
    )
    for at, sealed in rows:
        state = from_json(loads(session.vault.open(PURPOSE, sealed or b"")))
        if state is not None and state.open and state.started is not None:
            yield at.date(), state.screen
