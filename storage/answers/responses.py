"""Storing answers: responses with their sums in one transaction, saran, and imported files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from core.errors import InputError
from storage.database.codec import dumps, loads
from storage.database.compiled_statements import rows_of
from storage.database.inserts import fresh_id, insert
from storage.people.staff.audit import audit
from storage.people.wishes import keep_wish
from storage.tables.survey import (
    REKAP_KEY,
    answered_mark_table,
    import_table,
    questionnaire_table,
    rekap_nilai_table,
    rekap_table,
    response_table,
    saran_table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.dialects.sqlite import Insert
    from sqlalchemy.sql.dml import ReturningInsert

    from core.answers.response import Response, Saran
    from core.messaging.address import Address
    from storage.database.crypto import Vault
    from storage.database.session import WriteSession

PROFILE, TEXT = "profil", "saran"  # purposes of sealing
ADDED = ("n", "t1", "t2")


@dataclass(slots=True)
class Sums:
    """The amounts that a batch of responses adds to one row of `rekap`."""

    n: int = 0  # responses
    t1: int = 0  # sum of the weighted totals of a response
    t2: int = 0  # sum of the squares of those totals
    # By question: the sum of its scores, and of their squares.
    nilai: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, nilai: Mapping[str, int], weight: Mapping[str, int]) -> None:
        """Count one response: `nilai` maps question keys to scores, `weight` to whole weights."""
        total = sum(score * weight.get(key, 1) for key, score in nilai.items())
        self.n, self.t1, self.t2 = self.n + 1, self.t1 + total, self.t2 + total * total
        for key, score in nilai.items():
            sums = self.nilai[key]
            sums[0] += score
            sums[1] += score * score


@cache
def _upsert_rekap(dialect: str) -> ReturningInsert[int]:
    made = insert(rekap_table, dialect)
    more = {name: rekap_table.c[name] + made.excluded[name] for name in ADDED}
    return made.on_conflict_do_update(
        index_elements=[rekap_table.c[name] for name in REKAP_KEY], set_=more
    ).returning(rekap_table.c.id)


@cache
def _upsert_nilai(dialect: str) -> Insert:
    made = insert(rekap_nilai_table, dialect)
    more = {name: rekap_nilai_table.c[name] + made.excluded[name] for name in ("s1", "s2")}
    return made.on_conflict_do_update(index_elements=rekap_nilai_table.primary_key, set_=more)


INSERT_RESPONSE, INSERT_SARAN = response_table.insert(), saran_table.insert()
KNOWN = select(questionnaire_table.c.document, questionnaire_table.c.digit_order).where(
    questionnaire_table.c.id == bindparam("id")
)
ORDERED = (
    update(questionnaire_table)
    .where(questionnaire_table.c.id == bindparam("b_id"))
    .values(digit_order=bindparam("b_keys"))
)


def add_responses(session: WriteSession, rows: Sequence[Response]) -> None:
    """Store finished questionnaires and count them, all or nothing.

    Raises ValueError for a response that lacks a question of its questionnaire.
    """
    sums: dict[tuple[Any, ...], Sums] = defaultdict(Sums)
    packed = []
    plans = {one: _plan(session, one, rows) for one in sorted({row.snapshot for row in rows})}
    for row in rows:
        order, weight = plans[row.snapshot]
        packed.append(_pack(session.vault, row, order))
        sums[_rekap_key(row)].add(row.nilai, weight)
    session.run(INSERT_RESPONSE, packed)
    for key in sorted(sums, key=str):
        add_sums(session, key, sums[key])


def _plan(
    session: WriteSession, snapshot: str, rows: Sequence[Response]
) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """Return the order of a questionnaire's digits, and its weights by question.

    The first stored answer fixes the order.
    """
    known = rows_of(session.conn, KNOWN, {"id": snapshot})
    if not known:
        session.conn.execute(insert(questionnaire_table, session.dialect).values(id=snapshot))
    document, digit_order = known[0] if known else (None, None)
    weight = loads(document).get("bobot", {}) if document else {}
    if digit_order:
        return tuple(loads(digit_order)), weight
    order = tuple(sorted(next(row.nilai for row in rows if row.snapshot == snapshot)))
    session.conn.execute(ORDERED, {"b_id": snapshot, "b_keys": dumps(order).decode()})
    return order, weight


def _pack(vault: Vault, row: Response, order: tuple[str, ...]) -> dict[str, Any]:
    if row.nilai.keys() != set(order):
        raise ValueError(f"answers of {row.snapshot} are not complete: {sorted(row.nilai)}")
    shared = dict(zip(REKAP_KEY, _rekap_key(row), strict=True))
    del shared["flagged"]  # follows from the flags
    return shared | {
        "id": fresh_id(),
        "duration": row.duration,
        "language": row.language,
        "profile": vault.seal(PROFILE, dumps(dict(row.profile))),
        "nilai": "".join(str(row.nilai[key]) for key in order),
        "flags": dumps(list(row.flags)).decode(),
    }


def add_sums(session: WriteSession, key: tuple[Any, ...], sums: Sums) -> None:
    """Add sums to the row of `rekap` with this key: values in the order of REKAP_KEY."""
    row = dict(zip(REKAP_KEY, key, strict=True))
    row |= {"n": sums.n, "t1": sums.t1, "t2": sums.t2}
    ((which,),) = rows_of(session.conn, _upsert_rekap(session.dialect), row)
    session.run(
        _upsert_nilai(session.dialect),
        [
            {"rekap": which, "question": one, "s1": s1, "s2": s2}
            for one, (s1, s2) in sorted(sums.nilai.items())
        ],
    )


def _rekap_key(row: Response) -> tuple[Any, ...]:
    """Return the columns by which a response is summed, in the order of REKAP_KEY."""
    return (
        row.unit,
        row.layanan,
        row.day,
        row.snapshot,
        row.loket or "",
        row.slot or "",
        row.mode,
        row.channel,
        bool(row.flags),
        row.import_periode,
    )


# -- saran -----------------------------------------------------------------------------------------


def add_saran(session: WriteSession, one: Saran, tell: Address | None, now: datetime) -> None:
    """Store a saran, sealed; `tell`: the chat that wishes to be told once when it is acted upon."""
    saran_id = fresh_id()
    row = {
        "id": saran_id,
        "unit": one.unit,
        "layanan": one.layanan,
        "unsur": one.unsur,
        "text": session.vault.seal(TEXT, one.text.encode("utf-8", "surrogatepass")),
        "day": one.day,
    }
    session.run(INSERT_SARAN, [row])
    if tell is not None:
        keep_wish(session, saran_id, tell, now)


# -- answers without a conversation ----------------------------------------------------------------


def store_entry(
    session: WriteSession,
    key: str,
    given: Response,
    saran: Saran | None,
    *,
    until: datetime,
    now: datetime,
) -> bool:
    """Store one answer of a kiosk, a helper or a paper sheet; False when its key is known.

    A device sends an answer again until we confirm it, so each has a key of its own. Only a hash of
    the key is kept, until `until`, and it leads to no answer.
    """
    row = {"key": session.vault.hash("sekali", "isian", key), "expires_at": until}
    made = (
        insert(answered_mark_table, session.dialect)
        .on_conflict_do_nothing()
        .returning(answered_mark_table.c.key)
    )
    if session.conn.execute(made, [row]).first() is None:
        return False
    add_responses(session, [given])
    if saran is not None:
        add_saran(session, saran, None, now)
    return True


def import_responses(
    session: WriteSession,
    sha256: str,
    name: str,
    rows: Sequence[Response],
    *,
    by: str,
    now: datetime,
) -> int:
    """Store all rows of a file, once; return their number.

    `sha256`: of the file. Raises InputError when this file was imported before.
    """
    row = {"sha256": sha256, "name": name, "by": by, "at": now, "n": len(rows)}
    fresh = session.conn.execute(
        insert(import_table, session.dialect).on_conflict_do_nothing().returning(import_table.c.n),
        [row],
    )
    if fresh.first() is None:
        raise InputError(f"Berkas ini sudah pernah diimpor: {name}")
    add_responses(session, rows)
    audit(session, by, "impor", {"berkas": name, "n": len(rows)}, now)
    return len(rows)
