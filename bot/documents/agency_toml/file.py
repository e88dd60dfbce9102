"""Reads and writes the agency's document as TOML with comments, and lists changes: `skm setup`.

Writing over a file keeps every comment of it, each above the part it was about.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import tomlkit

from bot.documents.agency_toml.comments import carried, comments_of, named
from bot.documents.agency_toml.layout import HEAD, LAYOUT
from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bot.documents.agency_toml.comments import Comments, Where
    from bot.documents.agency_toml.layout import TomlPart


def read(path: Path) -> dict[str, Any]:
    """The parsed file. Raises InputError with the file, the fault and the remedy in Indonesian."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise InputError(f"Berkas {path} tidak ada. Periksa namanya.") from None
    except UnicodeDecodeError:
        raise InputError(f"Berkas {path} bukan teks UTF-8. Simpan ulang sebagai UTF-8.") from None
    except IsADirectoryError:
        raise InputError(f"{path} itu folder. Sebutkan berkas TOML di dalamnya.") from None
    except OSError as wrong:
        raise InputError(f"Berkas {path} tidak dapat dibaca: {wrong.strerror}.") from wrong
    except tomllib.TOMLDecodeError as wrong:
        remedy = "Periksa tanda kutip, kurung siku, dan = di baris (line) itu."
        raise InputError(f"Berkas {path} tidak terbaca: {wrong}. {remedy}") from wrong


def save(path: Path, content: str) -> None:
    """Write the file whole or not at all. Raises InputError when the folder cannot be written."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(content, "utf-8")
        draft.replace(path)
    except OSError as wrong:
        raise InputError(f"Berkas {path} tidak dapat ditulis: {wrong.strerror}.") from wrong


def write(document: Mapping[str, Any], old: str | None = None) -> str:
    """The document as the text of a TOML file.

    Comments come from `old`, the text of the file so far; parts that are new there, and all parts
    without `old`, get the explanations of `layout`.
    """
    plan = [line for name in LAYOUT if name in document for line in _plan(name, document[name])]
    living = {where for where, _ in plan}
    kept = comments_of(old) if old is not None else {}
    tops = {where[0] for where in kept}
    fresh = {where: said for where, said in _explained(document).items() if where[0] not in tops}
    notes = carried(fresh, living) | carried(kept, living)
    lines: list[str] = [] if old is not None else [*HEAD]
    for where, text in plan:
        above, beside = notes.pop(where, ([], ""))
        if text and text.startswith("[") and lines[-1:] not in ([], [""]):
            lines.append("")
        lines += above
        lines += [text + beside] if text else []
    for above, _ in notes.values():  # the comments at the end of the file
        lines += ["", *above]
    return "\n".join(lines).strip("\n") + "\n"


def _plan(name: str, values: Any) -> Iterator[tuple[Where, str | None]]:
    return _lines((name,), name, LAYOUT[name], values)


def _lines(
    where: Where, title: str, part: TomlPart, values: Any
) -> Iterator[tuple[Where, str | None]]:
    """Every line to write with its place; None ends a table, for comments that stand there."""
    for place, row in _rows(where, values):
        yield place, f"[[{title}]]" if part.many else f"[{title}]"
        for key in (*part.keys, *(k for k in row if k not in {*part.keys, *part.inner})):
            if key in row:
                yield (*place, key), f"{key} = {tomlkit.item(row[key]).as_string()}"
        yield (*place, ""), None
        for key, inner in part.inner.items():
            yield from _lines((*place, key), f"{title}.{key}", inner, row.get(key, []))


def _explained(document: Mapping[str, Any]) -> Comments:
    found: Comments = {}
    for name, part in LAYOUT.items():
        if document.get(name):
            _explain((name,), part, document[name], found)
    return found


def _explain(where: Where, part: TomlPart, values: Any, found: Comments) -> None:
    """Collect the layout's explanations of one part, to stand above its first row."""
    for place, row in list(_rows(where, values))[:1]:
        found[place] = _hashed(part.about), ""
        for key, about in part.keys.items():
            said = _hashed(about.note) if about.note and (key in row or about.hint) else []
            if key not in row and about.hint:
                said.append(f"# {key} = {tomlkit.item(about.hint).as_string()}")
            found[*place, key] = said, ""
        found[*place, ""] = [], ""
        for key, inner in part.inner.items():
            _explain((*place, key), inner, row.get(key, []), found)


def _hashed(text: str) -> list[str]:
    return [f"# {line}" for line in text.split("\n")]


def _rows(where: Where, values: Any) -> Iterator[tuple[Where, Mapping[str, Any]]]:
    if not isinstance(values, list):
        yield where, values
        return
    for name, row in named(values):
        yield (*where, name), row


def changes(old: Any, new: Any) -> list[str]:
    """The differences of two documents, one Indonesian line for each value that differs.

    A row of a list is known by its code; so a row that moved is no change.
    """
    before, after = dict(_values("", old)), dict(_values("", new))
    told = []
    for place in dict.fromkeys((*before, *after)):
        match before.get(place), after.get(place):
            case None, value:
                told.append(f"baru: {place} = {value}")
            case value, None:
                told.append(f"dihapus: {place} (tadinya {value})")
            case was, value if was != value:
                told.append(f"berubah: {place}: {was} -> {value}")
    return told


def _values(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(f"{place}.{key}" if place else key, inner)
    elif isinstance(value, list) and not any(isinstance(one, str) for one in value):
        for name, row in named(value):
            yield from _values(f"{place}[{name}]", row)
    else:
        yield place, tomlkit.item(value).as_string()
