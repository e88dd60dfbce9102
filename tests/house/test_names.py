"""Identifiers are English; Indonesian stands only for the nouns of the regulation."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.test_house import ROOMS, tracked
from tests.support.paths import AGENCY_TOML, REPO

LOCALES = REPO / "core" / "language" / "locales"
QUESTIONNAIRES = REPO / "core" / "office" / "questionnaires"
PAGES = REPO / "bot" / "web" / "assets" / "templates" / "words.toml"
TABLES = REPO / "storage" / "tables"

# Nouns of PermenPANRB 14/2017 and of the follow-up, each as docs/glossary.md explains it.
REGULATION = frozenset(
    {
        *("bidang", "ikm", "kegiatan", "kinerja", "konversi", "layanan", "loket", "mutu", "nilai"),
        *("nrr", "periode", "realisasi", "rekap", "rka", "rtl", "saran", "skm", "triwulan"),
        *("unsur",),
    }
)
# Names of offices and roles: a translation would name something else.
PROPER = frozenset({"indonesia", "inspektorat", "lapor", "ombudsman", "pimpinan"})
# Spelled alike in English or in a standard.
SHARED = frozenset(
    {
        *("admin", "bot", "chat", "data", "forum", "horizon", "id", "import", "label", "meta"),
        *("min", "no", "ok", "outbox", "pdf", "per", "register", "sep", "slot", "student"),
        *("target", "telegram", "terminal", "total", "trend", "unit", "wa", "web", "whatsapp"),
    }
)


def sentences(value: Any) -> Iterator[str]:
    """Every text of a parsed TOML document."""
    if isinstance(value, dict):
        for one in value.values():
            yield from sentences(one)
    elif isinstance(value, list):
        for one in value:
            yield from sentences(one)
    else:
        yield str(value)


def words(text: str) -> set[str]:
    """Words in small letters; a `{hole}` of a pattern is a name, no word."""
    return {one.lower() for one in re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", " ", text))}


def spoken(document: Any) -> set[str]:
    return set().union(*map(words, sentences(document)))


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one)


def called() -> set[str]:
    """The words in the names of tables, columns and keys of an agency's file."""
    found = set(keys(tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8"))))
    for path in TABLES.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'(?:Column|Table|key_column)\(\s*"(\w+)"', source))
    return {one for name in found for one in words(name.replace("_", " "))}


def indonesian() -> set[str]:
    """Words that the product says in Indonesian alone, with those of its tables and files."""
    said = set()
    for path in (LOCALES / "id.toml", *QUESTIONNAIRES.glob("*.toml")):
        said |= spoken(tomllib.loads(path.read_text(encoding="utf-8")))
    pages = tomllib.loads(PAGES.read_text(encoding="utf-8"))
    english = spoken(tomllib.loads((LOCALES / "en.toml").read_text(encoding="utf-8")))
    return ((said | spoken(pages["id"])) - english - spoken(pages["en"]) | called()) - SHARED


def identifiers(source: str) -> Iterator[str]:
    """Every name that a module gives to something, or calls something by."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.alias(asname=str(name)):
                yield name


def parts(identifier: str) -> list[str]:
    return [one.lower() for one in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", identifier)]


@pytest.fixture(scope="module")
def vocabulary():
    return indonesian()


def modules() -> Iterator[Path]:
    for path in tracked():
        at = path.relative_to(REPO)
        if path.suffix == ".py" and at.parts[0] in ROOMS and "versions" not in at.parts:
            yield path


def names() -> Iterator[tuple[Path, str]]:
    """Each module's own name and those that it gives or uses."""
    for path in modules():
        yield path.relative_to(REPO), path.stem
        for name in identifiers(path.read_text(encoding="utf-8")):
            yield path.relative_to(REPO), name


def test_no_identifier_is_indonesian_but_for_the_nouns_of_the_regulation(vocabulary):
    forbidden = vocabulary - REGULATION - PROPER
    found = {f"{path}: {name}" for path, name in names() if forbidden.intersection(parts(name))}
    assert sorted(found) == []


def test_the_vocabulary_knows_what_used_to_be_called_by_it(vocabulary):
    """The names that this house had before, so that the test above can fail."""
    before = {
        *("alamat", "bahasa", "bukti", "durasi", "isi", "jadwal", "jam", "jenis", "kabar"),
        *("kedaluwarsa", "kode", "layar", "nama", "nomor", "orang", "percakapan"),
        *("petugas", "sewa", "tanggal", "tempat", "waktu"),
    }
    assert before <= vocabulary


def test_every_allowed_noun_is_used():
    """A noun that no identifier bears any more leaves the list."""
    used = {part for _, name in names() for part in parts(name)}
    assert (REGULATION | PROPER) - used == set()
