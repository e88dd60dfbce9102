"""The database that 0.1.0 left opens today: its figures are the same and every open dialogue goes on.

The program that made this database ran on the code of 7dffb5c and is kept in the history:
`git show 2d803e7:tests/fixtures/make_0_1_0/__main__.py`. The words of 0.1.0 itself stand in
`0.1.0.json`.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from importlib.metadata import entry_points

import pytest

from tests.support import player
from tests.support.doubles import resumed
from tests.support.paths import FIXTURES

TEXT = (FIXTURES / "0.1.0.sql").read_text(encoding="utf-8")
MADE = json.loads((FIXTURES / "0.1.0.json").read_text(encoding="utf-8"))
DIALOGUES = {f"{one['name']}, {one['way']} {one['who']}".strip(): one for one in MADE["dialogues"]}


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setattr(player, "SECRET", (MADE["secret"].encode(),))
    file = tmp_path / "skm.db"
    conn = sqlite3.connect(file)
    conn.executescript(TEXT)
    conn.close()
    return file


@pytest.fixture
def skm(database, monkeypatch, capsys):
    """The command as it is installed, in this process."""
    (installed,) = entry_points(group="console_scripts", name="skm")
    main = installed.load()
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("SKM_DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv("SKM_SECRET_KEY", MADE["secret"])

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            main(words)
        out, err = capsys.readouterr()
        assert not ended.value.code, err
        return out

    return run


def test_its_text_makes_a_sound_database(database):
    conn = sqlite3.connect(database)
    told = [
        conn.execute(f"PRAGMA {name}").fetchall()
        for name in ("integrity_check", "foreign_key_check")
    ]
    version = conn.execute("SELECT version_num FROM alembic_version").fetchall()
    conn.close()

    assert told == [[("ok",)], []]
    assert version == [("0012",)]


def test_its_figures_are_the_same_to_the_letter(skm):
    skm("migrate")
    told = {words: skm("ikm", "--json", *words.split()) for words in MADE["figures"]}

    assert told == {words: "\n".join([*rows, ""]) for words, rows in MADE["figures"].items()}
    assert json.loads(told["--period 2026"])["n"] == 30
    assert skm("rollup", "--check") == ""


@pytest.mark.parametrize("way", MADE["waiting"])
def test_what_waited_is_said(database, way):
    """By who died with it in hand, by who was refused it, and in the mailbox of a page."""

    async def go():
        house = resumed.house(MADE, database, way)
        try:
            return await resumed.begin(house), house.stored()
        finally:
            await house.end()

    assert asyncio.run(go()) == (MADE["waiting"][way], "146 respons, 11 saran, 4 kabar")


@pytest.mark.parametrize("name", DIALOGUES)
def test_a_dialogue_goes_on_as_it_would_have(database, name):
    """The first press is on the screen that 0.1.0 had shown."""
    one = DIALOGUES[name]

    async def go():
        house = resumed.house(MADE, database, one["way"])
        try:
            await resumed.begin(house)
            for line, rows in one["turns"]:
                assert await resumed.act(house, line) == rows, line
            assert house.stored() == one["stored"]
        finally:
            await house.end()

    asyncio.run(go())
