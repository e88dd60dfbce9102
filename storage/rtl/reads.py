"""Reading whole plans from their tables: items, kegiatan, schedule, realisasi and evidence."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.periods.triwulan import Triwulan
from core.rtl.plan import EvidenceFile
from storage.rtl import rows as rtl_rows
from storage.tables.rtl import (
    evidence_file_table,
    evidence_table,
    kegiatan_table,
    kegiatan_triwulan_table,
    realisasi_table,
    rtl_table,
)

if TYPE_CHECKING:
    from sqlalchemy import Select

    from core.rtl.plan import Evidence, Kegiatan, Realisasi, Rtl
    from storage.database.session import ReadSession

FILE = "berkas"  # purpose of sealing a file of evidence


def items(session: ReadSession, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
    """Return the items of a unit and periode (None: of all), by unit, periode and nomor.

    Five statements suffice for any number of items.
    """
    asked = select(rtl_table).order_by(rtl_table.c.unit, rtl_table.c.periode, rtl_table.c.number)
    if unit is not None:
        asked = asked.where(rtl_table.c.unit == unit)
    if periode is not None:
        asked = asked.where(rtl_table.c.periode == periode)
    kegiatan = _kegiatan(session, asked.with_only_columns(rtl_table.c.id).order_by(None))
    rows = session.conn.execute(asked)
    return [rtl_rows.rtl_of(session.vault, row, kegiatan[row.id]) for row in rows]


def _kegiatan(session: ReadSession, which: Select[Any]) -> dict[int, list[Kegiatan]]:
    mine = select(kegiatan_table.c.id).where(kegiatan_table.c.rtl.in_(which))
    ticks: dict[int, list[Triwulan]] = defaultdict(list)
    schedule = select(kegiatan_triwulan_table).where(kegiatan_triwulan_table.c.kegiatan.in_(mine))
    for row in session.conn.execute(
        schedule.order_by(kegiatan_triwulan_table.c.year, kegiatan_triwulan_table.c.triwulan)
    ):
        ticks[row.kegiatan].append(Triwulan(row.year, row.triwulan))
    answers = _realisasi(session, mine)
    found: dict[int, list[Kegiatan]] = defaultdict(list)
    asked = (
        select(kegiatan_table).where(kegiatan_table.c.rtl.in_(which)).order_by(kegiatan_table.c.id)
    )
    for row in session.conn.execute(asked):
        one = rtl_rows.kegiatan_of(session.vault, row, ticks[row.id], answers[row.id])
        found[row.rtl].append(one)
    return found


def _realisasi(session: ReadSession, which: Select[Any]) -> dict[int, list[Realisasi]]:
    proofs: dict[int, list[Evidence]] = defaultdict(list)
    mine = select(realisasi_table.c.id).where(realisasi_table.c.kegiatan.in_(which))
    asked = select(evidence_table).where(evidence_table.c.realisasi.in_(mine))
    for row in session.conn.execute(
        asked.order_by(evidence_table.c.realisasi, evidence_table.c.position)
    ):
        proofs[row.realisasi].append(rtl_rows.evidence_of(session.vault, row))
    found: dict[int, list[Realisasi]] = defaultdict(list)
    answers = select(realisasi_table).where(realisasi_table.c.kegiatan.in_(which))
    for row in session.conn.execute(answers.order_by(realisasi_table.c.id)):
        found[row.kegiatan].append(rtl_rows.realisasi_of(session.vault, row, proofs[row.id]))
    return found


def evidence_file_of(session: ReadSession, sha256: str) -> EvidenceFile | None:
    """Return the file with this SHA-256 (hexadecimal); None: no such file."""
    row = session.conn.execute(
        select(evidence_file_table).where(evidence_file_table.c.sha256 == sha256)
    ).one_or_none()
    return (
        None
        if row is None
        else EvidenceFile(sha256, row.kind, session.vault.open(FILE, row.content))
    )
