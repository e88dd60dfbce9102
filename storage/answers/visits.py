"""Codes of visits, kept by hash and used up once; and the number of visits by loket and hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from core.office.agency import ServicePoint
from core.office.visit import FINISHED_WITHIN, Visit, letters_of
from storage.database.inserts import insert
from storage.tables.visits import visit_count_table, visit_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from storage.database.crypto import Vault
    from storage.database.session import ReadSession, WriteSession

PURPOSE = "kunjungan"
PLACE = ("unit", "layanan", "loket")


def add_visits(
    session: WriteSession, codes: Sequence[str], point: ServicePoint, until: date
) -> int:
    """Keep these codes by their hash; return how many were new.

    A word that is no code is left out. `until`: the last day on which a code may be used.
    """
    keys = sorted({key for code in codes if (key := _key_of(session.vault, code))})
    row = {**_place(point), "used": False, "expires_at": until}
    if not keys:
        return 0
    made = insert(visit_table, session.dialect).on_conflict_do_nothing()
    added = session.conn.execute(
        made.returning(visit_table.c.key), [{"key": key, **row} for key in keys]
    )
    return len(added.all())


def count_visits(session: WriteSession, point: ServicePoint, day: date, slot: str, n: int) -> None:
    """Add `n` visits of a service point on a local day, in an hour slot such as "08-12"."""
    made = insert(visit_count_table, session.dialect)
    where = visit_count_table.primary_key
    more = {"n": visit_count_table.c.n + made.excluded.n}
    row = {**_place(point), "day": day, "slot": slot, "n": n}
    session.conn.execute(made.on_conflict_do_update(index_elements=where, set_=more), row)


def visit(session: ReadSession, code: str, today: date) -> Visit | None:
    """Look a code up; None: no such code.

    The state is "berlaku" until the code's last day, then "lewat", and "terpakai" once it is used.
    """
    mine = select(visit_table).where(visit_table.c.key == _key_of(session.vault, code))
    row = session.conn.execute(mine).one_or_none()
    if row is None:
        return None
    if row.used:
        return Visit("terpakai")
    point = ServicePoint(row.unit, row.layanan or None, row.loket or None)
    return Visit("berlaku" if row.expires_at >= today else "lewat", point)


def use_visit(session: WriteSession, code: str, today: date) -> bool:
    """Use a code up; True exactly once.

    One statement marks and checks: of two transactions at once the second finds the mark. A survey
    begun in time may be finished for FINISHED_WITHIN after the code's last day.
    """
    used = session.conn.execute(
        update(visit_table)
        .where(visit_table.c.key == _key_of(session.vault, code), ~visit_table.c.used)
        .where(visit_table.c.expires_at >= today - FINISHED_WITHIN)
        .values(used=True, unit="", layanan="", loket="")
        .returning(visit_table.c.key)
    )
    return used.first() is not None


def _key_of(vault: Vault, code: str) -> bytes | None:
    letters = letters_of(code)
    return None if letters is None else vault.hash(PURPOSE, letters)


def _place(point: ServicePoint) -> dict[str, str]:
    return {"unit": point.unit, "layanan": point.layanan or "", "loket": point.loket or ""}
