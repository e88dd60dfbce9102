"""Sums of answers for `core.results`, by snapshot and by the columns that part them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from core.ikm.sums import Rekap, ScoreSums
from storage.tables.scope import within
from storage.tables.survey import rekap_nilai_table, rekap_table, response_table

if TYPE_CHECKING:
    from datetime import date

    from core.ports.results import Scope
    from storage.database.session import ReadSession

ENOUGH_FOR_MEDIAN = 5  # answers


def rekap_of(session: ReadSession, scope: Scope) -> list[Rekap]:
    """Return one sum for each snapshot of a scope, in the order of their ids."""
    return [
        replace(one, nilai=_by_question(session, scope, one.snapshot))
        for one in totals_of(session, scope)
    ]


def _by_question(session: ReadSession, scope: Scope, snapshot: str) -> dict[str, ScoreSums]:
    """Return the sums of each question of one snapshot.

    One statement for a snapshot: grouped by the long snapshot id too, the rows took twice as long.
    """
    rows = session.conn.execute(
        select(
            rekap_nilai_table.c.question,
            func.sum(rekap_nilai_table.c.s1),
            func.sum(rekap_nilai_table.c.s2),
        )
        .join_from(rekap_table, rekap_nilai_table)
        .where(
            within(rekap_table.c, rekap_table.c.flagged, scope), rekap_table.c.snapshot == snapshot
        )
        .group_by(rekap_nilai_table.c.question)
        .order_by(rekap_nilai_table.c.question)
    )
    return {key: ScoreSums(int(s1), int(s2)) for key, s1, s2 in rows}


def totals_of(session: ReadSession, scope: Scope) -> list[Rekap]:
    """Return the sums of `rekap_of` without those of each question.

    The rows of single questions are nine of ten that `rekap_of` reads.
    """
    totals = (
        select(
            rekap_table.c.snapshot,
            func.sum(rekap_table.c.n),
            func.sum(rekap_table.c.t1),
            func.sum(rekap_table.c.t2),
        )
        .where(within(rekap_table.c, rekap_table.c.flagged, scope))
        .group_by(rekap_table.c.snapshot)
        .order_by(rekap_table.c.snapshot)
    )
    return [
        Rekap(snapshot, int(n), {}, int(t1), int(t2))
        for snapshot, n, t1, t2 in session.conn.execute(totals)
    ]


def sizes_of(session: ReadSession, scope: Scope) -> dict[tuple[str, str], int]:
    """Return the number of answers by (unit, layanan)."""
    where = within(rekap_table.c, rekap_table.c.flagged, scope)
    places = (rekap_table.c.unit, rekap_table.c.layanan)
    asked = select(*places, func.sum(rekap_table.c.n)).where(where).group_by(*places)
    return {(unit, layanan): int(n) for unit, layanan, n in session.conn.execute(asked)}


def spread_of(session: ReadSession, scope: Scope) -> list[tuple[str, str, str, int]]:
    """Return (layanan, mode, channel, answers) of a scope, sorted."""
    kinds = (rekap_table.c.layanan, rekap_table.c.mode, rekap_table.c.channel)
    rows = session.conn.execute(
        select(*kinds, func.sum(rekap_table.c.n))
        .where(within(rekap_table.c, rekap_table.c.flagged, scope))
        .group_by(*kinds)
        .order_by(*kinds)
    )
    return [(layanan, mode, channel, int(n)) for layanan, mode, channel, n in rows]


def daily_of(session: ReadSession, scope: Scope) -> dict[date | None, int]:
    """Return the number of answers by local day; None stands for undated ones."""
    rows = session.conn.execute(
        select(rekap_table.c.day, func.sum(rekap_table.c.n))
        .where(within(rekap_table.c, rekap_table.c.flagged, scope))
        .group_by(rekap_table.c.day)
    )
    return {day: int(n) for day, n in rows}


def median_duration(session: ReadSession, since: date) -> tuple[int, int] | None:
    """Return (median seconds, answers) of surveys that people answered by themselves.

    None under ENOUGH_FOR_MEDIAN of them.
    """
    timed = and_(
        response_table.c.mode == "self",
        response_table.c.day >= since,
        response_table.c.duration.is_not(None),
    )
    n = session.conn.execute(
        select(func.count()).select_from(response_table).where(timed)
    ).scalar_one()
    if n < ENOUGH_FOR_MEDIAN:
        return None
    low, width = (n - 1) // 2, 2 - n % 2
    middle = select(response_table.c.duration).where(timed).order_by(response_table.c.duration)
    found = session.conn.execute(middle.offset(low).limit(width)).scalars().all()
    return sum(one or 0 for one in found) // width, n
