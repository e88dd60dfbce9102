"""Docstrings and comments begin with a subject that has a name, and every package says its rule."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.test_house import ROOMS, tracked
from tests.support.paths import REPO

RIDDLE = re.compile(r"(what|whoever|whatever|which|how)\b", re.IGNORECASE)
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
LEAST = 100  # letters: a package's rule and what breaks without it take more than one aphorism


def sources() -> list[Path]:
    """Every Python file but the migrations, which stay as they were run."""
    return [path for path in tracked() if path.suffix == ".py" and "versions" not in path.parts]


def docstrings(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DOCUMENTED) and (told := ast.get_docstring(node)):
            yield getattr(node, "lineno", 1), told


def comments(source: str) -> Iterator[tuple[int, str]]:
    """The first line of each comment; a comment of several lines is one."""
    above = None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, alone = token.start[0], token.line.lstrip().startswith("#")
        if not (alone and above == line - 1):
            yield line, token.string.lstrip("# ")
        above = line if alone else None


def riddles(source: str) -> list[int]:
    """The lines where a docstring or a comment begins with a relative clause."""
    told = (*docstrings(source), *comments(source))
    return sorted(line for line, words in told if RIDDLE.match(words))


def test_no_docstring_and_no_comment_begins_with_a_relative_clause():
    found = [
        f"{path.relative_to(REPO)}:{line}"
        for path in sources()
        for line in riddles(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('"""What was said."""', [1]),
        ("def f():\n    '''How it is done.'''", [1]),
        ("x = 1  # whatever comes", [1]),
        ("# Whoever writes\n# which is rare", [1]),
        ("# The person who writes,\n# which is rare", []),
        ("x = 1  # rows\n# Which of them", [2]),
        ('"""Whatsoever is another word."""', []),
    ],
)
def test_the_rule_finds_what_it_is_for(source, lines):
    assert riddles(source) == lines


def test_every_package_says_its_one_convention():
    short = [
        path.parent.relative_to(REPO).as_posix()
        for path in sources()
        if path.name == "__init__.py"
        and path.relative_to(REPO).parts[0] in ROOMS
        and len(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") < LEAST
    ]
    assert short == []
