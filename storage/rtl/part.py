"""`tx.rtl` and `reader.rtl`: plans, what a bidang answers, what an admin decides, and evidence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from core.errors import InputError
from core.rtl.changes import berubah, lepas, terkunci
from core.rtl.plan import BERKAS_MOST
from storage.database.inserts import insert
from storage.people.staff.audit import audit
from storage.rtl import rows as rtl_codec
from storage.rtl.reads import BERKAS, berkas_of, items
from storage.tables.rtl import berkas, rtl, rtl_bukti, rtl_jadwal, rtl_kegiatan, rtl_realisasi
from storage.tables.survey import impor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from core.rtl.plan import Berkas, Kegiatan, Keputusan, Realisasi, Rtl
    from storage.database.session import ReadSession, WriteSession

ADD_DUE, ADD_PROOF = rtl_jadwal.insert(), rtl_bukti.insert()
STAYS = {
    "lapor": "sudah dilaporkan, jadi tetap dijadwal.",
    "mulai": "sudah mulai, jadi tetap dijadwal. Laporkan Belum dengan target baru.",
}


@dataclass(slots=True, eq=False)
class SqlRtlTx:
    """A method that refuses has written nothing, also when its caller goes on: hence savepoints."""

    session: WriteSession

    def items(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
        return items(self.session, unit, periode)

    # -- plans ---------------------------------------------------------------------------------

    def add(self, rows: Sequence[Rtl], *, by: str, now: datetime) -> list[Rtl]:
        with self.session.conn.begin_nested():
            made = [self._add(one) for one in rows]
        for one in made:
            facts = {"unit": one.unit, "periode": one.periode, "nomor": one.nomor, "id": one.id}
            audit(self.session, by, "rtl_baru", facts, now)
        return made

    def import_file(
        self, sha256: str, name: str, rows: Sequence[Rtl], *, by: str, now: datetime
    ) -> list[Rtl]:
        n = sum(len(one.kegiatan) for one in rows)
        row = {"sha256": sha256, "nama": name, "oleh": by, "waktu": now, "n": n}
        with self.session.conn.begin_nested():
            fresh = self.session.conn.execute(
                insert(impor, self.session.dialect).on_conflict_do_nothing().returning(impor.c.n),
                [row],
            )
            if fresh.first() is None:
                raise InputError(f"Berkas ini sudah pernah diimpor: {name}")
            made = self.add(rows, by=by, now=now)
        audit(self.session, by, "impor", {"berkas": name, "n": n}, now)
        return made

    def _add(self, one: Rtl) -> Rtl:
        row = rtl_codec.rtl_row(self.session.vault, one)
        made = insert(rtl, self.session.dialect).values(**row).on_conflict_do_nothing()
        which = self.session.conn.execute(made.returning(rtl.c.id)).scalar_one_or_none()
        if which is None:
            raise InputError(
                f"RTL nomor {one.nomor} untuk {one.unit} periode {one.periode} sudah ada."
                " Ubah yang ada, atau pakai nomor lain."
            )
        kegiatan = tuple(self._add_kegiatan(which, row) for row in one.kegiatan)
        return replace(one, id=which, kegiatan=kegiatan)

    def _add_kegiatan(self, which: int, one: Kegiatan) -> Kegiatan:
        self._origin(one)
        row = rtl_codec.kegiatan_row(self.session.vault, which, one)
        made = insert(rtl_kegiatan, self.session.dialect).values(**row).on_conflict_do_nothing()
        id_ = self.session.conn.execute(made.returning(rtl_kegiatan.c.id)).scalar_one_or_none()
        if id_ is None:
            raise InputError(f"Kegiatan {one.nomor} tertulis dua kali dalam satu RTL.")
        self._tick(id_, one)
        return replace(one, id=id_)

    def _origin(self, one: Kegiatan) -> None:
        """A link leads to an older kegiatan, so that no ring can be made."""
        if one.asal is None:
            return
        there = select(rtl_kegiatan.c.id).where(rtl_kegiatan.c.id == one.asal)
        if self.session.conn.execute(there).first() is None or (one.id and one.asal >= one.id):
            raise InputError(f"Asal kegiatan {one.nomor} bukan kegiatan yang lebih lama.")

    def _tick(self, id_: int, one: Kegiatan) -> None:
        ticks = sorted(set(one.jadwal))
        rows = [{"kegiatan": id_, "tahun": tw.year, "triwulan": tw.number} for tw in ticks]
        self.session.run(ADD_DUE, rows)

    def change(self, row: Rtl, *, by: str, now: datetime) -> Rtl:
        before = next((one for one in self.items() if one.id == row.id), None)
        if before is None:
            raise InputError("RTL itu tidak ada.")
        try:
            with self.session.conn.begin_nested():
                self._change(before, row, now.date())
        except IntegrityError as taken:
            raise InputError("Nomor itu sudah dipakai RTL atau kegiatan lain.") from taken
        facts = {"id": row.id, "unit": row.unit, "nomor": row.nomor}
        audit(self.session, by, "rtl_ubah", facts | {"apa": berubah(before, row)}, now)
        return next(one for one in self.items(row.unit, row.periode) if one.id == row.id)

    def _change(self, before: Rtl, row: Rtl, hari: date) -> None:
        kept = {one.id for one in row.kegiatan}
        for one in before.kegiatan:
            if one.id not in kept:
                self._drop(before, one)
        for one in row.kegiatan:
            if one.id:
                self._rewrite(before, one, hari)
            else:
                self._add_kegiatan(row.id, one)
        words = rtl_codec.rtl_row(self.session.vault, row)
        self.session.conn.execute(update(rtl).where(rtl.c.id == row.id).values(**words))

    def _drop(self, plan: Rtl, one: Kegiatan) -> None:
        carried = select(rtl_kegiatan.c.id).where(rtl_kegiatan.c.asal == one.id)
        if not lepas(plan, one) or self.session.conn.execute(carried).first():
            raise InputError(f"Kegiatan {one.nomor} tidak dapat dihapus: sudah menjadi catatan.")
        self.session.conn.execute(delete(rtl_jadwal).where(rtl_jadwal.c.kegiatan == one.id))
        self.session.conn.execute(delete(rtl_kegiatan).where(rtl_kegiatan.c.id == one.id))

    def _rewrite(self, plan: Rtl, one: Kegiatan, hari: date) -> None:
        was = next((row for row in plan.kegiatan if row.id == one.id), None)
        if was is None:
            raise InputError(f"Kegiatan {one.nomor} bukan bagian dari RTL ini.")
        stays = terkunci(plan, was, hari)
        for tick in sorted(stays.keys() - set(one.jadwal)):
            raise InputError(f"Kegiatan {one.nomor}: {tick.label} {STAYS[stays[tick]]}")
        self._origin(one)
        row = rtl_codec.kegiatan_row(self.session.vault, plan.id, replace(one, dicetak=was.dicetak))
        mine = rtl_kegiatan.c.id == one.id
        self.session.conn.execute(update(rtl_kegiatan).where(mine).values(**row))
        self.session.conn.execute(delete(rtl_jadwal).where(rtl_jadwal.c.kegiatan == one.id))
        self._tick(one.id, one)

    # -- answers -------------------------------------------------------------------------------

    def report(self, row: Realisasi, *, now: datetime) -> Realisasi:
        self._answerable(row)
        row = replace(row, waktu=now, keputusan=None)
        made = insert(rtl_realisasi, self.session.dialect).values(
            **rtl_codec.realisasi_row(self.session.vault, row)
        )
        id_ = self.session.conn.execute(made.returning(rtl_realisasi.c.id)).scalar_one()
        proofs = [
            rtl_codec.bukti_row(self.session.vault, id_, place, one)
            for place, one in enumerate(row.bukti, start=1)
        ]
        self.session.run(ADD_PROOF, proofs)
        facts = {"id": id_, "kegiatan": row.kegiatan, "triwulan": row.triwulan.kode}
        facts |= {"klaim": row.klaim, "bukti": len(row.bukti)}
        audit(self.session, row.oleh, "rtl_lapor", facts, now)
        return replace(row, id=id_)

    def _answerable(self, row: Realisasi) -> None:
        ticked = select(rtl_jadwal.c.kegiatan).where(
            rtl_jadwal.c.kegiatan == row.kegiatan,
            rtl_jadwal.c.tahun == row.triwulan.year,
            rtl_jadwal.c.triwulan == row.triwulan.number,
        )
        if self.session.conn.execute(ticked).first() is None:
            raise InputError(f"Kegiatan itu tidak dijadwalkan pada {row.triwulan.label}.")
        newest = self._newest(row.kegiatan, row.triwulan.kode)
        if newest is not None and newest[1] == "diterima":
            raise InputError(f"Realisasi {row.triwulan.label} sudah diterima.")
        wanted = {one.berkas for one in row.bukti if one.berkas is not None}
        there = self.session.conn.execute(
            select(berkas.c.sha256).where(berkas.c.sha256.in_(wanted))
        )
        if wanted - set(there.scalars()):
            raise InputError("Berkas bukti itu tidak ada. Kirim ulang.")

    def _newest(self, kegiatan: int, triwulan: str) -> tuple[int, str | None] | None:
        mine = (rtl_realisasi.c.kegiatan == kegiatan, rtl_realisasi.c.triwulan == triwulan)
        asked = select(rtl_realisasi.c.id, rtl_realisasi.c.hasil).where(*mine)
        found = self.session.conn.execute(
            asked.order_by(rtl_realisasi.c.id.desc()).limit(1)
        ).first()
        return None if found is None else (found.id, found.hasil)

    def decide(self, realisasi: int, keputusan: Keputusan) -> None:
        if keputusan.hasil == "dikembalikan" and not keputusan.alasan.strip():
            raise InputError("Sebutkan alasan mengembalikan laporan itu.")
        mine = rtl_realisasi.c.id == realisasi
        asked = select(rtl_realisasi.c.kegiatan, rtl_realisasi.c.triwulan, rtl_realisasi.c.klaim)
        # Locked on a server: two admins cannot decide the same claim.
        open_claim = asked.where(mine, rtl_realisasi.c.hasil.is_(None)).with_for_update()
        claim = self.session.conn.execute(open_claim).one_or_none()
        if claim is None or claim.klaim != "sudah":
            raise InputError("Laporan itu tidak menunggu pemeriksaan lagi.")
        newest = self._newest(claim.kegiatan, claim.triwulan)
        if newest is None or newest[0] != realisasi:
            raise InputError("Bidang sudah mengirim laporan yang lebih baru. Periksa yang itu.")
        told = {
            "hasil": keputusan.hasil,
            "pemeriksa": keputusan.oleh,
            "diperiksa": keputusan.waktu,
            "alasan": rtl_codec.seal(self.session.vault, rtl_codec.ALASAN, keputusan.alasan),
        }
        self.session.conn.execute(update(rtl_realisasi).where(mine).values(**told))
        facts = {"id": realisasi, "hasil": keputusan.hasil}
        audit(self.session, keputusan.oleh, "rtl_periksa", facts, keputusan.waktu)

    def save_berkas(self, isi: bytes, jenis: str, *, now: datetime) -> str:
        if not isi:
            raise InputError("Berkas itu kosong.")
        if len(isi) > BERKAS_MOST:
            raise InputError(
                f"Berkas lebih dari {BERKAS_MOST // 2**20} MB. Kirim yang lebih kecil."
            )
        sha256 = hashlib.sha256(isi).hexdigest()
        row = {"sha256": sha256, "jenis": jenis, "ukuran": len(isi), "waktu": now}
        sealed = {"isi": self.session.vault.seal(BERKAS, isi)}
        self.session.conn.execute(
            insert(berkas, self.session.dialect).values(**row, **sealed).on_conflict_do_nothing()
        )
        return sha256


@dataclass(slots=True, eq=False)
class SqlRtlReader:
    session: ReadSession

    def items(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
        return items(self.session, unit, periode)

    def berkas(self, sha256: str) -> Berkas | None:
        return berkas_of(self.session, sha256)
