"""`tx.rtl` and `reader.rtl`: plans, reports of a bidang, reviews of an admin, and evidence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from core.errors import InputError
from core.rtl.changes import changed_parts, locked_triwulan, may_be_removed
from core.rtl.plan import FILE_MOST
from storage.database.inserts import insert
from storage.people.staff.audit import audit
from storage.rtl import rows as rtl_rows
from storage.rtl.reads import FILE, evidence_file_of, items
from storage.tables.rtl import (
    evidence_file_table,
    evidence_table,
    kegiatan_table,
    kegiatan_triwulan_table,
    realisasi_table,
    rtl_table,
)
from storage.tables.survey import import_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from core.rtl.plan import ClaimReview, EvidenceFile, Kegiatan, Realisasi, Rtl
    from storage.database.session import ReadSession, WriteSession

ADD_DUE, ADD_PROOF = kegiatan_triwulan_table.insert(), evidence_table.insert()
STAYS = {
    "lapor": "sudah dilaporkan, jadi tetap dijadwal.",
    "mulai": "sudah mulai, jadi tetap dijadwal. Laporkan Belum dengan target baru.",
}


@dataclass(slots=True, eq=False)
class SqlRtlTx:
    """The port `core.ports.rtl.RtlTx` over one session.

    A method that raises InputError has written nothing, even when its caller goes on: hence the
    savepoints.
    """

    session: WriteSession

    def items(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
        return items(self.session, unit, periode)

    # -- plans ---------------------------------------------------------------------------------

    def add(self, rows: Sequence[Rtl], *, by: str, now: datetime) -> list[Rtl]:
        """Store new items, all or none, and return them with their ids.

        Raises InputError when an item of that unit, periode and nomor exists, a nomor of a kegiatan
        comes twice, or an origin is no older kegiatan.
        """
        with self.session.conn.begin_nested():
            made = [self._add(one) for one in rows]
        for one in made:
            facts = {"unit": one.unit, "periode": one.periode, "nomor": one.number, "id": one.id}
            audit(self.session, by, "rtl_baru", facts, now)
        return made

    def import_file(
        self, sha256: str, name: str, rows: Sequence[Rtl], *, by: str, now: datetime
    ) -> list[Rtl]:
        """Store the items of a file, once, as `add` does.

        Raises InputError when a file with this SHA-256 was imported before.
        """
        n = sum(len(one.kegiatan) for one in rows)
        row = {"sha256": sha256, "name": name, "by": by, "at": now, "n": n}
        with self.session.conn.begin_nested():
            fresh = self.session.conn.execute(
                insert(import_table, self.session.dialect)
                .on_conflict_do_nothing()
                .returning(import_table.c.n),
                [row],
            )
            if fresh.first() is None:
                raise InputError(f"Berkas ini sudah pernah diimpor: {name}")
            made = self.add(rows, by=by, now=now)
        audit(self.session, by, "impor", {"berkas": name, "n": n}, now)
        return made

    def _add(self, one: Rtl) -> Rtl:
        row = rtl_rows.rtl_row(self.session.vault, one)
        made = insert(rtl_table, self.session.dialect).values(**row).on_conflict_do_nothing()
        which = self.session.conn.execute(made.returning(rtl_table.c.id)).scalar_one_or_none()
        if which is None:
            raise InputError(
                f"RTL nomor {one.number} untuk {one.unit} periode {one.periode} sudah ada."
                " Ubah yang ada, atau pakai nomor lain."
            )
        kegiatan = tuple(self._add_kegiatan(which, row) for row in one.kegiatan)
        return replace(one, id=which, kegiatan=kegiatan)

    def _add_kegiatan(self, which: int, one: Kegiatan) -> Kegiatan:
        self._origin(one)
        row = rtl_rows.kegiatan_row(self.session.vault, which, one)
        made = insert(kegiatan_table, self.session.dialect).values(**row).on_conflict_do_nothing()
        id_ = self.session.conn.execute(made.returning(kegiatan_table.c.id)).scalar_one_or_none()
        if id_ is None:
            raise InputError(f"Kegiatan {one.number} tertulis dua kali dalam satu RTL.")
        self._tick(id_, one)
        return replace(one, id=id_)

    def _origin(self, one: Kegiatan) -> None:
        """Check that the origin of a kegiatan is an older one, so that links make no ring."""
        if one.origin is None:
            return
        there = select(kegiatan_table.c.id).where(kegiatan_table.c.id == one.origin)
        if self.session.conn.execute(there).first() is None or (one.id and one.origin >= one.id):
            raise InputError(f"Asal kegiatan {one.number} bukan kegiatan yang lebih lama.")

    def _tick(self, id_: int, one: Kegiatan) -> None:
        ticks = sorted(set(one.schedule))
        rows = [
            {"kegiatan": id_, "year": triwulan_of.year, "triwulan": triwulan_of.number}
            for triwulan_of in ticks
        ]
        self.session.run(ADD_DUE, rows)

    def change(self, row: Rtl, *, by: str, now: datetime) -> Rtl:
        """Write an item over the one with its id, and return it as it stands then.

        Raises InputError when there is no such item, a nomor is taken, or the change would remove a
        kegiatan or a scheduled triwulan that is on record.
        """
        before = next((one for one in self.items() if one.id == row.id), None)
        if before is None:
            raise InputError("RTL itu tidak ada.")
        try:
            with self.session.conn.begin_nested():
                self._change(before, row, now.date())
        except IntegrityError as taken:
            raise InputError("Nomor itu sudah dipakai RTL atau kegiatan lain.") from taken
        facts = {"id": row.id, "unit": row.unit, "nomor": row.number}
        audit(self.session, by, "rtl_ubah", facts | {"apa": changed_parts(before, row)}, now)
        return next(one for one in self.items(row.unit, row.periode) if one.id == row.id)

    def _change(self, before: Rtl, row: Rtl, today: date) -> None:
        kept = {one.id for one in row.kegiatan}
        for one in before.kegiatan:
            if one.id not in kept:
                self._drop(before, one)
        for one in row.kegiatan:
            if one.id:
                self._rewrite(before, one, today)
            else:
                self._add_kegiatan(row.id, one)
        words = rtl_rows.rtl_row(self.session.vault, row)
        self.session.conn.execute(update(rtl_table).where(rtl_table.c.id == row.id).values(**words))

    def _drop(self, plan: Rtl, one: Kegiatan) -> None:
        """Delete a kegiatan; raise InputError for one that is on record or carried on."""
        carried = select(kegiatan_table.c.id).where(kegiatan_table.c.origin == one.id)
        if not may_be_removed(plan, one) or self.session.conn.execute(carried).first():
            raise InputError(f"Kegiatan {one.number} tidak dapat dihapus: sudah menjadi catatan.")
        self.session.conn.execute(
            delete(kegiatan_triwulan_table).where(kegiatan_triwulan_table.c.kegiatan == one.id)
        )
        self.session.conn.execute(delete(kegiatan_table).where(kegiatan_table.c.id == one.id))

    def _rewrite(self, plan: Rtl, one: Kegiatan, today: date) -> None:
        """Change a kegiatan; raise InputError when a locked triwulan is missing in its schedule."""
        was = next((row for row in plan.kegiatan if row.id == one.id), None)
        if was is None:
            raise InputError(f"Kegiatan {one.number} bukan bagian dari RTL ini.")
        stays = locked_triwulan(plan, was, today)
        for tick in sorted(stays.keys() - set(one.schedule)):
            raise InputError(f"Kegiatan {one.number}: {tick.label} {STAYS[stays[tick]]}")
        self._origin(one)
        row = rtl_rows.kegiatan_row(self.session.vault, plan.id, replace(one, printed=was.printed))
        mine = kegiatan_table.c.id == one.id
        self.session.conn.execute(update(kegiatan_table).where(mine).values(**row))
        self.session.conn.execute(
            delete(kegiatan_triwulan_table).where(kegiatan_triwulan_table.c.kegiatan == one.id)
        )
        self._tick(one.id, one)

    # -- realisasi and evidence ----------------------------------------------------------------

    def report(self, row: Realisasi, *, now: datetime) -> Realisasi:
        """Store a bidang's report and return it with its id.

        Raises InputError when its triwulan is not scheduled or already accepted, or a file is
        missing.
        """
        self._answerable(row)
        row = replace(row, at=now, review=None)
        made = insert(realisasi_table, self.session.dialect).values(
            **rtl_rows.realisasi_row(self.session.vault, row)
        )
        id_ = self.session.conn.execute(made.returning(realisasi_table.c.id)).scalar_one()
        proofs = [
            rtl_rows.evidence_row(self.session.vault, id_, place, one)
            for place, one in enumerate(row.evidence, start=1)
        ]
        self.session.run(ADD_PROOF, proofs)
        facts = {"id": id_, "kegiatan": row.kegiatan, "triwulan": row.triwulan.code}
        facts |= {"klaim": row.claim, "bukti": len(row.evidence)}
        audit(self.session, row.by, "rtl_lapor", facts, now)
        return replace(row, id=id_)

    def _answerable(self, row: Realisasi) -> None:
        """Raise InputError unless a report may be given on this kegiatan and triwulan."""
        ticked = select(kegiatan_triwulan_table.c.kegiatan).where(
            kegiatan_triwulan_table.c.kegiatan == row.kegiatan,
            kegiatan_triwulan_table.c.year == row.triwulan.year,
            kegiatan_triwulan_table.c.triwulan == row.triwulan.number,
        )
        if self.session.conn.execute(ticked).first() is None:
            raise InputError(f"Kegiatan itu tidak dijadwalkan pada {row.triwulan.label}.")
        newest = self._newest(row.kegiatan, row.triwulan.code)
        if newest is not None and newest[1] == "diterima":
            raise InputError(f"Realisasi {row.triwulan.label} sudah diterima.")
        wanted = {one.file for one in row.evidence if one.file is not None}
        there = self.session.conn.execute(
            select(evidence_file_table.c.sha256).where(evidence_file_table.c.sha256.in_(wanted))
        )
        if wanted - set(there.scalars()):
            raise InputError("Berkas bukti itu tidak ada. Kirim ulang.")

    def _newest(self, kegiatan: int, triwulan: str) -> tuple[int, str | None] | None:
        """Return id and verdict of the newest report on a triwulan; None: there is none."""
        mine = (realisasi_table.c.kegiatan == kegiatan, realisasi_table.c.triwulan == triwulan)
        asked = select(realisasi_table.c.id, realisasi_table.c.verdict).where(*mine)
        found = self.session.conn.execute(
            asked.order_by(realisasi_table.c.id.desc()).limit(1)
        ).first()
        return None if found is None else (found.id, found.verdict)

    def decide(self, realisasi: int, review: ClaimReview) -> None:
        """Accept or return a report, once.

        Raises InputError when the report does not wait for a review, a newer one exists, or a
        returned one has no reason.
        """
        if review.verdict == "dikembalikan" and not review.reason.strip():
            raise InputError("Sebutkan alasan mengembalikan laporan itu.")
        mine = realisasi_table.c.id == realisasi
        asked = select(
            realisasi_table.c.kegiatan, realisasi_table.c.triwulan, realisasi_table.c.claim
        )
        # On PostgreSQL the row is locked: two admins cannot decide the same claim.
        open_claim = asked.where(mine, realisasi_table.c.verdict.is_(None)).with_for_update()
        claim = self.session.conn.execute(open_claim).one_or_none()
        if claim is None or claim.claim != "sudah":
            raise InputError("Laporan itu tidak menunggu pemeriksaan lagi.")
        newest = self._newest(claim.kegiatan, claim.triwulan)
        if newest is None or newest[0] != realisasi:
            raise InputError("Bidang sudah mengirim laporan yang lebih baru. Periksa yang itu.")
        told = {
            "verdict": review.verdict,
            "reviewer": review.by,
            "reviewed_at": review.at,
            "reason": rtl_rows.seal(self.session.vault, rtl_rows.REASON, review.reason),
        }
        self.session.conn.execute(update(realisasi_table).where(mine).values(**told))
        facts = {"id": realisasi, "hasil": review.verdict}
        audit(self.session, review.by, "rtl_periksa", facts, review.at)

    def save_file(self, content: bytes, kind: str, *, now: datetime) -> str:
        """Keep a file of evidence, sealed; return its SHA-256 in hexadecimal.

        Raises InputError when it is empty or larger than FILE_MOST bytes.
        """
        if not content:
            raise InputError("Berkas itu kosong.")
        if len(content) > FILE_MOST:
            raise InputError(f"Berkas lebih dari {FILE_MOST // 2**20} MB. Kirim yang lebih kecil.")
        sha256 = hashlib.sha256(content).hexdigest()
        row = {"sha256": sha256, "kind": kind, "size": len(content), "at": now}
        sealed = {"content": self.session.vault.seal(FILE, content)}
        self.session.conn.execute(
            insert(evidence_file_table, self.session.dialect)
            .values(**row, **sealed)
            .on_conflict_do_nothing()
        )
        return sha256


@dataclass(slots=True, eq=False)
class SqlRtlReader:
    """The port `core.ports.rtl.RtlReader` over one session."""

    session: ReadSession

    def items(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
        return items(self.session, unit, periode)

    def file(self, sha256: str) -> EvidenceFile | None:
        return evidence_file_of(self.session, sha256)
