"""Figures as plain JSON: for `skm ikm --json`, and for the revisions of published periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.language.decimals import printed

if TYPE_CHECKING:
    from core.ikm.index import Ikm
    from core.results.figures import Figures


def index_json(ikm: Ikm, *, letters: bool = True) -> dict[str, Any]:
    """Return the index as JSON: rounded numbers are strings, letters are null without `letters`."""
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
                "nama": one.name,
                "sum": one.sum,
                "nrr": one.printed_nrr,
                "konversi": one.printed_konversi,
                "mutu": one.mutu if letters else None,
            }
            for one in ikm.unsur
        ],
    }


def _interval(ikm: Ikm) -> dict[str, str] | None:
    """The 95 % interval, which holds if the respondents stand for the users."""
    found = ikm.interval
    if found is None:
        return None
    return {"low": found.low, "high": found.high, "half": found.half}


def figures_json(told: Figures) -> dict[str, Any]:
    """Return all that may be told of a scope as JSON; `ikm` is null when `hidden` says why."""
    empty: dict[str, Any] = {"n": told.n, "ikm": None, "mutu": None, "kinerja": None, "unsur": []}
    found = index_json(told.ikm, letters=told.has_mutu) if told.ikm else empty
    return found | {
        "cleaning": [],  # the store takes clean answers only
        "period": told.periode.label,
        "unit": told.unit,
        "layanan": told.layanan,
        "hidden": told.hidden,
        "provisional": told.provisional,
        "revision": told.revision,
        "population": told.users,
        "target": told.target,
        "missing": told.missing,
        "lowest": [one.code for one in told.lowest],
        "other_weight": dict([told.other_weight]) if told.other_weight else {},
        "achievement": told.achievement,
        "previous": _previous(told),
        "left_out": [{"questionnaire": name, "n": n} for name, n in told.left_out],
    }


def _previous(told: Figures) -> dict[str, Any] | None:
    before = told.previous
    if before is None:
        return None
    return {
        "period": before.label,
        "n": before.n,
        "ikm": before.ikm,
        "change": printed(before.difference),
        "significant": before.significant,
    }
