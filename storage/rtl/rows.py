"""RTL values as rows and back; their words go through the vault."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from core.periods.triwulan import Triwulan, parse
from core.rtl.plan import Bukti, Dicetak, Forum, Kegiatan, Keputusan, Realisasi, Rtl
from storage.database.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from core.rtl.plan import Hasil, Horizon, Status
    from storage.database.crypto import Vault

RTL, KEGIATAN, REALISASI, ALASAN, BUKTI = "rtl", "kegiatan", "realisasi", "alasan", "bukti"
RTL_WORDS = ("di_luar_unsur", "sumber", "alasan", "instansi_lain", "catatan")
REALISASI_WORDS = ("uraian", "hambatan", "strategi", "pihak")


def seal(vault: Vault, purpose: str, value: Any) -> bytes:
    return vault.seal(purpose, dumps(value))


def unseal(vault: Vault, purpose: str, sealed: bytes) -> Any:
    return loads(vault.open(purpose, sealed))


def kode(triwulan: Triwulan | None) -> str | None:
    return None if triwulan is None else triwulan.kode


def tw(written: str | None) -> Triwulan | None:
    return None if written is None else parse(written)


# -- items -----------------------------------------------------------------------------------------


def rtl_row(vault: Vault, one: Rtl) -> dict[str, Any]:
    forum = None if one.forum is None else asdict(one.forum)
    if forum is not None:
        forum["tanggal"] = forum["tanggal"].isoformat()
    words = {name: getattr(one, name) for name in RTL_WORDS} | {"forum": forum}
    return {
        "unit": one.unit,
        "periode": one.periode,
        "nomor": one.nomor,
        "unsur": one.unsur,
        "horizon": one.horizon,
        "anggaran": one.perlu_anggaran,
        "isi": seal(vault, RTL, words),
    }


def rtl_of(vault: Vault, row: Row[Any], kegiatan: Sequence[Kegiatan]) -> Rtl:
    words = unseal(vault, RTL, row.isi)
    forum = words.pop("forum")
    if forum is not None:
        forum = Forum(**(forum | {"tanggal": date.fromisoformat(forum["tanggal"])}))
    return Rtl(
        unit=row.unit,
        periode=row.periode,
        nomor=row.nomor,
        unsur=row.unsur,
        kegiatan=tuple(kegiatan),
        horizon=cast("Horizon | None", row.horizon),
        perlu_anggaran=row.anggaran,
        forum=forum,
        id=row.id,
        **words,
    )


def kegiatan_row(vault: Vault, rtl: int, one: Kegiatan) -> dict[str, Any]:
    printed = None if one.dicetak is None else asdict(one.dicetak)
    if printed is not None and one.dicetak is not None:
        printed["target"] = kode(one.dicetak.target)
    words = {"uraian": one.uraian, "dicetak": printed}
    return {
        "rtl": rtl,
        "nomor": one.nomor,
        "bidang": dumps(list(one.bidang)).decode(),
        "asal": one.asal,
        "isi": seal(vault, KEGIATAN, words),
    }


def kegiatan_of(
    vault: Vault, row: Row[Any], jadwal: Sequence[Triwulan], realisasi: Sequence[Realisasi]
) -> Kegiatan:
    words = unseal(vault, KEGIATAN, row.isi)
    printed = words["dicetak"]
    if printed is not None:
        printed = Dicetak(**(printed | {"target": tw(printed["target"])}))
    return Kegiatan(
        nomor=row.nomor,
        uraian=words["uraian"],
        bidang=tuple(loads(row.bidang)),
        jadwal=tuple(jadwal),
        asal=row.asal,
        dicetak=printed,
        realisasi=tuple(realisasi),
        id=row.id,
    )


# -- answers ---------------------------------------------------------------------------------------


def realisasi_row(vault: Vault, one: Realisasi) -> dict[str, Any]:
    words = {name: getattr(one, name) for name in REALISASI_WORDS}
    return {
        "kegiatan": one.kegiatan,
        "triwulan": one.triwulan.kode,
        "klaim": one.klaim,
        "target": kode(one.target),
        "bidang": one.bidang,
        "oleh": one.oleh,
        "waktu": one.waktu,
        "isi": seal(vault, REALISASI, words),
    }


def realisasi_of(vault: Vault, row: Row[Any], bukti: Sequence[Bukti]) -> Realisasi:
    keputusan = None
    if row.hasil is not None:
        alasan = unseal(vault, ALASAN, row.alasan)
        keputusan = Keputusan(cast("Hasil", row.hasil), alasan, row.pemeriksa, row.diperiksa)
    return Realisasi(
        kegiatan=row.kegiatan,
        triwulan=parse(row.triwulan),
        klaim=cast("Status", row.klaim),
        bukti=tuple(bukti),
        target=tw(row.target),
        bidang=row.bidang,
        oleh=row.oleh,
        waktu=row.waktu,
        keputusan=keputusan,
        id=row.id,
        **unseal(vault, REALISASI, row.isi),
    )


def bukti_row(vault: Vault, realisasi: int, place: int, one: Bukti) -> dict[str, Any]:
    words = {"nama": one.nama, "tautan": one.tautan}
    sealed = seal(vault, BUKTI, words)
    return {"realisasi": realisasi, "urutan": place, "berkas": one.berkas, "isi": sealed}


def bukti_of(vault: Vault, row: Row[Any]) -> Bukti:
    return Bukti(berkas=row.berkas, **unseal(vault, BUKTI, row.isi))
