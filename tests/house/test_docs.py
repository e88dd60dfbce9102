"""The repository's documents are true: their commands run, and the names in them exist.

`console` blocks are typed into a fresh folder, in order; `…` in their output stands for anything.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest

import storage.store  # noqa: F401 - brings every table, also when this file runs alone
from bot.cli import COMMANDS
from bot.config.settings import defaults
from bot.desk.citizen.visit_codes import ONCE_PER
from scheduler.jobs import retention as upkeep
from storage.conversations import loading
from storage.database.column_types import metadata
from storage.people.wishes import WISH_LIFE
from storage.upkeep import retention
from tests.house.test_house import tracked
from tests.support.paths import REPO

PAPERS = sorted(
    path
    for path in tracked()
    if path.suffix == ".md" and path.relative_to(REPO).parts[0] in ("docs", path.name)
)
BLOCK = re.compile(r"^( *)```console\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
BRINGS = ("examples", ".env.example")  # a reader has these beside the program


def paper(path: Path) -> str:
    return path.relative_to(REPO).as_posix()


def ours() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in PAPERS)


# -- the commands --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """One command of a paper, and what it says it prints."""

    command: str
    told: tuple[str, ...]


def typed(words: str) -> list[Typed]:
    found = []
    for indent, block in BLOCK.findall(words):
        lines = [line.removeprefix(indent) for line in block.splitlines()]
        for command in "\n".join(lines).removeprefix("$ ").split("\n$ "):
            first, *told = command.split("\n")
            found.append(Typed(first, tuple(told)))
    return found


def as_told(told: tuple[str, ...], printed: str) -> bool:
    """Whether the output is what the paper shows; a line `…` stands for any lines."""
    pattern = ".*".join(map(re.escape, "\n".join(told).split("…")))
    return re.fullmatch(pattern, printed.strip("\n"), re.DOTALL) is not None


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """As a person would type it, with both outputs as they come."""
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("SKM_", "TELEGRAM_"))}
    beside = Path(sys.executable).parent
    path = os.pathsep.join((str(beside), bare.get("PATH", "")))
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=bare | {"PATH": path, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PAPERS if typed(path.read_text())], ids=paper)
def test_the_commands_of_a_paper_do_what_it_says(path, tmp_path):
    for name in BRINGS:
        copy = shutil.copytree if (REPO / name).is_dir() else shutil.copy2
        copy(REPO / name, tmp_path / name)
    for one in typed(path.read_text(encoding="utf-8")):
        done = run(one.command, tmp_path)

        assert done.returncode == 0, f"{one.command}\n{done.stdout}"
        assert as_told(one.told, done.stdout), f"{one.command} prints:\n{done.stdout}"


def test_the_readme_shows_commands_that_are_run():
    """Else a change of the fence's word would let them rot unseen."""
    assert len(typed((REPO / "README.md").read_text())) >= 4


@pytest.mark.parametrize(
    ("told", "printed", "same"),
    [
        (("a", "b"), "a\nb\n", True),
        (("a",), "a\nb\n", False),
        (("a", "…"), "a\nb\nc\n", True),
        (("kode … saja",), "kode ABCD saja\n", True),
        ((), "", True),
        ((), "a\n", False),
    ],
)
def test_output_is_compared_line_by_line(told, printed, same):
    assert as_told(told, printed) is same


# -- what they name ------------------------------------------------------------------------------


def test_every_command_that_papers_name_exists():
    named = set(re.findall(r"(?:`|\$ |^|\| )skm ([a-z]+)", ours(), re.MULTILINE))

    assert {"setup", "chat", "doctor", "ikm"} <= named
    assert named - COMMANDS.keys() == set()


def test_every_setting_that_papers_name_exists():
    named = set(re.findall(r"\b(?:SKM|TELEGRAM|TWILIO)_[A-Z_]+\b", ours()))

    assert "TELEGRAM_BOT_TOKEN" in named
    assert named - defaults().keys() == set()


def test_every_make_target_that_papers_name_exists():
    targets = set(re.findall(r"^([a-z]+):", (REPO / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|^|=\d+ )make ([a-z]+)", ours(), re.MULTILINE))

    assert {"run", "test", "check"} <= named
    assert named - targets == set()


@pytest.mark.parametrize("path", PAPERS, ids=paper)
def test_every_link_within_the_house_leads_somewhere(path):
    words = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", words)
    inner = [a or b for a, b in links if "://" not in (a or b) and not (a or b).startswith("#")]
    found = [path.parent / unquote(one.partition("#")[0]) for one in inner]

    assert [one.name for one in found if not one.exists()] == []


# -- privacy -------------------------------------------------------------------------------------

PRIVACY = (REPO / "docs" / "privacy.md").read_text(encoding="utf-8")


def rows() -> dict[str, str]:
    """Each table that the paper's tables tell of, with its whole line."""
    lines = [line for line in PRIVACY.splitlines() if line.startswith("| `")]
    return {name: line for line in lines for name in re.findall(r"`(\w+)`", line.split("|")[1])}


def test_privacy_tells_of_every_table():
    assert set(rows()) == set(metadata.tables)


@pytest.mark.parametrize(
    ("table", "kept"),
    [
        ("diterima", f"{retention.EVENTS_KEPT.days} hari"),
        ("outbox", f"barisnya: {retention.EVENTS_KEPT.days} hari"),
        ("outbox", f"diambil: {retention.UNREAD_KEPT.days} hari"),
        ("terparkir", f"{retention.PARKED_KEPT.days} hari"),
        ("undangan", f"{retention.INVITATIONS_KEPT.days} hari"),
        ("percobaan", f"{retention.TRIES_KEPT.seconds // 3600} jam"),
        ("kunjungan", f"{retention.VISITS_KEPT.days} hari"),
        ("laju", f"{retention.BURSTS_KEPT.seconds // 3600} jam"),
        ("percakapan", f"{loading.KEPT.days} hari"),
        ("kabar", f"{WISH_LIFE.days} hari"),
    ],
)
def test_privacy_tells_how_long_things_are_kept(table, kept):
    assert kept in rows()[table]


def test_privacy_tells_how_often_the_bot_cleans_up():
    assert upkeep.EVERY.total_seconds() == 3600
    assert "setiap jam" in PRIVACY


def test_privacy_tells_how_long_a_person_is_counted_once():
    assert f"{ONCE_PER.days} hari" in rows()["sekali"]


def test_privacy_says_of_a_table_that_it_stays_where_nothing_deletes_it():
    """`petugas` and `grup` go when they leave; all else goes by the purge or not at all."""
    now = datetime(2026, 3, 2, tzinfo=UTC)
    goes = {table.name for table, _ in retention._expired_rows(now)} | {"petugas", "grup"}
    told = {name for name, line in rows().items() if not line.endswith("| tidak dihapus |")}

    assert told == goes


def test_privacy_says_sealed_of_every_sealed_column():
    """Binary columns that are no key and no reference hold sealed values."""
    sealed = {
        table.name
        for table in metadata.tables.values()
        for column in table.columns
        if column.name in ("isi", "teks", "profil") and "BLOB" in str(column.type).upper()
    }

    people = {"alamat", "percakapan", "outbox", "titipan", "terparkir"}
    people |= {"respons", "saran", "meta"}
    plans = {"rtl", "rtl_kegiatan", "rtl_realisasi", "rtl_bukti", "berkas"}
    assert sealed == people | plans
    assert [name for name in sealed if "tersandi" not in rows()[name]] == []


DOTTED = re.compile(r"`((?:bot|core|storage|scheduler|tests)(?:\.[a-z_0-9]+)+)")
PATHS = re.compile(
    r"\b((?:bot|core|storage|scheduler|tests|docs|examples)/[\w./-]+\.(?:py|md|toml|sql|typ))\b"
)
FOLDERS = re.compile(r"`((?:bot|core|storage|scheduler|tests|docs|examples)/[\w./-]*/)`")
HISTORY = re.compile(
    r"docs/adr/00(?:[01]\d|2[0-6])|CHANGELOG|tests/contract/store/test_database_of_0_1_0"
)


def test_a_module_that_a_sentence_names_is_there():
    """A decision of before the house was moved names files as they lay then."""
    lost = []
    for path in tracked():
        name = path.relative_to(REPO).as_posix()
        if path.suffix not in {".py", ".md"} or HISTORY.match(name):
            continue
        words = path.read_text(encoding="utf-8")
        lost += [f"{name}: {one}" for one in DOTTED.findall(words) if not _stands(one)]
        named = (*PATHS.findall(words), *FOLDERS.findall(words))
        lost += [f"{name}: {one}" for one in named if not (REPO / one).exists()]

    assert lost == []


def _stands(dotted):
    """A package or module, or what one of them defines."""
    whole = REPO.joinpath(*dotted.split("."))
    within = whole.parent
    return whole.is_dir() or any(
        one.is_file() for one in (whole.with_suffix(".py"), within.with_suffix(".py"))
    )
