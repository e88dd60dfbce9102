"""Markup stands in templates, where every value is escaped: no string of the program holds a tag."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.support.paths import REPO

TEMPLATES = sorted((REPO / "bot/web/assets/templates").glob("*.html"))
# A tag, or the beginning of one that is put together; not the named and looking groups of a pattern.
TAG = re.compile(r"(?<!\(\?)(?<!\(\?P)<(?:[/!?]?[A-Za-z]|/?$)|[\w\"' /]/>")
MAY_HOLD_TAGS = {
    "bot/documents/render/qr.py": "an SVG whose gaps are filled with whole numbers alone",
    "bot/web/hooks/twilio.py": "the empty answer to Twilio, which has no gap",
}
UNESCAPED = re.compile(r"\|\s*(?:safe|tojson|xmlattr)\b|\bautoescape\b|\bMarkup\b")
VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
QUOTED = re.compile(r"\"[^\"<>]*\"|'[^'<>]*'")


@cache
def trees():
    return {
        path.relative_to(REPO).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((REPO / "bot").rglob("*.py"))
    }


def tags(tree):
    """The strings of a module in which markup stands, also those that are parts of an f-string."""
    other = {id(one) for one in _no_text(tree)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in other and TAG.search(_text(node))
    ]


def _no_text(tree):
    """Constants that nobody is shown: docstrings, and how a value is aligned (`{name:<{width}}`)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.FormattedValue) and node.format_spec:
            yield from node.format_spec.values


def _text(node):
    value = node.value
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def test_no_string_of_the_program_holds_a_tag():
    found = {name for name, tree in trees().items() if tags(tree)}

    assert found == set(MAY_HOLD_TAGS)


@pytest.mark.parametrize(
    ("written", "caught"),
    [
        ('f"<p>{x}</p>"', True),
        ("\"<b>\" + x + '</b>'", True),
        ('f"<{x}>"', True),
        ('f"</{x}>"', True),
        ("'<!doctype html>'", True),
        ("b'<br/>'", True),
        ("f'{x}\"/>'", True),
        ("'5 < 6'", False),
        (r"re.compile('(?P<apa>.)(?<!x)')", False),
        ('f"{name:<{width}}"', False),
        ('1\n"""An <img> brings the cookie."""', False),
    ],
)
def test_the_pattern_catches_what_it_is_for(written, caught):
    assert bool(tags(ast.parse(f"x = {written}"))) is caught


def test_nothing_is_escaped_by_hand_and_nothing_is_called_safe():
    """An escape by hand is forgotten once; a value called safe is trusted with all it may hold."""
    by_hand = {"html", "markupsafe", "xml.sax.saxutils"}
    imported = {
        (name, module)
        for name, tree in trees().items()
        for node in ast.walk(tree)
        for module in _modules(node)
    }

    assert {one for one in imported if one[1] in by_hand} == set()
    assert {name for name, module in imported if module == "jinja2"} == {"bot/web/pages.py"}


def _modules(node):
    if isinstance(node, ast.ImportFrom):
        return [node.module]
    return [one.name for one in node.names] if isinstance(node, ast.Import) else []


def test_every_environment_escapes():
    made = [
        ast.unparse(node)
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Environment")
    ]

    assert len(made) == 1
    assert "autoescape=True" in made[0]
    assert "undefined=StrictUndefined" in made[0]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_turns_the_escaping_off(path):
    assert UNESCAPED.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_value_in_a_tag_stands_between_quotation_marks(path):
    """Without them a space in the value would begin the next attribute, escaped or not."""
    words = re.sub(r"\{%.*?%\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    filled = VALUE.sub("\0", words)

    assert [one for one in re.findall(r"<[^>]*>", filled) if "\0" in QUOTED.sub("", one)] == []
    assert "\0" not in "".join(re.findall(r"<script[^>]*>(.*?)</script>", filled, re.DOTALL))
