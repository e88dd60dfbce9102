"""Marks of things done once: reminders, and weekly summaries by recipient and week.

They outlive an outbox row, so that a message is not posted again; keys stand only as hashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.ports.upkeep import PostedSummary
from storage.database.codec import dumps, loads
from storage.database.inserts import insert
from storage.tables.rtl import posted_summary_table, sent_mark_table

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.session import ReadSession, WriteSession

WEEK, TOLD = "ringkasan", "terkirim"  # purposes of the hashes


def remember(session: WriteSession, key: str, until: datetime) -> bool:
    """Set a mark until `until` (UTC); True when it was not set before."""
    row = {"key": session.vault.hash(TOLD, key), "expires_at": until}
    made = insert(sent_mark_table, session.dialect).values(**row).on_conflict_do_nothing()
    return session.conn.execute(made.returning(sent_mark_table.c.key)).first() is not None


def remembered(session: ReadSession, key: str, now: datetime) -> bool:
    """Tell whether a mark is set and its time is not over."""
    mine = (
        sent_mark_table.c.key == session.vault.hash(TOLD, key),
        sent_mark_table.c.expires_at > now,
    )
    return session.conn.execute(select(sent_mark_table.c.key).where(*mine)).first() is not None


def post_week(session: WriteSession, row: PostedSummary) -> bool:
    """Note a posted summary; False when that recipient and week have one already."""
    told = {
        "covered": dumps(list(row.covered)).decode(),
        "at": row.at,
        "message": row.message,
        "sent_at": row.sent_at,
    }
    which = {"recipient": session.vault.hash(WEEK, row.recipient), "week": row.week}
    made = (
        insert(posted_summary_table, session.dialect)
        .values(**which, **told)
        .on_conflict_do_nothing()
    )
    return session.conn.execute(made.returning(posted_summary_table.c.week)).first() is not None


def posted_weeks(session: ReadSession, recipient: str) -> list[PostedSummary]:
    """Return the summaries that were posted to a recipient, newest week first."""
    mine = posted_summary_table.c.recipient == session.vault.hash(WEEK, recipient)
    asked = select(posted_summary_table).where(mine).order_by(posted_summary_table.c.week.desc())
    return [
        PostedSummary(
            recipient, one.week, tuple(loads(one.covered)), one.at, one.message, one.sent_at
        )
        for one in session.conn.execute(asked)
    ]
