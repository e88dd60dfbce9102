"""Checks a call's parameters against the machine-readable Bot API, where that file is present."""

from __future__ import annotations

import functools
import json

from tests.support.doubles.telegram.telegram_rules import UploadedFile
from tests.support.paths import SHARED

SPEC = SHARED / "specs" / "telegram" / "api.json"

_PLAIN = {"Integer": int, "Float": (int, float), "String": str, "Boolean": bool}


def present() -> bool:
    """Whether the Bot API file lies beside this checkout."""
    return SPEC.is_file()


@functools.cache
def _api():
    return json.loads(SPEC.read_text())


def faults(method, params):
    """Sentences on the errors of this call; none where the call is right."""
    found = _api()["methods"].get(method)
    if found is None:
        return [f"{method}: no such method"]
    return list(_fields(method, found.get("fields", []), params))


def _fields(where, fields, given):
    known = {field["name"]: field for field in fields}
    for name in given.keys() - known.keys():
        yield f"{where}: unknown field {name}"
    for name, field in known.items():
        if name in given:
            yield from _value(f"{where}.{name}", field["types"], given[name])
        elif field["required"]:
            yield f"{where}: {name} is missing"


def _value(where, types, value):
    per_type = [list(_one(where, wanted, value)) for wanted in types]
    if all(per_type):
        yield from min(per_type, key=len)


def _one(where, wanted, value):
    if wanted.startswith("Array of "):
        if not isinstance(value, list):
            yield f"{where}: {wanted} wanted, {type(value).__name__} given"
            return
        for number, item in enumerate(value):
            yield from _one(f"{where}[{number}]", wanted.removeprefix("Array of "), item)
    elif wanted == "InputFile":
        if not isinstance(value, UploadedFile):
            yield f"{where}: a file wanted, {type(value).__name__} given"
    elif wanted in _PLAIN:
        right = isinstance(value, _PLAIN[wanted]) and isinstance(value, bool) == (
            wanted == "Boolean"
        )
        if not right:
            yield f"{where}: {wanted} wanted, {type(value).__name__} given"
    else:
        yield from _object(where, _api()["types"][wanted], value)


def _object(where, kind, value):
    if not isinstance(value, dict):
        yield f"{where}: {kind['name']} wanted, {type(value).__name__} given"
    elif "subtypes" in kind:
        yield from _value(where, kind["subtypes"], value)
    else:
        yield from _fields(where, kind.get("fields", []), value)
