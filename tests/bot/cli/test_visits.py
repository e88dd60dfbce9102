"""`skm poster` and `skm token`: posters and visit codes print without a network."""

from __future__ import annotations

import csv
import re
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot.app import wiring
from bot.cli import skm
from bot.config.settings import Settings
from core.errors import InputError
from core.office.agency import ServicePoint
from core.office.visit import Visit
from core.ports.results import Scope
from tests.support.paths import AGENCY_TOML

URL = "sqlite:///skm.db"
WEB = {"SKM_PUBLIC_URL": "https://skm.contoh.go.id"}
NOWHERE = {"TELEGRAM_BOT_TOKEN": "123456:AbC", "TELEGRAM_API_URL": "http://127.0.0.1:9"}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKM_DATABASE_URL", URL)

    def made(*args, **environ):
        with monkeypatch.context() as now:
            for name, value in environ.items():
                now.setenv(name, value)
            done = CliRunner().invoke(skm, [str(arg) for arg in args])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    made("setup", AGENCY_TOML)
    return made


@contextmanager
def reading():
    store = wiring.open_store(Settings.read({"SKM_DATABASE_URL": URL}).agency)
    try:
        with store.read() as reader:
            yield reader
    finally:
        store.close()


def rows(done):
    return list(csv.DictReader(done.stdout.splitlines()))


def test_a_poster_names_what_is_set_up(run, tmp_path):
    done = run("poster", "--loket", "l1", "--size", "a5", "-o", "p.pdf", **WEB)
    assert done.stdout == "Poster A5 ditulis ke p.pdf.\n"
    assert "isi situs di [instansi]" in done.stderr
    assert (tmp_path / "p.pdf").read_bytes()[:5] == b"%PDF-"


def test_a_poster_prints_while_telegram_is_away(run, tmp_path):
    done = run("poster", "-o", "p.pdf", **WEB, **NOWHERE)
    assert "--telegram NAMA" in done.stderr
    assert (tmp_path / "p.pdf").exists()
    named = run("poster", "-o", "q.pdf", "--telegram", "@skm_contoh_bot", **NOWHERE)
    assert "terjangkau" not in named.stderr
    assert (tmp_path / "q.pdf").stat().st_size > 5000


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--unit", "x", "-o", "p.pdf"], "Isi --unit dengan salah satu: pelayanan."),
        (["--loket", "L9", "-o", "p.pdf"], "Isi --loket dengan salah satu: L1."),
        (["-o", "p.png"], "harus berakhiran .pdf"),
        (["-o", "p.pdf", "--telegram", "no bot"], "nama bot"),
        (["-o", "none/p.pdf"], "tidak dapat ditulis"),
        (["-o", "p.pdf", "--loket", "L1", "--layanan", "sktm"], "salah satu"),
    ],
)
def test_what_cannot_be_printed_is_told(run, args, told):
    with pytest.raises(InputError, match=re.escape(told)):
        run("poster", *args, **WEB)


def test_a_poster_needs_a_channel(run):
    with pytest.raises(InputError, match="SKM_PUBLIC_URL"):
        run("poster", "-o", "p.pdf")


def test_tokens_are_printed_once_and_kept_by_hash(run):
    done = run("token", "--loket", "L1", "-n", 3, TWILIO_ACCOUNT_SID="AC" + "0" * 32,
               TWILIO_AUTH_TOKEN="x", TWILIO_WHATSAPP_FROM="+6281200000000", **WEB)  # fmt: skip
    found = rows(done)
    today = date.fromisoformat(found[0]["berlaku_sampai"]) - timedelta(days=14)
    assert len({one["kode"] for one in found}) == 3
    code = found[0]["kode"]
    assert found[0]["web"] == f"https://skm.contoh.go.id/s/{code}"
    assert found[0]["whatsapp"] == f"https://wa.me/6281200000000?text=mulai%20{code}"
    assert found[0]["telegram"] == ""
    with reading() as reader:
        assert reader.answers.visit(code, today=today) == Visit(
            "berlaku", ServicePoint("pelayanan", "sktm", "L1")
        )
        assert (
            reader.results.coverage(everything()) == []
        )  # when they will be handed out is not known


def test_slips_are_printed(run, tmp_path):
    done = run("token", "-n", 12, "-o", "slip.pdf", **WEB)
    assert done.stdout == ""
    assert (tmp_path / "slip.pdf").read_bytes()[:5] == b"%PDF-"


def test_visits_of_a_day_are_counted(run):
    day = (datetime.now(UTC).date() - timedelta(days=3)).isoformat()
    run("token", "--loket", "L1", "-n", 30, "--date", day, "--slot", "08-12", "--count-only")
    run("token", "--loket", "L1", "-n", 2, "--date", day, "--slot", "08-12")
    run("token", "-n", 7, "--date", day, "--count-only")
    with reading() as reader:
        assert reader.results.coverage(everything()) == [("", "lain", 7, 0), ("L1", "08-12", 32, 0)]


def test_a_count_needs_a_day_that_has_come(run):
    for args in (["--count-only"], ["--slot", "08-12"]):
        with pytest.raises(InputError, match="--date"):
            run("token", *args)
    with pytest.raises(InputError, match="belum tiba"):
        run("token", "--count-only", "--date", "2999-01-01")


def everything():
    return Scope(None, None, "semua", date(2000, 1, 1), date(2999, 1, 1))
