"""Checks a call against Twilio's OpenAPI document, where that file is present."""

from __future__ import annotations

import functools
import json
import re

from tests.support.paths import SHARED

SPEC = SHARED / "specs" / "twilio" / "twilio_api_v2010.json"
CONTENT = SPEC.with_name("twilio_content_v1.json")
FORM = "application/x-www-form-urlencoded"


def present() -> bool:
    """Whether the OpenAPI document lies beside this checkout."""
    return SPEC.is_file()


@functools.cache
def _api():
    return json.loads(SPEC.read_text())


def content_schema(name):
    """The schema of this name in Twilio's Content API document."""
    return json.loads(CONTENT.read_text())["components"]["schemas"][name]


@functools.cache
def _paths():
    known = _api()["paths"] | json.loads(CONTENT.read_text())["paths"]
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), item) for path, item in known.items()]


def faults(method, path, query, form):
    """Sentences on the errors of this call; none where it is right or the document is missing."""
    if not present():
        return []
    item = next((item for shape, item in _paths() if shape.fullmatch(path)), None)
    if item is None or method.lower() not in item:
        return [f"{method} {path}: no such call"]
    call = item[method.lower()]
    return [*_query(call, query), *_form(call, form)]


def _query(call, query):
    known = {one["name"] for one in call.get("parameters", []) if one["in"] == "query"}
    for name in query.keys() - known:
        yield f"unknown query parameter {name}"


def _form(call, form):
    if not form:
        return
    schema = call["requestBody"]["content"][FORM]["schema"]
    for name, value in form.items():
        field = schema["properties"].get(name)
        if field is None:
            yield f"unknown form field {name}"
            continue
        field = field.get("items", field) if field.get("type") == "array" else field
        if (wanted := field.get("pattern")) and not re.search(wanted, value):
            yield f"{name} does not match {wanted}"
        if field.get("format") == "uri" and not re.match(r"https?://", value):
            yield f"{name} is no address"
    for name in schema.get("required", []):
        if name not in form:
            yield f"{name} is missing"


def shape(name, value):
    """Sentences on fields of the double's own answer that the document's schema lacks."""
    if not present():
        return []
    schema = _api()["components"]["schemas"][name]
    return [f"{name}: unknown field {key}" for key in value.keys() - schema["properties"].keys()]
