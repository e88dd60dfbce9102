"""Fixtures and hooks of all tests: a clean environment, and the collector of `.chat` scripts."""

from __future__ import annotations

import asyncio
import difflib
import os
import select
import selectors
import sqlite3
import sys
import time
import warnings
from functools import partial

import pytest
from hypothesis import settings

from tests.support import player

settings.register_profile("house", deadline=None)  # a test asserts nothing about time
settings.load_profile("house")
SPEED = 20  # of a chat's clock: its leases of 60 s still last longer than any step of a script
for name in [name for name in os.environ if name.startswith(("SKM_", "TELEGRAM_", "TWILIO_"))]:
    del os.environ[name]


if "FAKETIME" in os.environ:  # the libfaketime of Debian 12 fails a sleep that ends at a moment
    time.sleep = lambda seconds: select.select([], [], [], seconds)


class Watched(sqlite3.Connection):
    """Told of where nobody closed it, as by Python itself from 3.13 on."""

    closed = True  # until it has been opened

    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        self.closed = False

    def close(self):
        super().close()
        self.closed = True

    def __del__(self):
        if not self.closed:
            warnings.warn(f"unclosed database in {self!r}", ResourceWarning, 2, source=self)


if sys.version_info < (3, 13):
    sqlite3.connect = sqlite3.dbapi2.connect = partial(sqlite3.connect, factory=Watched)


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="rewrite .chat scripts as they now go")


def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".chat":
        return ChatFile.from_parent(parent, path=file_path)
    return None


class QuickLoop(asyncio.SelectorEventLoop):
    """Its clock runs faster than the wall's: what the product paces by seconds takes no seconds."""

    def __init__(self):
        super().__init__(QuickSelector())

    def time(self):
        return super().time() * SPEED


class QuickSelector(selectors.DefaultSelector):
    def select(self, timeout=None):
        return super().select(timeout and timeout / SPEED)


class ChatFile(pytest.File):
    def collect(self):
        yield ChatItem.from_parent(self, name=self.path.stem)


class ChatItem(pytest.Item):
    """One conversation, played through the whole house."""

    def runtest(self):
        script = player.read(self.path)
        folder = self.config._tmp_path_factory.mktemp("chat")
        agency = player.agency_of(script)
        template = self.config._tmp_path_factory.getbasetemp() / f"{agency.stem}.db"
        player.prepared(folder / "skm.db", template, agency, script.facts.get("survei", ""))
        with asyncio.Runner(loop_factory=QuickLoop) as runner:
            rows = runner.run(player.play(script, folder / "skm.db"))
        wanted = self.path.read_text(encoding="utf-8").split("\n")
        if self.config.getoption("--update"):
            self.path.write_text("\n".join(rows), encoding="utf-8")
        elif rows != wanted:
            diff = difflib.unified_diff(wanted, rows, "written", "played", lineterm="")
            raise ChatChangedError("\n".join(diff))

    def repr_failure(self, excinfo):
        if isinstance(excinfo.value, AssertionError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self):
        return self.path, 0, f"chat: {self.name}"


class ChatChangedError(AssertionError):
    """The conversation no longer goes as it is written."""
