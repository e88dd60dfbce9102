"""`Settings` and the key file: values read, values refused, and secrets that never print."""

import stat
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dotenv import dotenv_values

from bot.cli import settings as settings_here
from bot.config.secret_keys import key_path, secret_keys
from bot.config.settings import Settings, SettingsError, defaults
from core.errors import InputError
from tests.support.paths import REPO

TOKEN = "123456:AAE-secret_part"
LONG = "a" * 32


def test_without_an_environment_everything_has_its_default():
    settings = Settings.read({})
    agency, process = settings.agency, settings.process
    assert agency.database_url == "sqlite:///data/skm.db"
    assert (process.host, process.port) == ("127.0.0.1", 8080)
    assert agency.timezone == ZoneInfo("Asia/Jakarta")
    assert process.roles == {"web", "poll", "deliver", "schedule"}
    assert agency.telegram_bot_token is None
    assert agency.telegram_library == "python-telegram-bot"
    assert agency.telegram_api_url == "https://api.telegram.org"


def test_the_example_file_is_the_settings():
    """.env.example names every setting with its default, in the same order, and nothing else."""
    assert list(dotenv_values(REPO / ".env.example").items()) == list(defaults().items())


def test_every_setting_of_the_example_is_explained():
    lines = (REPO / ".env.example").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if "=" in line and not line.startswith("#"):
            above = lines[:number]
            block = above[len(above) - above[::-1].index("") :]
            assert any(one.startswith("# ") for one in block), line


def test_the_example_file_reads_as_the_defaults():
    """A copy of the example changes nothing: an empty setting counts as unset."""
    given = {k: v or "" for k, v in dotenv_values(REPO / ".env.example").items()}
    assert Settings.read(given) == Settings.read({})


def test_what_is_set_is_taken():
    settings = Settings.read(
        {
            "SKM_DATABASE_URL": "postgresql+psycopg://skm:sandi@db/skm",
            "SKM_PORT": "9000",
            "SKM_PUBLIC_URL": "https://skm.contoh.go.id/",
            "SKM_TIMEZONE": "Asia/Jayapura",
            "SKM_ROLES": "web, deliver",
            "SKM_LOG_LEVEL": "debug",
            "SKM_SECRET_KEY": f"{LONG},{'b' * 32}",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_MODE": "webhook",
            "TELEGRAM_WEBHOOK_SECRET": "rahasia_1",
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": "sandi",
            "TWILIO_WHATSAPP_FROM": "whatsapp:+14155238886",
        }
    )
    agency, process = settings.agency, settings.process
    assert process.port == 9000
    assert agency.public_url == "https://skm.contoh.go.id"
    assert agency.timezone == ZoneInfo("Asia/Jayapura")
    assert process.roles == {"web", "deliver"}
    assert process.log_level == "DEBUG"
    assert secret_keys(agency) == (b"a" * 32, b"b" * 32)


WRONG = {
    "SKM_DATABASE_URL": ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "data/skm.db"],
    "SKM_PORT": ["http", "-1", "65536", "٨٠"],
    "SKM_PUBLIC_URL": ["skm.go.id", "ftp://skm.go.id", "https://a b", "http://[::1", "http://x:y"],
    "SKM_TIMEZONE": ["Asia/Jogja", "/etc", "..", "\x00"],
    "SKM_SECRET_KEY": ["pendek", f"{LONG},", "a" * 31],
    "SKM_ROLES": ["web,cuci", ","],
    "SKM_LOG_LEVEL": ["RIBUT"],
    "TELEGRAM_BOT_TOKEN": ["token", "123:", "abc:def", "1:a b"],
    "TELEGRAM_STAFF_BOT_TOKEN": ["token"],
    "TELEGRAM_API_URL": ["api.telegram.org"],
    "TELEGRAM_MODE": ["push"],
    "TELEGRAM_WEBHOOK_SECRET": ["ada spasi", "é"],
    "TELEGRAM_LIBRARY": ["telethon"],
    "TWILIO_ACCOUNT_SID": ["AC1"],
    "TWILIO_WHATSAPP_FROM": ["0812"],
    "TWILIO_API_URL": ["x"],
    "TWILIO_CONTENT_LIST_SID": ["AC" + "0" * 32],
    "TWILIO_MESSAGE_PRICE": ["murah", "-1"],
    "TWILIO_DIGEST_PRICE": ["400", "gratis 0", "utility", "utility x"],
    "TWILIO_MONTHLY_CEILING": ["1e6"],
}


@pytest.mark.parametrize(("name", "value"), [(k, v) for k, many in WRONG.items() for v in many])
def test_a_wrong_value_is_refused_by_its_name(name, value):
    with pytest.raises(SettingsError) as told:
        Settings.read({name: value})
    assert [one.split()[0] for one in told.value.faults].count(name) >= 1
    assert all(one.endswith((".", ")")) or "buat:" in one for one in told.value.faults)


def test_all_faults_are_told_at_once():
    with pytest.raises(SettingsError) as told:
        Settings.read({"SKM_PORT": "x", "SKM_TIMEZONE": "Mars", "TELEGRAM_MODE": "y"})
    assert [one.split()[0] for one in told.value.faults] == [
        "SKM_PORT",
        "SKM_TIMEZONE",
        "TELEGRAM_MODE",
    ]
    assert str(told.value).count("\n") == 3


def test_a_mistyped_token_is_not_called_missing():
    """A staff bot needs the first bot; that one is there, only wrong."""
    with pytest.raises(SettingsError) as told:
        Settings.read({"TELEGRAM_BOT_TOKEN": "salah", "TELEGRAM_STAFF_BOT_TOKEN": TOKEN})
    assert len(told.value.faults) == 1


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"TELEGRAM_STAFF_BOT_TOKEN": TOKEN}, "TELEGRAM_BOT_TOKEN"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_STAFF_BOT_TOKEN": TOKEN}, "bot lain"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_MODE": "webhook"}, "https://"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_MODE": "webhook"}, "TELEGRAM_WEBHOOK_SECRET"),
        ({"TWILIO_AUTH_TOKEN": "x"}, "TWILIO_ACCOUNT_SID"),
    ],
)
def test_settings_that_disagree_are_refused(environ, named):
    with pytest.raises(SettingsError, match=named):
        Settings.read(environ)


def test_secrets_never_print():
    """Neither the settings nor a complaint about them repeats a secret."""
    hidden = {
        "SKM_DATABASE_URL": "postgresql+psycopg://skm:geheim1@db/skm",
        "SKM_SECRET_KEY": "geheim2" * 8,
        "TELEGRAM_BOT_TOKEN": "123456:geheim3",
        "TELEGRAM_STAFF_BOT_TOKEN": "654321:geheim4",
        "TELEGRAM_WEBHOOK_SECRET": "geheim5",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "geheim6",
        "TWILIO_SHARED_KEY_SECRET": "geheim7",
        "SKM_PUBLIC_URL": "https://skm.contoh.example",
        "TWILIO_WHATSAPP_FROM": "+6281200000000",
    }
    assert "geheim" not in repr(Settings.read(hidden))
    for name in hidden:
        with pytest.raises(SettingsError) as told:
            Settings.read({**hidden, name: "geheim 7", "SKM_PORT": "x"})
        assert "geheim" not in str(told.value)
        assert told.value.__context__ is None


def test_a_key_file_is_made_once_for_our_eyes_only(tmp_path):
    settings = Settings.read({"SKM_DATABASE_URL": f"sqlite:///{tmp_path}/data/skm.db"}).agency
    first = secret_keys(settings)
    path = tmp_path / "data" / "secret.key"
    assert key_path(settings) == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(first) == 1
    assert len(first[0]) == 44  # 32 random bytes in base64
    assert secret_keys(settings) == first
    assert [one.name for one in path.parent.iterdir()] == ["secret.key"]


def test_no_key_is_made_beside_data_that_another_key_sealed(tmp_path):
    """A new key would only hide that the right one was lost."""
    (tmp_path / "skm.db").write_bytes(b"data")
    settings = Settings.read({"SKM_DATABASE_URL": f"sqlite:///{tmp_path}/skm.db"}).agency
    with pytest.raises(InputError, match="Pulihkan"):
        secret_keys(settings)
    assert not (tmp_path / "secret.key").exists()


def test_a_damaged_key_file_is_refused(tmp_path):
    (tmp_path / "secret.key").write_text("pendek\n")
    settings = Settings.read({"SKM_DATABASE_URL": f"sqlite:///{tmp_path}/skm.db"}).agency
    with pytest.raises(InputError, match="rusak"):
        secret_keys(settings)


def test_a_server_database_keeps_its_key_in_the_data_folder():
    settings = Settings.read({"SKM_DATABASE_URL": "postgresql+psycopg://db/skm"}).agency
    assert key_path(settings) == Path("data/secret.key")


def test_an_env_file_of_another_encoding_is_told_in_a_sentence(tmp_path, monkeypatch):
    """Notepad's "Unicode" is UTF-16."""
    (tmp_path / ".env").write_bytes("SKM_PORT=8081\n".encode("utf-16"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="UTF-8"):
        settings_here()
