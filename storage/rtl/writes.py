"""The RTL cycle's writes: plans, what a bidang answers, what an admin decides, and evidence."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from core.errors import InputError
from core.rtl.changes import berubah, lepas, terkunci
from core.rtl.plan import BERKAS_MOST
from storage.database.part import insert
from storage.people.roles import People
from storage.rtl import rows as rtl_codec
from storage.rtl.reads import BERKAS, rtl_of
from storage.tables.rtl import berkas, rtl, rtl_bukti, rtl_jadwal, rtl_kegiatan, rtl_realisasi
from storage.tables.survey import impor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from core.rtl.plan import Kegiatan, Keputusan, Realisasi, Rtl


ADD_DUE, ADD_PROOF = rtl_jadwal.insert(), rtl_bukti.insert()
STAYS = {
    "lapor": "sudah dilaporkan, jadi tetap dijadwal.",
    "mulai": "sudah mulai, jadi tetap dijadwal. Laporkan Belum dengan target baru.",
}


class Rtls(People):
    """A method that refuses has written nothing, also when its caller goes on: hence savepoints."""

    def rtl(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
        return rtl_of(self.conn, self.vault, unit, periode)

    # -- plans ---------------------------------------------------------------------------------

    def add_rtl(self, rows: Sequence[Rtl], *, by: str, now: datetime) -> list[Rtl]:
        with self.conn.begin_nested():
            made = [self._add(one) for one in rows]
        for one in made:
            facts = {"unit": one.unit, "periode": one.periode, "nomor": one.nomor, "id": one.id}
            self.note(by, "rtl_baru", facts, now=now)
        return made

    def import_rtl(
        self, sha256: str, name: str, rows: Sequence[Rtl], *, by: str, now: datetime
    ) -> list[Rtl]:
        n = sum(len(one.kegiatan) for one in rows)
        row = {"sha256": sha256, "nama": name, "oleh": by, "waktu": now, "n": n}
        with self.conn.begin_nested():
            fresh = self.conn.execute(
                insert(impor, self.dialect).on_conflict_do_nothing().returning(impor.c.n), [row]
            )
            if fresh.first() is None:
                raise InputError(f"Berkas ini sudah pernah diimpor: {name}")
            made = self.add_rtl(rows, by=by, now=now)
        self.note(by, "impor", {"berkas": name, "n": n}, now=now)
        return made

    def _add(self, one: Rtl) -> Rtl:
        row = rtl_codec.rtl_row(self.vault, one)
        made = insert(rtl, self.dialect).values(**row).on_conflict_do_nothing()
        which = self.conn.execute(made.returning(rtl.c.id)).scalar_one_or_none()
        if which is None:
            raise InputError(
                f"RTL nomor {one.nomor} untuk {one.unit} periode {one.periode} sudah ada."
                " Ubah yang ada, atau pakai nomor lain."
            )
        kegiatan = tuple(self._add_kegiatan(which, row) for row in one.kegiatan)
        return replace(one, id=which, kegiatan=kegiatan)

    def _add_kegiatan(self, which: int, one: Kegiatan) -> Kegiatan:
        self._origin(one)
        row = rtl_codec.kegiatan_row(self.vault, which, one)
        made = insert(rtl_kegiatan, self.dialect).values(**row).on_conflict_do_nothing()
        id_ = self.conn.execute(made.returning(rtl_kegiatan.c.id)).scalar_one_or_none()
        if id_ is None:
            raise InputError(f"Kegiatan {one.nomor} tertulis dua kali dalam satu RTL.")
        self._tick(id_, one)
        return replace(one, id=id_)

    def _origin(self, one: Kegiatan) -> None:
        """A link leads to an older kegiatan, so that no ring can be made."""
        if one.asal is None:
            return
        there = select(rtl_kegiatan.c.id).where(rtl_kegiatan.c.id == one.asal)
        if self.conn.execute(there).first() is None or (one.id and one.asal >= one.id):
            raise InputError(f"Asal kegiatan {one.nomor} bukan kegiatan yang lebih lama.")

    def _tick(self, id_: int, one: Kegiatan) -> None:
        ticks = sorted(set(one.jadwal))
        rows = [{"kegiatan": id_, "tahun": tw.year, "triwulan": tw.number} for tw in ticks]
        self.run(ADD_DUE, rows)

    def change_rtl(self, row: Rtl, *, by: str, now: datetime) -> Rtl:
        before = next((one for one in self.rtl() if one.id == row.id), None)
        if before is None:
            raise InputError("RTL itu tidak ada.")
        try:
            with self.conn.begin_nested():
                self._change(before, row, now.date())
        except IntegrityError as taken:
            raise InputError("Nomor itu sudah dipakai RTL atau kegiatan lain.") from taken
        facts = {"id": row.id, "unit": row.unit, "nomor": row.nomor}
        self.note(by, "rtl_ubah", facts | {"apa": berubah(before, row)}, now=now)
        return next(one for one in self.rtl(row.unit, row.periode) if one.id == row.id)

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
        words = rtl_codec.rtl_row(self.vault, row)
        self.conn.execute(update(rtl).where(rtl.c.id == row.id).values(**words))

    def _drop(self, plan: Rtl, one: Kegiatan) -> None:
        carried = select(rtl_kegiatan.c.id).where(rtl_kegiatan.c.asal == one.id)
        if not lepas(plan, one) or self.conn.execute(carried).first():
            raise InputError(f"Kegiatan {one.nomor} tidak dapat dihapus: sudah menjadi catatan.")
        self.conn.execute(delete(rtl_jadwal).where(rtl_jadwal.c.kegiatan == one.id))
        self.conn.execute(delete(rtl_kegiatan).where(rtl_kegiatan.c.id == one.id))

    def _rewrite(self, plan: Rtl, one: Kegiatan, hari: date) -> None:
        was = next((row for row in plan.kegiatan if row.id == one.id), None)
        if was is None:
            raise InputError(f"Kegiatan {one.nomor} bukan bagian dari RTL ini.")
        stays = terkunci(plan, was, hari)
        for tick in sorted(stays.keys() - set(one.jadwal)):
            raise InputError(f"Kegiatan {one.nomor}: {tick.label} {STAYS[stays[tick]]}")
        self._origin(one)
        row = rtl_codec.kegiatan_row(self.vault, plan.id, replace(one, dicetak=was.dicetak))
        mine = rtl_kegiatan.c.id == one.id
        self.conn.execute(update(rtl_kegiatan).where(mine).values(**row))
        self.conn.execute(delete(rtl_jadwal).where(rtl_jadwal.c.kegiatan == one.id))
        self._tick(one.id, one)

    # -- answers -------------------------------------------------------------------------------

    def report_rtl(self, row: Realisasi, *, now: datetime) -> Realisasi:
        self._answerable(row)
        row = replace(row, waktu=now, keputusan=None)
        made = insert(rtl_realisasi, self.dialect).values(
            **rtl_codec.realisasi_row(self.vault, row)
        )
        id_ = self.conn.execute(made.returning(rtl_realisasi.c.id)).scalar_one()
        proofs = [
            rtl_codec.bukti_row(self.vault, id_, place, one)
            for place, one in enumerate(row.bukti, start=1)
        ]
        self.run(ADD_PROOF, proofs)
        facts = {"id": id_, "kegiatan": row.kegiatan, "triwulan": row.triwulan.kode}
        facts |= {"klaim": row.klaim, "bukti": len(row.bukti)}
        self.note(row.oleh, "rtl_lapor", facts, now=now)
        return replace(row, id=id_)

    def _answerable(self, row: Realisasi) -> None:
        ticked = select(rtl_jadwal.c.kegiatan).where(
            rtl_jadwal.c.kegiatan == row.kegiatan,
            rtl_jadwal.c.tahun == row.triwulan.year,
            rtl_jadwal.c.triwulan == row.triwulan.number,
        )
        if self.conn.execute(ticked).first() is None:
            raise InputError(f"Kegiatan itu tidak dijadwalkan pada {row.triwulan.label}.")
        newest = self._newest(row.kegiatan, row.triwulan.kode)
        if newest is not None and newest[1] == "diterima":
            raise InputError(f"Realisasi {row.triwulan.label} sudah diterima.")
        wanted = {one.berkas for one in row.bukti if one.berkas is not None}
        there = self.conn.execute(select(berkas.c.sha256).where(berkas.c.sha256.in_(wanted)))
        if wanted - set(there.scalars()):
            raise InputError("Berkas bukti itu tidak ada. Kirim ulang.")

    def _newest(self, kegiatan: int, triwulan: str) -> tuple[int, str | None] | None:
        mine = (rtl_realisasi.c.kegiatan == kegiatan, rtl_realisasi.c.triwulan == triwulan)
        asked = select(rtl_realisasi.c.id, rtl_realisasi.c.hasil).where(*mine)
        found = self.conn.execute(asked.order_by(rtl_realisasi.c.id.desc()).limit(1)).first()
        return None if found is None else (found.id, found.hasil)

    def decide_rtl(self, realisasi: int, keputusan: Keputusan) -> None:
        if keputusan.hasil == "dikembalikan" and not keputusan.alasan.strip():
            raise InputError("Sebutkan alasan mengembalikan laporan itu.")
        mine = rtl_realisasi.c.id == realisasi
        asked = select(rtl_realisasi.c.kegiatan, rtl_realisasi.c.triwulan, rtl_realisasi.c.klaim)
        # Locked on a server: two admins cannot decide the same claim.
        open_claim = asked.where(mine, rtl_realisasi.c.hasil.is_(None)).with_for_update()
        claim = self.conn.execute(open_claim).one_or_none()
        if claim is None or claim.klaim != "sudah":
            raise InputError("Laporan itu tidak menunggu pemeriksaan lagi.")
        newest = self._newest(claim.kegiatan, claim.triwulan)
        if newest is None or newest[0] != realisasi:
            raise InputError("Bidang sudah mengirim laporan yang lebih baru. Periksa yang itu.")
        told = {
            "hasil": keputusan.hasil,
            "pemeriksa": keputusan.oleh,
            "diperiksa": keputusan.waktu,
            "alasan": rtl_codec.seal(self.vault, rtl_codec.ALASAN, keputusan.alasan),
        }
        self.conn.execute(update(rtl_realisasi).where(mine).values(**told))
        facts = {"id": realisasi, "hasil": keputusan.hasil}
        self.note(keputusan.oleh, "rtl_periksa", facts, now=keputusan.waktu)

    def save_berkas(self, isi: bytes, jenis: str, *, now: datetime) -> str:
        if not isi:
            raise InputError("Berkas itu kosong.")
        if len(isi) > BERKAS_MOST:
            raise InputError(
                f"Berkas lebih dari {BERKAS_MOST // 2**20} MB. Kirim yang lebih kecil."
            )
        sha256 = hashlib.sha256(isi).hexdigest()
        row = {"sha256": sha256, "jenis": jenis, "ukuran": len(isi), "waktu": now}
        sealed = {"isi": self.vault.seal(BERKAS, isi)}
        self.conn.execute(
            insert(berkas, self.dialect).values(**row, **sealed).on_conflict_do_nothing()
        )
        return sha256
