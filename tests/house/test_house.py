"""The house's own rules: sizes, docstrings, words banned from files, files that must exist."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.bot.web.browser.conftest import NAMES
from tests.support.paths import REPO

ROOMS = ("bot", "core", "storage", "scheduler")
LONGEST_FILE, LONGEST_FUNCTION, FULLEST_FOLDER = 400, 40, 12
# Written once, in the order of time, and never touched again.
HISTORY = {"storage/migrations/versions"}

INDEX_ADDRESS = re.compile(
    r"--(?:extra-)?index-url[ =]|--find-links[ =]|--trusted-host|https?://[\w.:-]+/(?:\w+/)*simple\b"
)
MACHINE_PATH = re.compile(r"(?<![\w.<])/(?:work|root|home|Users|tmp)/\w")


@cache
def tracked() -> tuple[Path, ...]:
    """The files that git holds; in an archive without git, all but generated ones."""
    if (REPO / ".git").exists() and shutil.which("git"):
        told = subprocess.run(
            ["git", "-c", f"safe.directory={REPO}", "ls-files", "-z"],
            cwd=REPO,
            check=True,
            capture_output=True,
            text=True,
        )
        names = told.stdout.split("\0")
        return tuple(path for name in names if name and (path := REPO / name).is_file())
    made = re.compile(r"(^|/)(\.venv\w*|build|data|__pycache__|\.hypothesis)/")
    return tuple(
        path for path in REPO.rglob("*") if path.is_file() and not made.search(named(path))
    )


def named(path: Path) -> str:
    return path.relative_to(REPO).as_posix()


def sources(*rooms: str) -> list[Path]:
    every = rooms or ROOMS
    found = [path for path in tracked() if path.suffix == ".py" and named(path).startswith(every)]
    return [path for path in found if named(path.parent) not in HISTORY]


def text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


# -- sizes ---------------------------------------------------------------------------------------


def test_every_room_is_counted():
    assert {named(path).partition("/")[0] for path in sources()} == set(ROOMS)
    assert len(sources()) > 100


def test_no_file_of_a_room_is_longer_than_400_lines():
    lengths = {named(path): len(path.read_text().splitlines()) for path in sources()}

    assert _over(lengths, LONGEST_FILE) == {}


def test_no_function_of_a_room_does_more_than_40_lines():
    """Of its body; the signature and the docstring are for its caller."""
    lengths = {
        f"{named(path)}:{node.name}": _body_lines(node)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert len(lengths) > 500
    assert _over(lengths, LONGEST_FUNCTION) == {}


def test_no_folder_has_more_than_12_entries():
    """A full room gets a sub-room by idea, not a thirteenth file."""
    entries: dict[str, set[str]] = defaultdict(set)
    for path in (one for one in tracked() if named(one).startswith((*ROOMS, "tests"))):
        within = [path, *path.relative_to(REPO).parents]
        for inner, outer in pairwise(map(REPO.joinpath, within)):
            if inner.name != "__init__.py":  # a face of the room, no thing in it
                entries[named(outer)].add(inner.name)
    counted = {name: len(found) for name, found in entries.items() if name not in (".", *HISTORY)}

    assert len(counted) > 50
    assert _over(counted, FULLEST_FOLDER) == {}


def test_no_two_classes_bear_one_name():
    """Nor a class and the name of a type: one word, one meaning."""
    homes: dict[str, set[str]] = defaultdict(set)
    for path in sources():
        for node in _on_top(ast.parse(path.read_text()).body):
            if name := _type_name(node):
                homes[name].add(named(path))

    assert len(homes) > 300
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def _on_top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Also what stands there for the type checker alone."""
    for node in body:
        yield from _on_top(node.body) if isinstance(node, ast.If) else [node]


def _type_name(node: ast.stmt) -> str | None:
    """Of a class, or of an alias or type variable: in capitals, but not all of it."""
    if isinstance(node, ast.ClassDef):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    if not isinstance(target, ast.Name) or not re.match(r"[A-Z]\w*[a-z]", target.id):
        return None
    return target.id


def _over(lengths: dict[str, int], most: int) -> dict[str, int]:
    return {name: n for name, n in lengths.items() if n > most}


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_every_module_opens_with_what_lives_in_it():
    """An empty __init__.py holds nothing to tell of."""
    modules = [*sources(), *(path for path in tracked() if named(path).startswith("tests/"))]
    silent = [
        named(path)
        for path in modules
        if path.suffix == ".py" and path.stat().st_size and not _docstring(path)
    ]

    assert silent == []


def _docstring(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text()))


def test_tests_are_no_packages():
    """Folders named like rooms would shadow them."""
    assert [
        named(path) for path in tracked() if re.match(r"tests/.*__init__\.py", named(path))
    ] == []


# -- what never stands in a tracked file ---------------------------------------------------------


def test_no_file_names_a_path_of_somebodys_machine():
    assert _lines_with(MACHINE_PATH, but={"tests/house/test_house.py"}) == []


def test_no_file_names_a_package_index():
    assert _lines_with(INDEX_ADDRESS, but={"tests/house/test_house.py"}) == []


def _lines_with(pattern: re.Pattern[str], but: set[str]) -> list[str]:
    return [
        f"{named(path)}:{number}: {line.strip()[:80]}"
        for path in tracked()
        if named(path) not in but and (words := text(path)) is not None
        for number, line in enumerate(words.splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("pip install --index-url x", True),
        ("see https://index.example/simple", True),
        ("--no-emit-index-url", False),
        ("cd /home/budi/skm", True),
        ("WorkingDirectory=/srv/skm-bot", False),
        ("a/tmp/b", False),
    ],
)
def test_the_patterns_catch_what_they_are_for(line, caught):
    assert bool(INDEX_ADDRESS.search(line) or MACHINE_PATH.search(line)) is caught


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_every_requirement_by_hash_and_names_no_address(name):
    words = (REPO / name).read_text()
    blocks = re.split(r"\n(?=\S)", words.strip())

    assert len(blocks) > 20
    assert [one for one in blocks if not re.match(r"[\w.\[\]-]+==\S+", one)] == []
    assert [one for one in blocks if "--hash=sha256:" not in one] == []
    assert "://" not in words


def test_no_secret_and_no_data_is_tracked():
    kept = re.compile(r"(^|/)(\.env|secret\.key|data/.*|.*\.db(-wal|-shm)?|.*\.key)$")

    assert [named(path) for path in tracked() if kept.search(named(path))] == []


# -- what must exist -----------------------------------------------------------------------------


def test_the_make_targets_exist():
    targets = set(re.findall(r"^([a-z]+):", (REPO / "Makefile").read_text(), re.MULTILINE))

    assert {"run", "test", "check", "bench", "lock"} <= targets


def test_the_papers_exist():
    wanted = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", ".env.example", ".ci/run")
    papers = ("docs/start.md", "docs/privacy.md", "docs/images/chat.png", "docs/adr/README.md")

    assert [name for name in (*wanted, *papers) if not (REPO / name).is_file()] == []


def test_the_licence_is_apache_2():
    words = (REPO / "LICENSE").read_text()

    assert "Apache License" in words
    assert "Version 2.0, January 2004" in words
    assert 'license = "Apache-2.0"' in (REPO / "pyproject.toml").read_text()


def test_the_ci_script_can_be_run():
    assert os.access(REPO / ".ci" / "run", os.X_OK)
    assert (REPO / ".ci" / "run").read_text().startswith("#!/usr/bin/env bash\n")


@pytest.mark.skipif(not os.environ.get("CI"), reason="only CI promises that nothing is skipped")
def test_in_ci_the_programs_that_tests_need_are_there():
    """Else the browser tests would be skipped, and nobody would see it."""
    assert any(map(shutil.which, NAMES)), f"no Chromium: {', '.join(NAMES)}"
    assert shutil.which("git")
