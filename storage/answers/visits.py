"""Codes of visits: kept by hash, used up once; and the counts of visits beside the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, literal, select, update

from core.office.agency import Tempat
from core.office.visit import FINISHED_WITHIN, Kunjungan, letters_of
from storage.answers.queries import within
from storage.database.part import Work, insert
from storage.tables.survey import rekap
from storage.tables.visits import kunjungan, kunjungan_jumlah

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection

    from core.ports.scope import Scope
    from storage.database.crypto import Vault

PURPOSE = "kunjungan"
PLACE = ("unit", "layanan", "loket")


class Visits(Work):
    def add_visits(self, kodes: Sequence[str], tempat: Tempat, *, until: date) -> int:
        keys = sorted({key for kode in kodes if (key := key_of(self.vault, kode))})
        row = {**_place(tempat), "terpakai": False, "berlaku_sampai": until}
        if not keys:
            return 0
        made = insert(kunjungan, self.dialect).on_conflict_do_nothing()
        added = self.conn.execute(
            made.returning(kunjungan.c.kunci), [{"kunci": key, **row} for key in keys]
        )
        return len(added.all())

    def count_visits(self, tempat: Tempat, tanggal: date, slot: str, n: int) -> None:
        made = insert(kunjungan_jumlah, self.dialect)
        where = [*PLACE, "tanggal", "slot"]
        more = {"n": kunjungan_jumlah.c.n + made.excluded.n}
        row = {**_place(tempat), "tanggal": tanggal, "slot": slot, "n": n}
        self.conn.execute(made.on_conflict_do_update(index_elements=where, set_=more), row)

    def visit(self, kode: str, *, today: date) -> Kunjungan | None:
        return visit_of(self.conn, self.vault, kode, today)

    def use_visit(self, kode: str, *, today: date) -> bool:
        """One statement: of two at once the second finds the mark."""
        used = self.conn.execute(
            update(kunjungan)
            .where(kunjungan.c.kunci == key_of(self.vault, kode), ~kunjungan.c.terpakai)
            .where(kunjungan.c.berlaku_sampai >= today - FINISHED_WITHIN)
            .values(terpakai=True, unit="", layanan="", loket="")
            .returning(kunjungan.c.kunci)
        )
        return used.first() is not None


def key_of(vault: Vault, kode: str) -> bytes | None:
    letters = letters_of(kode)
    return None if letters is None else vault.hash(PURPOSE, letters)


def _place(tempat: Tempat) -> dict[str, str]:
    return {"unit": tempat.unit, "layanan": tempat.layanan or "", "loket": tempat.loket or ""}


def visit_of(conn: Connection, vault: Vault, kode: str, today: date) -> Kunjungan | None:
    mine = select(kunjungan).where(kunjungan.c.kunci == key_of(vault, kode))
    row = conn.execute(mine).one_or_none()
    if row is None:
        return None
    if row.terpakai:
        return Kunjungan("terpakai")
    tempat = Tempat(row.unit, row.layanan or None, row.loket or None)
    return Kunjungan("berlaku" if row.berlaku_sampai >= today else "lewat", tempat)


def coverage(conn: Connection, scope: Scope) -> list[tuple[str, str, int, int]]:
    """Visits and answers by loket and slot; answers only of days on which visits were recorded."""
    visits: dict[tuple[str, str], int] = {}
    counted = kunjungan_jumlah.c
    where = and_(counted.tanggal.between(scope.first, scope.last), *_of(scope))
    for loket, slot, n in conn.execute(
        select(counted.loket, counted.slot, func.sum(counted.n))
        .where(where)
        .group_by(counted.loket, counted.slot)
    ):
        visits[loket, slot] = int(n)
    days = select(counted.unit, counted.loket, counted.tanggal).where(where).distinct().subquery()
    same = and_(*(rekap.c[name] == days.c[name] for name in ("unit", "loket", "tanggal")))
    answers = {
        (loket, slot): int(n)
        for loket, slot, n in conn.execute(
            select(rekap.c.loket, rekap.c.slot, func.sum(rekap.c.n))
            .join_from(rekap, days, same)
            .where(within(rekap.c, rekap.c.flagged, scope))
            .group_by(rekap.c.loket, rekap.c.slot)
        )
    }
    every = sorted(visits.keys() | answers.keys())
    return [(*one, visits.get(one, 0), answers.get(one, 0)) for one in every]


def _of(scope: Scope) -> list[ColumnElement[bool]]:
    counted = kunjungan_jumlah.c
    where: list[ColumnElement[bool]] = [literal(value=True)]
    if scope.unit is not None:
        where.append(counted.unit == scope.unit)
    if scope.layanan is not None:
        where.append(counted.layanan == scope.layanan)
    return where
