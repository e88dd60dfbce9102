"""RTL values as rows and back; their words go through the vault."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from core.periods.triwulan import Triwulan, parse
from core.rtl.plan import ClaimReview, Evidence, Forum, Kegiatan, PrintedResult, Realisasi, Rtl
from storage.database.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from core.rtl.plan import Horizon, Status, Verdict
    from storage.database.crypto import Vault

RTL, KEGIATAN, REALISASI, REASON, EVIDENCE = "rtl", "kegiatan", "realisasi", "alasan", "bukti"
RTL_WORDS = ("di_luar_unsur", "sumber", "alasan", "instansi_lain", "catatan")
REALISASI_WORDS = ("uraian", "hambatan", "strategi", "pihak")


def seal(vault: Vault, purpose: str, value: Any) -> bytes:
    return vault.seal(purpose, dumps(value))


def unseal(vault: Vault, purpose: str, sealed: bytes) -> Any:
    return loads(vault.open(purpose, sealed))


def code_of_triwulan(triwulan: Triwulan | None) -> str | None:
    return None if triwulan is None else triwulan.code


def triwulan_of(written: str | None) -> Triwulan | None:
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
        "number": one.number,
        "unsur": one.unsur,
        "horizon": one.horizon,
        "needs_budget": one.needs_budget,
        "content": seal(vault, RTL, words),
    }


def rtl_of(vault: Vault, row: Row[Any], kegiatan: Sequence[Kegiatan]) -> Rtl:
    words = unseal(vault, RTL, row.content)
    forum = words.pop("forum")
    if forum is not None:
        forum = Forum(**(forum | {"tanggal": date.fromisoformat(forum["tanggal"])}))
    return Rtl(
        unit=row.unit,
        periode=row.periode,
        number=row.number,
        unsur=row.unsur,
        kegiatan=tuple(kegiatan),
        horizon=cast("Horizon | None", row.horizon),
        needs_budget=row.needs_budget,
        forum=forum,
        id=row.id,
        **words,
    )


def kegiatan_row(vault: Vault, rtl: int, one: Kegiatan) -> dict[str, Any]:
    printed = None if one.printed is None else asdict(one.printed)
    if printed is not None and one.printed is not None:
        printed["target"] = code_of_triwulan(one.printed.target)
    words = {"uraian": one.description, "dicetak": printed}
    return {
        "rtl": rtl,
        "number": one.number,
        "bidang": dumps(list(one.bidang)).decode(),
        "origin": one.origin,
        "content": seal(vault, KEGIATAN, words),
    }


def kegiatan_of(
    vault: Vault, row: Row[Any], schedule: Sequence[Triwulan], realisasi: Sequence[Realisasi]
) -> Kegiatan:
    words = unseal(vault, KEGIATAN, row.content)
    printed = words["dicetak"]
    if printed is not None:
        printed = PrintedResult(**(printed | {"target": triwulan_of(printed["target"])}))
    return Kegiatan(
        number=row.number,
        description=words["uraian"],
        bidang=tuple(loads(row.bidang)),
        schedule=tuple(schedule),
        origin=row.origin,
        printed=printed,
        realisasi=tuple(realisasi),
        id=row.id,
    )


# -- answers ---------------------------------------------------------------------------------------


def realisasi_row(vault: Vault, one: Realisasi) -> dict[str, Any]:
    words = {name: getattr(one, name) for name in REALISASI_WORDS}
    return {
        "kegiatan": one.kegiatan,
        "triwulan": one.triwulan.code,
        "claim": one.claim,
        "target": code_of_triwulan(one.target),
        "bidang": one.bidang,
        "by": one.by,
        "at": one.at,
        "content": seal(vault, REALISASI, words),
    }


def realisasi_of(vault: Vault, row: Row[Any], evidence: Sequence[Evidence]) -> Realisasi:
    review = None
    if row.verdict is not None:
        reason = unseal(vault, REASON, row.reason)
        review = ClaimReview(cast("Verdict", row.verdict), reason, row.reviewer, row.reviewed_at)
    return Realisasi(
        kegiatan=row.kegiatan,
        triwulan=parse(row.triwulan),
        claim=cast("Status", row.claim),
        evidence=tuple(evidence),
        target=triwulan_of(row.target),
        bidang=row.bidang,
        by=row.by,
        at=row.at,
        review=review,
        id=row.id,
        **unseal(vault, REALISASI, row.content),
    )


def evidence_row(vault: Vault, realisasi: int, place: int, one: Evidence) -> dict[str, Any]:
    words = {"nama": one.name, "tautan": one.link}
    sealed = seal(vault, EVIDENCE, words)
    return {"realisasi": realisasi, "position": place, "file": one.file, "content": sealed}


def evidence_of(vault: Vault, row: Row[Any]) -> Evidence:
    return Evidence(file=row.file, **unseal(vault, EVIDENCE, row.content))
