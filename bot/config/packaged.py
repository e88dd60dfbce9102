"""Reads the files that the package brings: catalogues of words, and questionnaires.

Setup, `Office` and the menus ask for them; the files lie in `core/language/locales` and
`core/office/questionnaires`.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

from core.errors import InputError
from core.language.catalogue import BASE, Texts
from core.office import questionnaire

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from core.office.agency import Agency
    from core.office.questionnaire import Questionnaire


def catalogues() -> dict[str, dict[str, Any]]:
    """The parsed catalogue of every language, by its code, the base language first."""
    folder = resources.files("core") / "language" / "locales"
    return {
        code: tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8"))
        for code in translations()
    }


def translations() -> list[str]:
    """Codes of the languages that have a file, offered or not, the base language first."""
    files = (file.name for file in (resources.files("core") / "language" / "locales").iterdir())
    codes = (name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    return sorted(codes, key=lambda code: (code != BASE, code))


def offered(agency: Agency, every: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The catalogues of the languages that this office offers, by code, the base language first.

    They are the languages that the agency names, else all that a native speaker has reviewed.
    Raises InputError when it names one that has no catalogue.
    """
    if unknown := [code for code in agency.languages if code not in every]:
        has = ", ".join(every)
        raise InputError(f"[survei] bahasa: {unknown[0]!r} tidak ada. Pilih: {has}")
    named = agency.languages or tuple(code for code, one in every.items() if reviewed(one))
    return {code: every[code] for code in dict.fromkeys((BASE, *named))}


def reviewed(catalogue: Mapping[str, Any]) -> bool:
    """Whether a native speaker has reviewed the catalogue.

    A language that was not reviewed is offered only where the agency names it.
    """
    return bool(catalogue.get("ditinjau", True))


def texts_for(agency: Agency, survey: Questionnaire) -> Texts:
    """The texts of an agency: its languages, with its questionnaire and its facts filled in."""
    facts = {
        "instansi": agency.name,
        "kontak": agency.contact,
        "jam": agency.opening_hours,
        "hasil": agency.results_url,
    }
    return Texts(offered(agency, catalogues()), survey, facts)


def load_packaged(name: str, folder: Path | None = None) -> Questionnaire:
    """A questionnaire by its name, or, for a name ending in `.toml`, a file in `folder`.

    Raises InputError when it does not exist, is no TOML, or is no valid questionnaire.
    """
    if name.endswith(".toml"):
        path = (folder / name) if folder else None
        if path is None or not path.is_file():
            raise InputError(f"{name}: berkas kuesioner tidak ada. Periksa [survei] kuesioner")
        text = path.read_text(encoding="utf-8")
    else:
        file = resources.files("core") / "office" / "questionnaires" / f"{name}.toml"
        if not file.is_file():
            raise InputError(f"{name}: kuesioner tidak dikenal. Periksa [survei] kuesioner")
        text = file.read_text(encoding="utf-8")
    try:
        return questionnaire.parse(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as wrong:
        raise InputError(f"{name}: {wrong}") from wrong
