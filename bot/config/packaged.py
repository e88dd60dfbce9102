"""What the package brings: catalogues of words and questionnaires."""

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
    """Every language file, the base language first."""
    folder = resources.files("core") / "language" / "locales"
    return {
        code: tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8"))
        for code in translations()
    }


def translations() -> list[str]:
    """The languages that have a file, offered or not."""
    files = (file.name for file in (resources.files("core") / "language" / "locales").iterdir())
    codes = (name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    return sorted(codes, key=lambda code: (code != BASE, code))


def offered(agency: Agency, every: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The languages this office speaks: those it names, else all that a native speaker reviewed.

    Raises InputError when it names one that has no catalogue.
    """
    if unknown := [code for code in agency.language if code not in every]:
        has = ", ".join(every)
        raise InputError(f"[survei] bahasa: {unknown[0]!r} tidak ada. Pilih: {has}")
    named = agency.language or tuple(code for code, one in every.items() if reviewed(one))
    return {code: every[code] for code in dict.fromkeys((BASE, *named))}


def reviewed(catalogue: Mapping[str, Any]) -> bool:
    """Whether a native speaker has read it. One that was not is used only where it is asked for."""
    return bool(catalogue.get("ditinjau", True))


def texts_for(agency: Agency, survey: Questionnaire) -> Texts:
    facts = {
        "instansi": agency.name,
        "kontak": agency.contact,
        "jam": agency.opening_hours,
        "hasil": agency.results_url,
    }
    return Texts(offered(agency, catalogues()), survey, facts)


def load_packaged(name: str, folder: Path | None = None) -> Questionnaire:
    """A questionnaire by name, out of the package, or a file of the office's own."""
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
