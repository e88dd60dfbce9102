"""Sums of answers, by snapshot and by what parts them: counts only, never a single answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from core.ikm.sums import Rekap, ScoreSums
from storage.tables.scope import within
from storage.tables.survey import rekap, rekap_nilai, respons

if TYPE_CHECKING:
    from datetime import date

    from core.ports.results import Scope
    from storage.database.session import ReadSession

ENOUGH_FOR_MEDIAN = 5


def rekap_of(session: ReadSession, scope: Scope) -> list[Rekap]:
    """One sum a snapshot, the snapshots in order of their ids."""
    return [
        replace(one, nilai=_by_question(session, scope, one.snapshot))
        for one in totals_of(session, scope)
    ]


def _by_question(session: ReadSession, scope: Scope, snapshot: str) -> dict[str, ScoreSums]:
    """A snapshot at a time: sorted by its long name too, the rows take twice as long."""
    rows = session.conn.execute(
        select(rekap_nilai.c.pertanyaan, func.sum(rekap_nilai.c.s1), func.sum(rekap_nilai.c.s2))
        .join_from(rekap, rekap_nilai)
        .where(within(rekap.c, rekap.c.flagged, scope), rekap.c.snapshot == snapshot)
        .group_by(rekap_nilai.c.pertanyaan)
        .order_by(rekap_nilai.c.pertanyaan)
    )
    return {key: ScoreSums(int(s1), int(s2)) for key, s1, s2 in rows}


def totals_of(session: ReadSession, scope: Scope) -> list[Rekap]:
    """The same sums without those of each question, which are nine rows of ten."""
    totals = (
        select(rekap.c.snapshot, func.sum(rekap.c.n), func.sum(rekap.c.t1), func.sum(rekap.c.t2))
        .where(within(rekap.c, rekap.c.flagged, scope))
        .group_by(rekap.c.snapshot)
        .order_by(rekap.c.snapshot)
    )
    return [
        Rekap(snapshot, int(n), {}, int(t1), int(t2))
        for snapshot, n, t1, t2 in session.conn.execute(totals)
    ]


def sizes_of(session: ReadSession, scope: Scope) -> dict[tuple[str, str], int]:
    """Answers by unit and layanan."""
    where = within(rekap.c, rekap.c.flagged, scope)
    places = (rekap.c.unit, rekap.c.layanan)
    asked = select(*places, func.sum(rekap.c.n)).where(where).group_by(*places)
    return {(unit, layanan): int(n) for unit, layanan, n in session.conn.execute(asked)}


def spread_of(session: ReadSession, scope: Scope) -> list[tuple[str, str, str, int]]:
    """(layanan, mode, channel, n) of a scope."""
    kinds = (rekap.c.layanan, rekap.c.mode, rekap.c.channel)
    rows = session.conn.execute(
        select(*kinds, func.sum(rekap.c.n))
        .where(within(rekap.c, rekap.c.flagged, scope))
        .group_by(*kinds)
        .order_by(*kinds)
    )
    return [(layanan, mode, channel, int(n)) for layanan, mode, channel, n in rows]


def daily_of(session: ReadSession, scope: Scope) -> dict[date | None, int]:
    """Answers by day; None: undated ones."""
    rows = session.conn.execute(
        select(rekap.c.tanggal, func.sum(rekap.c.n))
        .where(within(rekap.c, rekap.c.flagged, scope))
        .group_by(rekap.c.tanggal)
    )
    return {day: int(n) for day, n in rows}


def median_duration(session: ReadSession, since: date) -> tuple[int, int] | None:
    """The middle of what people needed who answered by themselves; None under 5 of them."""
    timed = and_(
        respons.c.mode == "self", respons.c.tanggal >= since, respons.c.durasi.is_not(None)
    )
    n = session.conn.execute(select(func.count()).select_from(respons).where(timed)).scalar_one()
    if n < ENOUGH_FOR_MEDIAN:
        return None
    low, width = (n - 1) // 2, 2 - n % 2
    middle = select(respons.c.durasi).where(timed).order_by(respons.c.durasi)
    found = session.conn.execute(middle.offset(low).limit(width)).scalars().all()
    return sum(one or 0 for one in found) // width, n
