"""Composition: only the entries read the environment, and constructors ask for few parameters."""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.support.paths import REPO

ROOMS = ("bot", "core", "storage", "scheduler")
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "getproxies"}
READS_ENVIRONMENT = {
    "bot/cli/__init__.py": "the settings of every command",
    "bot/cli/doctor/command.py": "compares the names that are given with those that are known",
    "bot/embed.py": "the default of its documented argument",
    "bot/channels/http.py": "the proxy, which is the process's",
    "bot/documents/render/worker.py": "hands it on to the child that draws, without our settings",
}
MOST_IN_CONSTRUCTOR = 7  # besides self
MOST_IN_COMPOSITION = 8
COMPOSES = ("bot/app/", "bot/web/app.py", "bot/embed.py")


@cache
def sources():
    found = {}
    for room in ROOMS:
        for path in sorted((REPO / room).rglob("*.py")):
            name = path.relative_to(REPO).as_posix()
            if "migrations/versions" not in name:
                found[name] = path.read_text(encoding="utf-8")
    return found


@cache
def functions():
    return [
        (name, node)
        for name, words in sources().items()
        for node in ast.walk(ast.parse(words))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def parameters(node):
    args = node.args
    names = [one.arg for one in (*args.posonlyargs, *args.args, *args.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]


def test_below_the_entries_nothing_reads_the_environment():
    """Many agencies may live in one process: what is set for one is handed down to it."""
    readers = {name for name, words in sources().items() if ENVIRONMENT & _names(words)}

    assert readers == set(READS_ENVIRONMENT)


def _names(words):
    """Every attribute and every imported name; an argument may be called `environ`."""
    found = set()
    for node in ast.walk(ast.parse(words)):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.add(node.name)
    return found


def test_no_constructor_has_more_than_seven_parameters():
    """More of them are grouped by idea into frozen values; a dataclass has as many as it has facts."""
    counted = {
        f"{name}:{node.lineno}": len(parameters(node))
        for name, node in functions()
        if node.name == "__init__"
    }

    assert len(counted) > 50
    assert {where: n for where, n in counted.items() if n > MOST_IN_CONSTRUCTOR} == {}


def test_no_function_that_composes_has_more_than_eight_parameters():
    counted = {
        f"{name}:{node.name}": len(parameters(node))
        for name, node in functions()
        if name.startswith(COMPOSES)
    }

    assert len(counted) > 50
    assert {where: n for where, n in counted.items() if n > MOST_IN_COMPOSITION} == {}


def test_no_bundle_of_any_is_unpacked_into_a_call():
    """mypy is blind there: a bundle that is handed on is a frozen value."""
    bundles = []
    for name, words in sources().items():
        tree = ast.parse(words)
        blind = {
            node.target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(node.value, ast.Dict)
            and "Any" in ast.unparse(node.annotation)
        }
        bundles += [f"{name}: **{one}" for one in _unpacked(tree) if one in blind]

    assert bundles == []


def _unpacked(tree):
    """The names whose content is spread over the arguments of a call."""
    return [
        given.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for given in node.keywords
        if given.arg is None and isinstance(given.value, ast.Name)
    ]


def test_composition_stands_in_one_room():
    """Who puts parts of several rooms together: the assembly, and what it is handed to."""
    built = re.compile(r"\b(?:StoreWriter|Dispatcher|DeskRouter|TwoBotRouter|App|WebServer)\(")
    composers = {
        name
        for name, words in sources().items()
        if any(built.search(line) for line in words.splitlines() if not line.startswith("class "))
    }

    assert {name for name in composers if not name.startswith("bot/app/")} == set()
