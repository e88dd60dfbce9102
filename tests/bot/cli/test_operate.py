"""Upkeep from the command line: invitations, backup and restore, rollup, purge, doctor, help."""

import asyncio
import hashlib
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot import cli
from bot.app import wiring
from bot.cli import skm
from bot.cli.operate import purge
from bot.config.settings import Settings
from core.answers.response import Response, Saran
from core.errors import InputError
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.ports.conversations import Decision
from core.ports.results import Scope
from storage.answers.responses import add_saran
from tests.support.doubles.telegram.telegram_server import running
from tests.support.doubles.telegram.telegram_world import TelegramWorld
from tests.support.fakes import bound
from tests.support.paths import EXAMPLES, REPO

EXAMPLE = EXAMPLES / "dinsos-dukcapil.toml"
NOW = datetime.now(UTC)
SITI = Person(("tg:77",))
CHAT = Address("telegram", "42", "77")
KEYS = [
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarpras",
    "pengaduan",
]
YEAR = Scope("dinsos", None, "2024", date(2024, 1, 1), date(2024, 12, 31))


@pytest.fixture
def skm_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*args, **environ):
        with monkeypatch.context() as now:
            for name, value in environ.items():
                now.setenv(name, value)
            made = CliRunner().invoke(skm, [str(arg) for arg in args])
        if made.exception and not isinstance(made.exception, SystemExit):
            raise made.exception
        return made

    return run


@contextmanager
def opened(path):
    store = wiring.open_store(Settings.read({"SKM_DATABASE_URL": f"sqlite:///{path}"}).agency)
    try:
        yield store
    finally:
        store.close()


def answer(snapshot, number, periode="2024"):
    nilai = {key: 1 + (number + place) % 4 for place, key in enumerate(KEYS)}
    return Response(
        snapshot,
        "dinsos",
        "sktm",
        None,
        None,
        None,
        None,
        "import",
        "paper",
        "id",
        {"pekerjaan": "PNS"},
        nilai,
        (),
        periode,
    )


def fill(path, count=40):
    """Answers of 2024, a suggestion, and a member of staff, as a year of use leaves them."""
    with opened(path) as store:
        with store.read() as reader:
            (snapshot,) = reader.results.snapshots()
        rows = [answer(snapshot, number) for number in range(count)]
        told = Inbound("1", NOW, EventKind.TEXT, SITI, CHAT, text="x")
        saran = Saran("dinsos", "sktm", "waktu", "Menunggu travel terlalu lama.", date(2024, 5, 1))
        with store.write() as tx:
            tx.answers.import_responses("a" * 64, "lama.csv", rows, by="tes", now=NOW)
            code = tx.staff.invite(
                "admin", None, by="tes", expires=NOW + timedelta(days=1), now=NOW
            )
            tx.staff.redeem(code, SITI, CHAT, now=NOW)
            desk = Decision({"flow": "tes", "version": 1, "data": {}}, saran=saran)
            tx.conversations.advance(
                [told], bound(lambda *_: desk, tx), holder="a", now=NOW, lease=60
            )
    return snapshot


def picture(path):
    """All that an office would miss: agency, figures, suggestions, staff, conversations."""
    with opened(path) as store, store.read() as reader:
        return {
            "agency": reader.upkeep.agency(),
            "rekap": reader.results.rekap(YEAR),
            "respons": sorted(map(repr, reader.answers.responses(YEAR))),
            "saran": reader.answers.saran(YEAR),
            "petugas": reader.staff.roles(SITI),
            "holdings": reader.people.holdings(SITI, CHAT),
            "faults": reader.answers.check_rekap(),
        }


# -- help --------------------------------------------------------------------------------------


def test_help_lists_the_commands_without_importing_them():
    """Start-up stays quick: a library is loaded when its command is called."""
    code = (
        "import sys\nfrom bot.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in sys.modules if m.startswith(('bot.cli.', 'sqlalchemy', 'tomlkit'))])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPO
    )
    assert told.stdout.splitlines()[-1] == "[]"
    for name in ("setup", "invite", "backup", "restore", "rollup", "purge", "migrate", "doctor"):
        assert re.search(rf"^  {name} +[A-Z].*\.$", told.stdout, re.MULTILINE), name


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_every_command_of_the_help_can_be_called(name):
    """A wrong module name would be told only by whoever calls it."""
    told = CliRunner().invoke(skm, [name, "--help"])
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith(f"Usage: skm {name}")


def test_a_command_that_does_not_exist_is_wrong_use():
    assert CliRunner().invoke(skm, ["besok"]).exit_code == 2


@pytest.mark.parametrize("name", ["setup", "invite", "backup", "restore", "rollup", "purge"])
def test_every_command_explains_itself(name):
    told = CliRunner().invoke(skm, [name, "--help"])
    assert told.exit_code == 0
    assert cli.COMMANDS[name][0]
    assert len(told.stdout.splitlines()) > 3


def test_wrong_use_ends_with_2_and_a_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKM_PORT", "x")
    with pytest.raises(SystemExit) as ended:
        cli.main(["migrate"])
    assert ended.value.code == 2
    assert "SKM_PORT" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ([], "Memulihkan data dari cadangan."),
        (["besok"], "Perintah itu belum benar. Lihat: skm --help"),
        (["purge", "--semua"], "Pilihan --semua tidak dikenal. Lihat: skm purge --help"),
        (["backup"], "BERKAS belum diisi. Lihat: skm backup --help"),
        (["invite", "--role", "raja"], "pilih loket, bidang, pimpinan, admin"),
        (["migrate", "lebih"], "Lihat: skm migrate --help"),
    ],
)
def test_wrong_use_is_told_in_the_language_of_the_operator(capsys, args, told):
    with pytest.raises(SystemExit) as ended:
        cli.main(args)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_the_env_file_is_read_and_the_environment_wins(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("SKM_PORT=9001\nSKM_HOST=0.0.0.0\nTWILIO_AUTH_TOKEN\n")
    monkeypatch.setenv("SKM_PORT", "9002")
    process = cli.settings().process
    assert (process.port, process.host) == (9002, "0.0.0.0")
    assert "SKM_HOST" not in os.environ


# -- the machine is lost -----------------------------------------------------------------------

WRITER = """
import sys
from datetime import UTC, datetime
from bot.app import wiring
from bot.config.settings import Settings
store = wiring.open_store(Settings.read({"SKM_DATABASE_URL": sys.argv[1]}).agency)
import importlib.util
spec = importlib.util.spec_from_file_location("kit", sys.argv[2])
kit = importlib.util.module_from_spec(spec)
spec.loader.exec_module(kit)
number = 0
while True:
    rows = [kit.answer(sys.argv[3], place, "2023") for place in range(5)]
    with store.write() as tx:
        tx.answers.import_responses(f"{number:064}", "x.csv", rows, by="tes", now=datetime.now(UTC))
    number += 1
    print(number, flush=True)
"""


@pytest.mark.slow
def test_a_lost_machine_is_back_from_its_backup(skm_in, tmp_path):
    """Taken while another process writes, brought back into an empty folder, whole and readable."""
    skm_in("setup", EXAMPLE)
    database = tmp_path / "data" / "skm.db"
    snapshot = fill(database)
    before = picture(database)
    args = [sys.executable, "-c", WRITER, f"sqlite:///{database}", __file__, snapshot]
    with subprocess.Popen(args, cwd=REPO, stdout=subprocess.PIPE, text=True) as writer:
        try:
            for _ in range(3):
                writer.stdout.readline()
            skm_in("backup", tmp_path / "aman" / "skm.bak")
            written = [writer.stdout.readline() for _ in range(3)]
            assert all(written)  # it went on beside the backup
        finally:
            writer.kill()

    shutil.rmtree(tmp_path / "data")
    url = f"sqlite:///{tmp_path}/baru/skm.db"
    told = skm_in("restore", tmp_path / "aman" / "skm.bak", SKM_DATABASE_URL=url)
    answers = int(re.search(r"(\d+) jawaban", told.stdout)[1])
    assert answers >= 40 + 3 * 5
    assert (answers - 40) % 5 == 0  # a group of the other process is there whole or not at all
    after = picture(tmp_path / "baru" / "skm.db")
    assert after == before
    assert after["faults"] == []
    assert after["saran"][0].text == "Menunggu travel terlalu lama."
    assert after["petugas"][0].role == "admin"
    assert after["holdings"]
    assert skm_in("doctor", SKM_DATABASE_URL=url).exit_code == 0


def test_a_backup_and_its_key_are_for_the_owner_alone(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    told = skm_in("backup", "a.bak")
    for name in ("a.bak", "a.bak.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert (tmp_path / "a.bak.key").read_bytes() == (tmp_path / "data/secret.key").read_bytes()
    assert "PENTING" in told.stderr
    assert told.stdout.splitlines()[1] == "a.bak.key"
    skm_in("backup", "a.bak")  # every night the same name


def test_a_key_of_the_settings_is_not_written_anywhere(skm_in, tmp_path):
    key = {"SKM_SECRET_KEY": "rahasia-" * 5}
    skm_in("setup", EXAMPLE, **key)
    told = skm_in("backup", "a.bak", **key)
    assert "SKM_SECRET_KEY" in told.stderr
    assert not (tmp_path / "a.bak.key").exists()
    skm_in("restore", "a.bak", SKM_DATABASE_URL="sqlite:///baru/skm.db", **key)
    assert not (tmp_path / "baru" / "secret.key").exists()


def test_a_backup_without_its_key_is_refused_before_anything_changes(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    skm_in("backup", "a.bak")
    (tmp_path / "a.bak.key").unlink()
    with pytest.raises(InputError, match=r"a\.bak\.key tidak ada"):
        skm_in("restore", "a.bak", SKM_DATABASE_URL="sqlite:///baru/skm.db")
    assert not (tmp_path / "baru").exists()


def test_a_wrong_key_is_told(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    skm_in("backup", "a.bak")
    (tmp_path / "a.bak.key").write_text("b" * 44)
    with pytest.raises(InputError, match="tidak cocok"):
        skm_in("restore", "a.bak", SKM_DATABASE_URL="sqlite:///baru/skm.db")


def test_restoring_over_data_wants_force_and_loses_no_key(skm_in, tmp_path):
    """The keys of both stay: the backup's first, then the one that stood there."""
    skm_in("setup", EXAMPLE)
    skm_in("backup", "a.bak")
    other = {"SKM_DATABASE_URL": "sqlite:///baru/skm.db"}
    skm_in("setup", EXAMPLE, **other)
    mine = (tmp_path / "baru" / "secret.key").read_bytes()
    with pytest.raises(InputError, match="--force"):
        skm_in("restore", "a.bak", **other)
    assert (tmp_path / "baru" / "secret.key").read_bytes() == mine
    skm_in("restore", "a.bak", "--force", **other)
    both = (tmp_path / "baru" / "secret.key").read_bytes().split()
    assert both == [*(tmp_path / "data" / "secret.key").read_bytes().split(), *mine.split()]
    assert skm_in("doctor", **other).exit_code == 0


@pytest.mark.parametrize("content", [b"", b"bukan basis data", None])
def test_what_is_no_backup_is_refused(skm_in, tmp_path, content):
    skm_in("setup", EXAMPLE)
    if content is not None:
        (tmp_path / "a.bak").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.bak"):
        skm_in("restore", "a.bak", "--force")
    assert skm_in("doctor").exit_code == 0


# -- rollup, purge, migrate --------------------------------------------------------------------


def test_a_rollup_that_went_wrong_is_found_and_mended(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    database = tmp_path / "data" / "skm.db"
    fill(database)
    assert skm_in("rollup", "--check").exit_code == 0
    with closing(sqlite3.connect(database)) as conn, conn:
        conn.execute("UPDATE rekap SET n = n + 1")
    told = skm_in("rollup", "--check")
    assert told.exit_code == 1
    assert "n=41" in told.stdout
    assert "40 jawaban" in skm_in("rollup", "--rebuild").stderr
    assert skm_in("rollup", "--check").exit_code == 0


@pytest.mark.parametrize("options", [[], ["--check", "--rebuild"]])
def test_a_rollup_does_one_thing_at_a_time(skm_in, options):
    with pytest.raises(InputError, match="salah satu"):
        skm_in("rollup", *options)


def test_purge_tells_what_went(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    old = NOW - timedelta(days=40)
    with opened(tmp_path / "data" / "skm.db") as store, store.write() as tx:
        tx.conversations.park(
            Inbound("1", old, EventKind.TEXT, SITI, CHAT, text="x"), "rusak", now=old
        )
    told = skm_in("purge")
    assert "pesan yang tidak terbaca: 1" in told.stdout
    assert "Tidak ada yang lewat" in skm_in("purge").stderr
    with closing(sqlite3.connect(tmp_path / "data" / "skm.db")) as conn:
        found = conn.execute("SELECT siapa, fakta FROM jejak WHERE apa = 'purge' ORDER BY id")
        trail = [(who, json.loads(facts)) for who, facts in found]
    assert [(who, gone["terparkir"]) for who, gone in trail] == [("terminal", 1), ("terminal", 0)]
    assert trail[0][1].keys() == purge.NAMES.keys()  # every table in an operator's words


def test_a_new_key_file_takes_over_and_the_old_one_is_gone(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    path = tmp_path / "data" / "skm.db"
    old = (tmp_path / "data" / "secret.key").read_bytes()
    with opened(path) as store, store.write() as tx:
        add_saran(tx.session, Saran("dinsos", "sktm", None, "Kursi kurang", NOW.date()), None, NOW)
    with opened(path), pytest.raises(InputError, match="Hentikan dulu"):  # as a bot has it open
        skm_in("rekey", "--new-key")
    told = skm_in("rekey", "--new-key")
    assert told.exit_code == 0, told.output
    assert "saran.teks: 1" in told.stdout
    new = (tmp_path / "data" / "secret.key").read_bytes()
    assert len(new.split()) == 1
    assert new != old
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
    with opened(path) as store, store.read() as reader:
        assert [one.text for one in reader.answers.saran(_this_year())] == ["Kursi kurang"]
    with pytest.raises(InputError, match="SKM_SECRET_KEY"):
        skm_in("rekey", "--new-key", SKM_SECRET_KEY=f"x{new.decode().strip()}")


def _this_year():
    year = NOW.year
    return Scope("dinsos", None, str(year), date(year, 1, 1), date(year, 12, 31))


def test_migrate_says_whether_there_was_work(skm_in, tmp_path):
    assert "sudah diperbarui" in skm_in("migrate").stderr
    assert "sudah yang terbaru" in skm_in("migrate").stderr


# -- invite ------------------------------------------------------------------------------------


def test_an_invitation_is_a_code_that_works_once(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    told = skm_in("invite", "--role", "bidang", "--bidang", "REHSOS")
    found = re.fullmatch(r"gabung ([2-9A-Z]{4}-[2-9A-Z]{4})\n", told.stdout)
    assert re.search(r"berlaku sampai \d+ [A-Z][a-z]{2} \d{4} \d\d\.\d\d WIB\.", told.stderr)
    with opened(tmp_path / "data" / "skm.db") as store, store.write() as tx:
        joined = tx.staff.redeem(found[1], SITI, CHAT, now=NOW)
        assert (joined.role, joined.bidang) == ("bidang", "rehsos")
        assert tx.staff.redeem(found[1], SITI, CHAT, now=NOW) is None


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--role", "bidang"], "sekretariat, perlinjamsos"),
        (["--role", "bidang", "--bidang", "x"], "sekretariat"),
        (["--role", "admin", "--bidang", "rehsos"], "hanya untuk"),
        (["--grup"], "sekretariat"),
        (["--grup", "--role", "admin"], "salah satu"),
        ([], "salah satu"),
    ],
)
def test_a_wrong_bidang_is_refused(skm_in, options, named):
    skm_in("setup", EXAMPLE)
    with pytest.raises(InputError, match=named):
        skm_in("invite", *options)


def test_nobody_is_invited_before_there_is_an_agency(skm_in):
    with pytest.raises(InputError, match="skm setup"):
        skm_in("invite", "--role", "admin")


@pytest.fixture
def telegram():
    """The Telegram double in a thread of its own, for commands that run their own loop."""
    world, ready, loop = TelegramWorld(), threading.Event(), asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve():
        async with running(world):
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(10)
    yield world, {"TELEGRAM_BOT_TOKEN": world.token, "TELEGRAM_API_URL": world.url}
    loop.call_soon_threadsafe(done.set)
    thread.join(10)
    loop.close()


def test_with_a_bot_the_invitation_has_a_link(skm_in, telegram):
    _, environ = telegram
    skm_in("setup", EXAMPLE)
    link, words = skm_in("invite", "--role", "admin", **environ).stdout.splitlines()
    code = words.removeprefix("gabung ")
    assert link == f"https://t.me/skm_uji_bot?start=gabung-{code}"


def test_with_whatsapp_the_invitation_has_a_link_there_too(skm_in):
    environ = {
        "SKM_PUBLIC_URL": "https://skm.contoh.example",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "rahasia",
        "TWILIO_WHATSAPP_FROM": "whatsapp:+6281200000000",
    }
    skm_in("setup", EXAMPLE)
    link, words = skm_in("invite", "--role", "admin", **environ).stdout.splitlines()
    assert link == f"https://wa.me/6281200000000?text={words.replace(' ', '%20')}"
    group = skm_in("invite", "--grup", "--bidang", "rehsos", **environ).stdout
    assert "wa.me" not in group


def test_a_code_for_a_group_serves_a_group_alone(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    told = skm_in("invite", "--grup", "--bidang", "rehsos")
    code = told.stdout.removeprefix("/start ").strip()
    with opened(tmp_path / "data" / "skm.db") as store, store.write() as tx:
        assert tx.staff.redeem(code, SITI, CHAT, now=NOW) is None
        assert tx.staff.redeem_group(code, SITI, CHAT, now=NOW) == "rehsos"


def test_with_a_bot_the_code_for_a_group_names_it(skm_in, telegram):
    _, environ = telegram
    skm_in("setup", EXAMPLE)
    told = skm_in("invite", "--grup", "--bidang", "sekretariat", **environ)
    link, words = told.stdout.splitlines()
    code = words.removeprefix("/start@skm_uji_bot ")
    assert link == f"https://t.me/skm_uji_bot?startgroup={code}"


def test_without_a_network_the_words_are_enough(skm_in):
    environ = {"TELEGRAM_BOT_TOKEN": "4242:x", "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    skm_in("setup", EXAMPLE)
    told = skm_in("invite", "--role", "pimpinan", **environ)
    assert told.exit_code == 0
    assert "tidak dapat dihubungi" in told.stderr
    assert told.stdout.startswith("gabung ")


# -- doctor ------------------------------------------------------------------------------------


def test_on_an_empty_folder_the_doctor_names_the_first_step_and_makes_nothing(skm_in, tmp_path):
    told = skm_in("doctor")
    assert told.exit_code == 1
    assert "Jalankan: skm setup" in told.stdout
    assert list(tmp_path.iterdir()) == []


def test_every_fault_has_a_remedy(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    (tmp_path / "data" / "secret.key").chmod(0o644)
    late = datetime.now(UTC) - timedelta(hours=2)
    with opened(tmp_path / "data" / "skm.db") as store, store.write() as tx:
        tx.conversations.park(
            Inbound("1", NOW, EventKind.TEXT, SITI, CHAT, text="x"), "rusak", now=NOW
        )
        kit = Inbound("2", late, EventKind.TEXT, SITI, CHAT, text="x")
        tx.conversations.advance(
            [kit], bound(lambda *_: reply(), tx), holder="a", now=late, lease=60
        )
    told = skm_in("doctor", SKM_PROT="8080")
    assert told.exit_code == 1
    lines = told.stdout.splitlines()
    faults = [place for place, line in enumerate(lines) if line.startswith("SALAH")]
    assert all(lines[place + 1].startswith("       ") for place in faults)
    assert re.search(r"menunggu 12\d menit", told.stdout)
    for words in ("SKM_PROT", "chmod 600", "1 pesan masuk tidak terbaca"):
        assert words in told.stdout
    assert lines[-1] == "4 hal perlu diperbaiki."


def reply():
    from core.messaging.outgoing import Draft, Message

    return Decision(None, drafts=(Draft(CHAT, Message("halo")),))


def test_wrong_settings_are_the_first_finding(skm_in):
    told = skm_in("doctor", SKM_PORT="x", SKM_TIMEZONE="y")
    assert told.exit_code == 1
    assert told.stdout.count("SALAH") == 2


def test_a_damaged_database_is_told(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    database = tmp_path / "data" / "skm.db"
    content = bytearray(database.read_bytes())
    content[4096 * 3 : 4096 * 20] = os.urandom(4096 * 17)
    database.write_bytes(content)
    told = skm_in("doctor")
    assert told.exit_code == 1
    assert "skm restore" in told.stdout


def test_a_lost_key_is_told(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    (tmp_path / "data" / "secret.key").unlink()
    told = skm_in("doctor")
    assert told.exit_code == 1
    assert "secret.key belum ada" in told.stdout
    told = skm_in("doctor", SKM_SECRET_KEY="x" * 40)
    assert told.exit_code == 1
    assert "tidak cocok" in told.stdout


def test_the_doctor_asks_telegram(skm_in, telegram):
    world, environ = telegram
    skm_in("setup", EXAMPLE)
    told = skm_in("doctor", **environ)
    assert (told.exit_code, "@skm_uji_bot" in told.stdout) == (0, True)
    world.hooks.url = "https://lain.example/hooks"
    told = skm_in("doctor", **environ)
    assert told.exit_code == 1
    assert "skm run melepasnya sendiri" in told.stdout
    hooked = environ | {
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_WEBHOOK_SECRET": "rahasia-sekali",
        "SKM_PUBLIC_URL": "https://skm.example",
    }
    told = skm_in("doctor", **hooked)
    assert told.exit_code == 1
    assert "belum mengarah ke https://skm.example/hooks/telegram" in told.stdout
    world.hooks.url = ""
    world.user(7).send("halo")
    world.hooks.url = "https://skm.example/hooks/telegram"
    told = skm_in("doctor", **hooked)
    assert (told.exit_code, "1 pesan menunggu di Telegram" in told.stdout) == (0, True)
    world.hooks.error = {
        "last_error_date": int(world.now()),
        "last_error_message": "Wrong response from the webhook: 502 Bad Gateway",
    }
    told = skm_in("doctor", **hooked)
    assert told.exit_code == 1
    assert "502 Bad Gateway" in told.stdout
    assert "rahasia-sekali" not in told.stdout
    told = skm_in("doctor", **environ | {"TELEGRAM_BOT_TOKEN": "4242:salah"})
    assert told.exit_code == 1
    assert "ditolak Telegram" in told.stdout
    assert "4242:salah" not in told.stdout


def test_the_doctor_changes_nothing(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    database = tmp_path / "data" / "skm.db"
    with closing(sqlite3.connect(database)) as conn, conn:
        conn.execute("UPDATE alembic_version SET version_num = '0000'")
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    told = skm_in("doctor")
    assert told.exit_code == 1
    assert "skm migrate" in told.stdout
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
