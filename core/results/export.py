"""Figures as plain JSON: what `--json` prints and what a published period keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.language.decimals import printed

if TYPE_CHECKING:
    from core.ikm.index import Ikm
    from core.results.figures import Figures


def index_json(ikm: Ikm, *, letters: bool = True) -> dict[str, Any]:
    """Numbers that were rounded are strings; letters are null while they may not be told."""
    return {
        "n": ikm.n,
        "ikm": ikm.ikm,
        "mutu": ikm.mutu if letters else None,
        "kinerja": ikm.kinerja if letters else None,
        "weight_policy": ikm.policy,
        "interval": _interval(ikm),
        "unsur": [
            {
                "code": one.code,
                "key": one.key,
                "nama": one.nama,
                "sum": one.sum,
                "nrr": one.nrr_cetak,
                "konversi": one.konversi_cetak,
                "mutu": one.mutu if letters else None,
            }
            for one in ikm.unsur
        ],
    }


def _interval(ikm: Ikm) -> dict[str, str] | None:
    """95 %, if the respondents stand for the users."""
    found = ikm.rentang
    if found is None:
        return None
    return {"low": found.rendah, "high": found.tinggi, "half": found.setengah}


def figures_json(told: Figures) -> dict[str, Any]:
    empty: dict[str, Any] = {"n": told.n, "ikm": None, "mutu": None, "kinerja": None, "unsur": []}
    found = index_json(told.ikm, letters=told.bermutu) if told.ikm else empty
    return found | {
        "cleaning": [],  # answers in the store were cleaned when they came in
        "period": told.periode.label,
        "unit": told.unit,
        "layanan": told.layanan,
        "hidden": told.hidden,
        "provisional": told.sementara,
        "revision": told.revisi,
        "population": told.pengguna,
        "target": told.target,
        "missing": told.kurang,
        "lowest": [one.code for one in told.terendah],
        "other_weight": dict([told.lain]) if told.lain else {},
        "achievement": told.capaian,
        "previous": _previous(told),
        "left_out": [{"questionnaire": name, "n": n} for name, n in told.terpisah],
    }


def _previous(told: Figures) -> dict[str, Any] | None:
    before = told.sebelum
    if before is None:
        return None
    return {
        "period": before.label,
        "n": before.n,
        "ikm": before.ikm,
        "change": printed(before.selisih),
        "significant": before.nyata,
    }
