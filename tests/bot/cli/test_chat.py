"""`skm chat` from a pipe: a session is kept as a `.chat` script that plays the same."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest

from tests.support import player
from tests.support.paths import AGENCY_TOML, REPO

pytestmark = pytest.mark.slow


def skm(folder, *words, typed=""):
    env = os.environ | {"PYTHONPATH": str(REPO), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder, env=env, input=typed, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_played_session_is_kept_as_a_script_that_plays_the_same(tmp_path):
    agency = AGENCY_TOML
    assert skm(tmp_path, "setup", str(agency)).returncode == 0
    typed = "/start L1\nsetuju\n[Perempuan]\n34\nsma\nswasta\nsesaui\nkembali\n[4. Sangat sesuai]\nbatal\n"
    done = skm(tmp_path, "chat", "--save", "sesi", typed=typed)
    assert done.returncode == 0, done.stderr
    assert "Tercatat: Sesuai. Keliru? Ketik kembali." in done.stdout

    script = player.read(tmp_path / "sesi.chat")
    template = tmp_path / "office.db"
    player.prepared(tmp_path / "play.db", template, agency)
    played = asyncio.run(player.play(script, tmp_path / "play.db"))
    assert played == (tmp_path / "sesi.chat").read_text(encoding="utf-8").split("\n")


def test_an_admin_in_the_terminal_joins_by_a_code_and_is_not_asked_twice(tmp_path):
    assert skm(tmp_path, "setup", str(AGENCY_TOML)).returncode == 0
    for _ in range(2):
        done = skm(tmp_path, "chat", "--as", "admin", typed="ikm\n")
        assert done.returncode == 0, done.stderr
        assert "belum ada jawaban" in done.stdout
    assert "Selamat bergabung" not in done.stdout


def test_without_an_agency_it_says_what_to_do(tmp_path):
    done = skm(tmp_path, "chat", typed="/start\n")
    assert done.returncode == 2
    assert "skm setup" in done.stderr
