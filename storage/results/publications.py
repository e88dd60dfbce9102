"""Figures that were told: the last step of each scope, tallies, and every published revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.ports.results import Publication
from storage.database.codec import dumps, loads, pack_figures, unpack_figures
from storage.database.inserts import insert
from storage.tables.survey import publication_table, told_figures_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.ikm.sums import Rekap
    from storage.database.session import ReadSession, WriteSession


TALLY = "hitungan|"  # prefix of the keys of tallies in the table of told figures


def save_told(session: WriteSession, key: str, figures: Sequence[Rekap], now: datetime) -> None:
    """Keep the sums that were last told under this key, in the place of older ones."""
    _save(session, key, pack_figures(figures), now)


def save_tally(session: WriteSession, key: str, tally: Mapping[str, Any], now: datetime) -> None:
    """Keep a tally, as JSON of its own, under this key in the place of an older one."""
    _save(session, TALLY + key, dumps(dict(tally)).decode(), now)


def _save(session: WriteSession, key: str, packed: str, now: datetime) -> None:
    row = {"figures": packed, "at": now}
    made = insert(told_figures_table, session.dialect).values(key=key, **row)
    session.conn.execute(
        made.on_conflict_do_update(index_elements=told_figures_table.primary_key, set_=row)
    )


def told(session: ReadSession, key: str) -> list[Rekap] | None:
    """Return the sums that were last told under this key; None: never told."""
    found = _kept(session, key)
    return None if found is None else unpack_figures(found)


def tally(session: ReadSession, key: str) -> Mapping[str, Any] | None:
    """Return the tally that was last kept under this key; None: none was kept."""
    found = _kept(session, TALLY + key)
    return None if found is None else loads(found)


def _kept(session: ReadSession, key: str) -> str | None:
    mine = select(told_figures_table.c.figures).where(told_figures_table.c.key == key)
    return session.conn.execute(mine).scalar_one_or_none()


def publish(
    session: WriteSession, label: str, unit: str, figures: Mapping[str, Any], now: datetime
) -> int:
    """Freeze figures as the next revision of a label and unit; return its number, from 1.

    Figures equal to the last revision make no new one: its number comes back.
    """
    packed = dumps(dict(figures)).decode()
    last = session.conn.execute(
        select(publication_table.c.revision, publication_table.c.figures)
        .where(publication_table.c.label == label, publication_table.c.unit == unit)
        .order_by(publication_table.c.revision.desc())
        .limit(1)
    ).one_or_none()
    if last is not None and loads(last.figures) == loads(packed):
        return int(last.revision)
    revision = 1 if last is None else last.revision + 1
    row = {"label": label, "unit": unit, "revision": revision, "figures": packed, "at": now}
    session.conn.execute(insert(publication_table, session.dialect), row)
    return revision


def published(session: ReadSession, unit: str | None) -> list[Publication]:
    """Return every revision of a unit (None: of all), newest first."""
    asked = select(publication_table).order_by(
        publication_table.c.at.desc(), publication_table.c.revision.desc()
    )
    if unit is not None:
        asked = asked.where(publication_table.c.unit == unit)
    return [
        Publication(row.label, row.unit, row.revision, loads(row.figures), row.at)
        for row in session.conn.execute(asked)
    ]
