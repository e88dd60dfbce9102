"""The parts of a transaction: named as in the ports, and with nothing of their own but a session."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import storage
from core.ports.store import Reader, Tx
from storage.database.crypto import Vault
from storage.database.engines import writing_engine
from storage.database.session import ReadSession, WriteSession
from storage.store import SqlReader, SqlTx

PARTS = ("conversations", "outbox", "people", "staff", "answers", "results", "rtl", "upkeep")
KINDS = {"Tx": (SqlTx, WriteSession, Tx), "Reader": (SqlReader, ReadSession, Reader)}
EVERY = [(kind, part) for kind in KINDS for part in PARTS]
CACHES = {"addresses", "roles"}
ROOT = Path(storage.__file__).parent


@pytest.fixture
def opened(tmp_path):
    """A transaction and a reader by their kind, over one connection."""
    engine = writing_engine(f"sqlite:///{tmp_path / 'skm.db'}")
    with engine.connect() as conn:
        yield {
            kind: whole(session(conn, Vault([b"x" * 32])))
            for kind, (whole, session, _) in KINDS.items()
        }
    engine.dispose()


def public(thing) -> set[str]:
    return {name for name in vars(thing) if not name.startswith("_")}


@pytest.mark.parametrize("kind", KINDS)
def test_a_transaction_has_the_eight_parts_of_its_port_and_a_session(opened, kind):
    whole, _, port = KINDS[kind]

    assert public(port) == set(PARTS)
    assert set(whole.__slots__) == {"session", *PARTS}
    assert whole.__mro__ == (whole, object)
    assert not hasattr(opened[kind], "__dict__")


@pytest.mark.parametrize(("kind", "part"), EVERY)
def test_a_part_holds_nothing_but_its_session(opened, kind, part):
    """Facts that one call leaves for the next stand in the session, where every part finds them."""
    one = getattr(opened[kind], part)

    assert one.session is opened[kind].session
    assert type(one).__slots__ == ("session",)
    assert not hasattr(one, "__dict__")
    assert type(one).__mro__ == (type(one), object)


@pytest.mark.parametrize(("kind", "part"), EVERY)
def test_a_part_has_the_methods_of_the_port_that_bears_its_name(opened, kind, part):
    module = importlib.import_module(f"core.ports.{part}")
    port = getattr(module, f"{part.title()}{kind}")
    one = type(getattr(opened[kind], part))

    assert public(one) - {"session"} == public(port)
    assert one.__name__ == f"Sql{port.__name__}"


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_written_in_the_folder_of_its_name(part):
    folder = ROOT / "people" / "staff" if part == "staff" else ROOT / part

    assert (folder / "part.py").is_file()


def test_only_the_session_forgets_what_was_looked_up():
    """Code that changes an address or a role goes through it, and cannot leave that out."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(ROOT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("clear", "pop", "popitem")
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in CACHES
    ]

    assert {one.partition(":")[0] for one in found} == {"database/session.py"}
