"""Whole plans out of their tables: items, kegiatan, ticks, answers and evidence."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.periods.triwulan import Triwulan
from core.rtl.plan import Berkas
from storage.rtl import rows as rtl_codec
from storage.tables.rtl import berkas, rtl, rtl_bukti, rtl_jadwal, rtl_kegiatan, rtl_realisasi

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from core.rtl.plan import Bukti, Kegiatan, Realisasi, Rtl
    from storage.database.crypto import Vault

BERKAS = "berkas"


def rtl_of(
    conn: Connection, vault: Vault, unit: str | None = None, periode: str | None = None
) -> list[Rtl]:
    """Five statements, however many items there are."""
    asked = select(rtl).order_by(rtl.c.unit, rtl.c.periode, rtl.c.nomor)
    if unit is not None:
        asked = asked.where(rtl.c.unit == unit)
    if periode is not None:
        asked = asked.where(rtl.c.periode == periode)
    kegiatan = _kegiatan(conn, vault, asked.with_only_columns(rtl.c.id).order_by(None))
    rows = conn.execute(asked)
    return [rtl_codec.rtl_of(vault, row, kegiatan[row.id]) for row in rows]


def _kegiatan(conn: Connection, vault: Vault, which: Select[Any]) -> dict[int, list[Kegiatan]]:
    mine = select(rtl_kegiatan.c.id).where(rtl_kegiatan.c.rtl.in_(which))
    ticks: dict[int, list[Triwulan]] = defaultdict(list)
    jadwal = select(rtl_jadwal).where(rtl_jadwal.c.kegiatan.in_(mine))
    for row in conn.execute(jadwal.order_by(rtl_jadwal.c.tahun, rtl_jadwal.c.triwulan)):
        ticks[row.kegiatan].append(Triwulan(row.tahun, row.triwulan))
    answers = _realisasi(conn, vault, mine)
    found: dict[int, list[Kegiatan]] = defaultdict(list)
    asked = select(rtl_kegiatan).where(rtl_kegiatan.c.rtl.in_(which)).order_by(rtl_kegiatan.c.id)
    for row in conn.execute(asked):
        one = rtl_codec.kegiatan_of(vault, row, ticks[row.id], answers[row.id])
        found[row.rtl].append(one)
    return found


def _realisasi(conn: Connection, vault: Vault, which: Select[Any]) -> dict[int, list[Realisasi]]:
    proofs: dict[int, list[Bukti]] = defaultdict(list)
    mine = select(rtl_realisasi.c.id).where(rtl_realisasi.c.kegiatan.in_(which))
    asked = select(rtl_bukti).where(rtl_bukti.c.realisasi.in_(mine))
    for row in conn.execute(asked.order_by(rtl_bukti.c.realisasi, rtl_bukti.c.urutan)):
        proofs[row.realisasi].append(rtl_codec.bukti_of(vault, row))
    found: dict[int, list[Realisasi]] = defaultdict(list)
    answers = select(rtl_realisasi).where(rtl_realisasi.c.kegiatan.in_(which))
    for row in conn.execute(answers.order_by(rtl_realisasi.c.id)):
        found[row.kegiatan].append(rtl_codec.realisasi_of(vault, row, proofs[row.id]))
    return found


def berkas_of(conn: Connection, vault: Vault, sha256: str) -> Berkas | None:
    row = conn.execute(select(berkas).where(berkas.c.sha256 == sha256)).one_or_none()
    return None if row is None else Berkas(sha256, row.jenis, vault.open(BERKAS, row.isi))
