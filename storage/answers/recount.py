"""Counting `rekap` anew from `respons`, in the database: `skm rollup` checks or rebuilds it so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, cast, delete, func, select

from storage.answers.responses import Sums, add_sums
from storage.database.codec import loads
from storage.tables.scope import FLAGGED
from storage.tables.survey import (
    REKAP_KEY,
    questionnaire_table,
    rekap_nilai_table,
    rekap_table,
    response_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement, Connection

    from storage.database.session import ReadSession, WriteSession

    Counted = dict[tuple[Any, ...], Sums]


def rebuild_rekap(session: WriteSession) -> int:
    """Delete all sums and count them again; return the number of responses counted."""
    counted = _recount(session.conn)
    session.conn.execute(delete(rekap_nilai_table))
    session.conn.execute(delete(rekap_table))
    for key in sorted(counted, key=str):
        add_sums(session, key, counted[key])
    return sum(sums.n for sums in counted.values())


def _recount(conn: Connection) -> Counted:
    """Return the sums as the responses give them, by the columns of REKAP_KEY."""
    counted: Counted = {}
    documents = select(questionnaire_table).where(questionnaire_table.c.digit_order.is_not(None))
    for snapshot, document, digit_order in conn.execute(documents).all():
        weight = loads(document).get("bobot", {}) if document else {}
        counted |= _count_snapshot(conn, snapshot, loads(digit_order), weight)
    return counted


def _count_snapshot(
    conn: Connection, snapshot: str, order: list[str], weight: Mapping[str, int]
) -> Counted:
    scores = [
        cast(func.substr(response_table.c.nilai, place, 1), Integer)
        for place in range(1, len(order) + 1)
    ]
    weighted = (score * weight.get(key, 1) for key, score in zip(order, scores, strict=True))
    total = sum(weighted, start=cast(0, Integer))
    keys = [FLAGGED if name == "flagged" else response_table.c[name] for name in REKAP_KEY]
    rows = conn.execute(
        select(*keys, func.count(), *_sums(total), *(one for s in scores for one in _sums(s)))
        .where(response_table.c.snapshot == snapshot)
        .group_by(*keys)
    )
    return {tuple(row[: len(keys)]): _read(row[len(keys) :], order) for row in rows}


def _sums(value: ColumnElement[int]) -> Iterator[ColumnElement[int]]:
    yield func.sum(value)
    yield func.sum(value * value)


def _read(figures: tuple[Any, ...], order: list[str]) -> Sums:
    n, t1, t2, *rest = (int(figure) for figure in figures)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return Sums(n, t1, t2, dict(zip(order, map(list, pairs), strict=True)))


def _standing_sums(conn: Connection) -> Counted:
    """Return the sums as `rekap` holds them now, by the columns of REKAP_KEY."""
    held: Counted = {}
    by_id: dict[int, Sums] = {}
    keys = [rekap_table.c[name] for name in REKAP_KEY]
    for row in conn.execute(
        select(*keys, rekap_table.c.id, rekap_table.c.n, rekap_table.c.t1, rekap_table.c.t2)
    ):
        which, n, t1, t2 = row[len(keys) :]
        held[tuple(row[: len(keys)])] = by_id[which] = Sums(n, t1, t2)
    for which, key, s1, s2 in conn.execute(select(rekap_nilai_table)):
        by_id[which].nilai[key] = [s1, s2]
    return held


def differences(session: ReadSession) -> list[str]:
    """Return one line for each sum in `rekap` that is not what the responses give."""
    counted, held = _recount(session.conn), _standing_sums(session.conn)
    return [
        f"{_name(key)}: rekap {_told(held.get(key))}, respons {_told(counted.get(key))}"
        for key in sorted(counted.keys() | held.keys(), key=str)
        if _told(held.get(key)) != _told(counted.get(key))
    ]


def _name(key: tuple[Any, ...]) -> str:
    return ", ".join(str(part) for part in key if part not in ("", None))


def _told(sums: Sums | None) -> str:
    if sums is None:
        return "tidak ada"
    nilai = " ".join(f"{key}={s1}/{s2}" for key, (s1, s2) in sorted(sums.nilai.items()))
    return f"n={sums.n} t={sums.t1}/{sums.t2} {nilai}"
