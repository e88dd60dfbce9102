"""Conversions between the values of `core.rtl.plan` and rows; words are sealed on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from core.messaging.stored_value import read_record, record_json
from core.periods.triwulan import Triwulan, parse
from core.rtl.plan import ClaimReview, Evidence, Forum, Kegiatan, PrintedResult, Realisasi, Rtl
from storage.database.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row

    from core.rtl.plan import Horizon, Status, Verdict
    from storage.database.crypto import Vault

# Purposes of sealing.
RTL, KEGIATAN, REALISASI, REASON, EVIDENCE = "rtl", "kegiatan", "realisasi", "alasan", "bukti"
# Fields that are sealed together, and their keys in the sealed JSON.
RTL_WORDS = {
    "beyond_unsur": "di_luar_unsur",
    "source": "sumber",
    "reason": "alasan",
    "other_agency": "instansi_lain",
    "notes": "catatan",
}
REALISASI_WORDS = {
    "description": "uraian",
    "obstacle": "hambatan",
    "strategy": "strategi",
    "party": "pihak",
}


def seal(vault: Vault, purpose: str, value: Any) -> bytes:
    return vault.seal(purpose, dumps(value))


def unseal(vault: Vault, purpose: str, sealed: bytes) -> Any:
    return loads(vault.open(purpose, sealed))


def _words(one: Rtl | Realisasi, stored: Mapping[str, str]) -> dict[str, Any]:
    return {told: getattr(one, name) for name, told in stored.items()}


def _fields(words: Mapping[str, Any], stored: Mapping[str, str]) -> dict[str, Any]:
    return {name: words[told] for name, told in stored.items() if told in words}


def code_of_triwulan(triwulan: Triwulan | None) -> str | None:
    return None if triwulan is None else triwulan.code


def triwulan_of(written: str | None) -> Triwulan | None:
    return None if written is None else parse(written)


# -- items -----------------------------------------------------------------------------------------


def rtl_row(vault: Vault, one: Rtl) -> dict[str, Any]:
    """Return the columns of an item, without its kegiatan."""
    words = _words(one, RTL_WORDS) | {"forum": one.forum and record_json(one.forum)}
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
    """Return the item of a row, with these kegiatan."""
    words = unseal(vault, RTL, row.content)
    forum = words["forum"]
    return Rtl(
        unit=row.unit,
        periode=row.periode,
        number=row.number,
        unsur=row.unsur,
        kegiatan=tuple(kegiatan),
        horizon=cast("Horizon | None", row.horizon),
        needs_budget=row.needs_budget,
        forum=forum and read_record(Forum, forum),
        id=row.id,
        **_fields(words, RTL_WORDS),
    )


def kegiatan_row(vault: Vault, rtl: int, one: Kegiatan) -> dict[str, Any]:
    """Return the columns of a kegiatan of the item with id `rtl`, without its schedule."""
    words = {"uraian": one.description, "dicetak": one.printed and record_json(one.printed)}
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
    """Return the kegiatan of a row, with this schedule and these realisasi."""
    words = unseal(vault, KEGIATAN, row.content)
    printed = words["dicetak"]
    return Kegiatan(
        number=row.number,
        description=words["uraian"],
        bidang=tuple(loads(row.bidang)),
        schedule=tuple(schedule),
        origin=row.origin,
        printed=printed and read_record(PrintedResult, printed),
        realisasi=tuple(realisasi),
        id=row.id,
    )


# -- realisasi and evidence ------------------------------------------------------------------------


def realisasi_row(vault: Vault, one: Realisasi) -> dict[str, Any]:
    """Return the columns of a new realisasi, without evidence and review."""
    words = _words(one, REALISASI_WORDS)
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
    """Return the realisasi of a row, with its evidence and its review, if any."""
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
        **_fields(unseal(vault, REALISASI, row.content), REALISASI_WORDS),
    )


def evidence_row(vault: Vault, realisasi: int, place: int, one: Evidence) -> dict[str, Any]:
    """Return the columns of a piece of evidence; `place`: its position, from 1."""
    words = {"nama": one.name, "tautan": one.link}
    sealed = seal(vault, EVIDENCE, words)
    return {"realisasi": realisasi, "position": place, "file": one.file, "content": sealed}


def evidence_of(vault: Vault, row: Row[Any]) -> Evidence:
    words = unseal(vault, EVIDENCE, row.content)
    return Evidence(name=words["nama"], link=words["tautan"], file=row.file)
