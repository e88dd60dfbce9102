"""The number of visits beside the number of answers, by loket and hour slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, literal, select

from storage.tables.scope import within
from storage.tables.survey import rekap_table
from storage.tables.visits import visit_count_table

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from core.ports.results import Scope
    from storage.database.session import ReadSession


def coverage(session: ReadSession, scope: Scope) -> list[tuple[str, str, int, int]]:
    """Return (loket, slot, visits, answers) of a scope, sorted.

    Answers count only on days and at lokets for which visits were recorded.
    """
    visits: dict[tuple[str, str], int] = {}
    counted = visit_count_table.c
    where = and_(counted.day.between(scope.first, scope.last), *_of(scope))
    for loket, slot, n in session.conn.execute(
        select(counted.loket, counted.slot, func.sum(counted.n))
        .where(where)
        .group_by(counted.loket, counted.slot)
    ):
        visits[loket, slot] = int(n)
    days = select(counted.unit, counted.loket, counted.day).where(where).distinct().subquery()
    same = and_(*(rekap_table.c[name] == days.c[name] for name in ("unit", "loket", "day")))
    answers = {
        (loket, slot): int(n)
        for loket, slot, n in session.conn.execute(
            select(rekap_table.c.loket, rekap_table.c.slot, func.sum(rekap_table.c.n))
            .join_from(rekap_table, days, same)
            .where(within(rekap_table.c, rekap_table.c.flagged, scope))
            .group_by(rekap_table.c.loket, rekap_table.c.slot)
        )
    }
    every = sorted(visits.keys() | answers.keys())
    return [(*one, visits.get(one, 0), answers.get(one, 0)) for one in every]


def _of(scope: Scope) -> list[ColumnElement[bool]]:
    counted = visit_count_table.c
    where: list[ColumnElement[bool]] = [literal(value=True)]
    if scope.unit is not None:
        where.append(counted.unit == scope.unit)
    if scope.layanan is not None:
        where.append(counted.layanan == scope.layanan)
    return where
