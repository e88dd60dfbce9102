"""`core` is pure: it imports the standard library alone, and does no input or output."""

from __future__ import annotations

import ast
import sys
import tomllib

from tests.support.paths import REPO

CONTRACTS = tomllib.loads((REPO / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
FORBIDDEN = set(next(one for one in CONTRACTS if one["id"] == "pure")["forbidden_modules"])


def imported():
    for path in sorted((REPO / "core").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                yield path.name, name.split(".")[0]


def test_core_imports_nothing_but_itself_and_the_standard_library():
    strange = {
        (file, name)
        for file, name in imported()
        if name != "core" and name not in sys.stdlib_module_names
    }
    assert strange == set()


def test_what_core_imports_reads_no_clock_no_file_and_no_network():
    """The contract names what is forbidden; this catches what it does not name yet."""
    allowed = {
        "__future__", "calendar", "collections", "contextlib", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions",
        "functools", "hashlib", "itertools", "json", "math", "re", "string", "typing", "unicodedata",
        "zlib", "zoneinfo", "core",
    }  # fmt: skip
    used = {name for _, name in imported()}
    assert used <= allowed
    assert not used & FORBIDDEN


def test_every_installed_requirement_is_forbidden_to_core():
    project = tomllib.loads((REPO / "pyproject.toml").read_text())["project"]["dependencies"]
    modules = {"python-telegram-bot": "telegram", "python-dotenv": "dotenv", "tzdata": None}
    for written in project:
        name = written.split("~")[0].split(">")[0].strip()
        module = modules.get(name, name.replace("-", "_"))
        assert module is None or module in FORBIDDEN, name
