"""Codes of visits, kept by hash and used up once; and how many visits there were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from core.office.agency import Tempat
from core.office.visit import FINISHED_WITHIN, Kunjungan, letters_of
from storage.database.inserts import insert
from storage.tables.visits import kunjungan, kunjungan_jumlah

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from storage.database.crypto import Vault
    from storage.database.session import ReadSession, WriteSession

PURPOSE = "kunjungan"
PLACE = ("unit", "layanan", "loket")


def add_visits(session: WriteSession, kodes: Sequence[str], tempat: Tempat, until: date) -> int:
    keys = sorted({key for kode in kodes if (key := _key_of(session.vault, kode))})
    row = {**_place(tempat), "terpakai": False, "berlaku_sampai": until}
    if not keys:
        return 0
    made = insert(kunjungan, session.dialect).on_conflict_do_nothing()
    added = session.conn.execute(
        made.returning(kunjungan.c.kunci), [{"kunci": key, **row} for key in keys]
    )
    return len(added.all())


def count_visits(session: WriteSession, tempat: Tempat, tanggal: date, slot: str, n: int) -> None:
    made = insert(kunjungan_jumlah, session.dialect)
    where = [*PLACE, "tanggal", "slot"]
    more = {"n": kunjungan_jumlah.c.n + made.excluded.n}
    row = {**_place(tempat), "tanggal": tanggal, "slot": slot, "n": n}
    session.conn.execute(made.on_conflict_do_update(index_elements=where, set_=more), row)


def visit(session: ReadSession, kode: str, today: date) -> Kunjungan | None:
    mine = select(kunjungan).where(kunjungan.c.kunci == _key_of(session.vault, kode))
    row = session.conn.execute(mine).one_or_none()
    if row is None:
        return None
    if row.terpakai:
        return Kunjungan("terpakai")
    tempat = Tempat(row.unit, row.layanan or None, row.loket or None)
    return Kunjungan("berlaku" if row.berlaku_sampai >= today else "lewat", tempat)


def use_visit(session: WriteSession, kode: str, today: date) -> bool:
    """One statement: of two at once the second finds the mark."""
    used = session.conn.execute(
        update(kunjungan)
        .where(kunjungan.c.kunci == _key_of(session.vault, kode), ~kunjungan.c.terpakai)
        .where(kunjungan.c.berlaku_sampai >= today - FINISHED_WITHIN)
        .values(terpakai=True, unit="", layanan="", loket="")
        .returning(kunjungan.c.kunci)
    )
    return used.first() is not None


def _key_of(vault: Vault, kode: str) -> bytes | None:
    letters = letters_of(kode)
    return None if letters is None else vault.hash(PURPOSE, letters)


def _place(tempat: Tempat) -> dict[str, str]:
    return {"unit": tempat.unit, "layanan": tempat.layanan or "", "loket": tempat.loket or ""}
