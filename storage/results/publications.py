"""Figures that were told: the last step of each scope, and every revision that was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.database.codec import dumps, loads, pack_figures, unpack_figures
from storage.database.inserts import insert
from storage.tables.survey import periode, tampil

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.ikm.sums import Rekap
    from storage.database.session import ReadSession, WriteSession


def save_told(session: WriteSession, key: str, figures: Sequence[Rekap], now: datetime) -> None:
    row = {"angka": pack_figures(figures), "waktu": now}
    made = insert(tampil, session.dialect).values(kunci=key, **row)
    session.conn.execute(made.on_conflict_do_update(index_elements=["kunci"], set_=row))


def told(session: ReadSession, key: str) -> list[Rekap] | None:
    mine = select(tampil.c.angka).where(tampil.c.kunci == key)
    found = session.conn.execute(mine).scalar_one_or_none()
    return None if found is None else unpack_figures(found)


def publish(
    session: WriteSession, label: str, unit: str, figures: Mapping[str, Any], now: datetime
) -> int:
    """Freeze figures as the next revision; the same figures again are no revision."""
    packed = dumps(dict(figures)).decode()
    last = session.conn.execute(
        select(periode.c.revisi, periode.c.angka)
        .where(periode.c.label == label, periode.c.unit == unit)
        .order_by(periode.c.revisi.desc())
        .limit(1)
    ).one_or_none()
    if last is not None and loads(last.angka) == loads(packed):
        return int(last.revisi)
    revisi = 1 if last is None else last.revisi + 1
    row = {"label": label, "unit": unit, "revisi": revisi, "angka": packed, "waktu": now}
    session.conn.execute(insert(periode, session.dialect), row)
    return revisi


def published(session: ReadSession, unit: str | None) -> list[Mapping[str, Any]]:
    """Every revision, newest first: label, unit, revisi, waktu and the figures in `angka`."""
    asked = select(periode).order_by(periode.c.waktu.desc(), periode.c.revisi.desc())
    if unit is not None:
        asked = asked.where(periode.c.unit == unit)
    rows = session.conn.execute(asked).mappings()
    return [dict(row) | {"angka": loads(row["angka"])} for row in rows]
