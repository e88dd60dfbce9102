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
    from sqlalchemy import Select

    from core.rtl.plan import Bukti, Kegiatan, Realisasi, Rtl
    from storage.database.session import ReadSession

BERKAS = "berkas"


def items(session: ReadSession, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
    """Five statements, however many items there are."""
    asked = select(rtl).order_by(rtl.c.unit, rtl.c.periode, rtl.c.nomor)
    if unit is not None:
        asked = asked.where(rtl.c.unit == unit)
    if periode is not None:
        asked = asked.where(rtl.c.periode == periode)
    kegiatan = _kegiatan(session, asked.with_only_columns(rtl.c.id).order_by(None))
    rows = session.conn.execute(asked)
    return [rtl_codec.rtl_of(session.vault, row, kegiatan[row.id]) for row in rows]


def _kegiatan(session: ReadSession, which: Select[Any]) -> dict[int, list[Kegiatan]]:
    mine = select(rtl_kegiatan.c.id).where(rtl_kegiatan.c.rtl.in_(which))
    ticks: dict[int, list[Triwulan]] = defaultdict(list)
    jadwal = select(rtl_jadwal).where(rtl_jadwal.c.kegiatan.in_(mine))
    for row in session.conn.execute(jadwal.order_by(rtl_jadwal.c.tahun, rtl_jadwal.c.triwulan)):
        ticks[row.kegiatan].append(Triwulan(row.tahun, row.triwulan))
    answers = _realisasi(session, mine)
    found: dict[int, list[Kegiatan]] = defaultdict(list)
    asked = select(rtl_kegiatan).where(rtl_kegiatan.c.rtl.in_(which)).order_by(rtl_kegiatan.c.id)
    for row in session.conn.execute(asked):
        one = rtl_codec.kegiatan_of(session.vault, row, ticks[row.id], answers[row.id])
        found[row.rtl].append(one)
    return found


def _realisasi(session: ReadSession, which: Select[Any]) -> dict[int, list[Realisasi]]:
    proofs: dict[int, list[Bukti]] = defaultdict(list)
    mine = select(rtl_realisasi.c.id).where(rtl_realisasi.c.kegiatan.in_(which))
    asked = select(rtl_bukti).where(rtl_bukti.c.realisasi.in_(mine))
    for row in session.conn.execute(asked.order_by(rtl_bukti.c.realisasi, rtl_bukti.c.urutan)):
        proofs[row.realisasi].append(rtl_codec.bukti_of(session.vault, row))
    found: dict[int, list[Realisasi]] = defaultdict(list)
    answers = select(rtl_realisasi).where(rtl_realisasi.c.kegiatan.in_(which))
    for row in session.conn.execute(answers.order_by(rtl_realisasi.c.id)):
        found[row.kegiatan].append(rtl_codec.realisasi_of(session.vault, row, proofs[row.id]))
    return found


def berkas_of(session: ReadSession, sha256: str) -> Berkas | None:
    row = session.conn.execute(select(berkas).where(berkas.c.sha256 == sha256)).one_or_none()
    return None if row is None else Berkas(sha256, row.jenis, session.vault.open(BERKAS, row.isi))
