"""`Settings`: the environment's settings, read once at the start of a process.

All faults are reported at once, and secrets never appear in a `repr`. `.env.example` lists the
settings; a field below is one setting.
"""

from __future__ import annotations

import re
from dataclasses import Field, dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CATEGORIES = ("utility", "marketing")  # in which WhatsApp bills a template
ROLES = ("web", "poll", "deliver", "schedule")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_SECRET_LEAST = 32
_PORT_MOST = 65535
_SID_LIKE = "{} lalu 32 angka atau huruf a-f, seperti di konsol Twilio"


class SettingsError(InputError):
    """All faults of the settings, one Indonesian sentence each, in `faults`."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(("Pengaturan belum benar:", *(f"- {one}" for one in faults))))
        self.faults = faults


class _Wrong(Exception):  # noqa: N818 - carries half a sentence within this module
    pass


def _text(raw: str) -> str:
    return raw


def _one_of(*known: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw not in known:
            raise _Wrong(f"tidak dikenal; pilih {' atau '.join(known)}")
        return raw

    return read


def _matching(pattern: str, like: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        # The value may be a secret, so it is never repeated to the reader.
        if not re.fullmatch(pattern, raw):
            raise _Wrong(f"bukan {like}")
        return raw

    return read


def _port(raw: str) -> int:
    if not (raw.isascii() and raw.isdecimal() and int(raw) <= _PORT_MOST):
        raise _Wrong(f"bukan nomor port; tulis angka 0 sampai {_PORT_MOST}")
    return int(raw)


def _url(raw: str) -> str:
    try:
        parts = urlsplit(raw)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        good = False
    if not good or any(c.isspace() for c in raw):
        raise _Wrong("bukan alamat web; tulis seperti https://skm.contoh.go.id")
    return raw.rstrip("/")


def _database(raw: str) -> str:
    scheme, _, rest = raw.partition("://")
    file = rest.removeprefix("/")
    if scheme == "sqlite" and rest.startswith("/") and file and not file.startswith(":memory:"):
        return raw
    if scheme == "postgresql+psycopg" and rest:
        return raw
    raise _Wrong("bukan alamat basis data; tulis sqlite:///berkas.db atau postgresql+psycopg://…")


def _zone(raw: str) -> ZoneInfo:
    try:
        return ZoneInfo(raw)
    except (OSError, ValueError, KeyError):
        known = "Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura"
        raise _Wrong(f"tidak dikenal; pakai {known}") from None


def _roles(raw: str) -> frozenset[str]:
    found = [one.strip() for one in raw.split(",") if one.strip()]
    if not found or set(found) - set(ROLES):
        raise _Wrong(f"tidak dikenal; pilih dari {','.join(ROLES)}, dipisah koma")
    return frozenset(found)


def _level(raw: str) -> str:
    return _one_of(*_LEVELS)(raw.upper())


def _secrets(raw: str) -> tuple[str, ...]:
    found = tuple(one.strip() for one in raw.split(","))
    if any(len(one) < _SECRET_LEAST for one in found):
        make = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
        raise _Wrong(f"terlalu pendek; tiap kunci {_SECRET_LEAST} tanda atau lebih, buat: {make}")
    return found


def _token(raw: str) -> str:
    (found,) = _secrets(raw) if "," not in raw else ("",)
    if not found.isascii() or any(c.isspace() for c in found) or not found:
        raise _Wrong(f"bukan satu kunci tanpa koma dan spasi, {_SECRET_LEAST} tanda atau lebih")
    return found


def _rupiah(raw: str) -> int:
    digits = raw.removeprefix("Rp").replace(".", "").strip()
    if not (digits.isascii() and digits.isdecimal()):
        raise _Wrong("bukan jumlah rupiah; tulis seperti 500000")
    return int(digits)


def _price(raw: str) -> tuple[str, int]:
    """Parse "utility 400": the category in which the provider bills a template, and its rupiah."""
    category, _, price = raw.partition(" ")
    if category not in CATEGORIES:
        raise _Wrong(f"tanpa kategori; tulis {' atau '.join(CATEGORIES)} lalu harganya")
    return category, _rupiah(price)


def _setting(default: str, read: Callable[[str], Any] = _text, *, secret: bool = False) -> Any:
    """A field whose default is written as in the environment; an empty default means None."""
    value = read(default) if default else None
    return field(default=value, repr=not secret, metadata={"default": default, "read": read})


Part = TypeVar("Part", "AgencySettings", "ProcessSettings")
_TOKEN = _matching(r"\d+:[!-~]+", "token bot; salin dari @BotFather, misalnya 123456:AbC…")
_HX = _matching(r"HX[0-9a-fA-F]{32}", _SID_LIKE.format("HX"))


@dataclass(frozen=True, slots=True)
class ProcessSettings:
    """Settings of one process: its address, its roles, its log."""

    host: str = _setting("127.0.0.1")
    port: int = _setting("8080", _port)
    roles: frozenset[str] = _setting(",".join(ROLES), _roles)
    log_level: str = _setting("INFO", _level)


@dataclass(frozen=True, slots=True)
class AgencySettings:
    """Settings of one agency: its database, keys, address, bots, WhatsApp number and prices."""

    database_url: str = _setting("sqlite:///data/skm.db", _database, secret=True)
    public_url: str | None = _setting("", _url)
    timezone: ZoneInfo = _setting("Asia/Jakarta", _zone)  # noqa: RUF009 - a field like the others
    secret_key: tuple[str, ...] | None = _setting("", _secrets, secret=True)
    api_token: str | None = _setting("", _token, secret=True)
    telegram_bot_token: str | None = _setting("", _TOKEN, secret=True)
    telegram_staff_bot_token: str | None = _setting("", _TOKEN, secret=True)
    telegram_api_url: str = _setting("https://api.telegram.org", _url)
    telegram_mode: str = _setting("polling", _one_of("polling", "webhook"))
    telegram_webhook_secret: str | None = _setting(
        "",
        _matching(r"[A-Za-z0-9_-]{1,256}", "1 sampai 256 huruf, angka, _ atau -"),
        secret=True,
    )
    telegram_library: str = _setting(
        "python-telegram-bot", _one_of("python-telegram-bot", "aiogram")
    )
    twilio_account_sid: str | None = _setting(
        "", _matching(r"AC[0-9a-fA-F]{32}", _SID_LIKE.format("AC"))
    )
    twilio_auth_token: str | None = _setting("", secret=True)
    twilio_whatsapp_from: str | None = _setting(
        "", _matching(r"(whatsapp:)?\+\d{7,15}", "nomor WhatsApp; tulis seperti +6281200000000")
    )
    twilio_shared_key_secret: str | None = _setting("", secret=True)
    twilio_api_url: str = _setting("https://api.twilio.com", _url)
    twilio_content_list_sid: str | None = _setting("", _HX)
    twilio_content_invite_sid: str | None = _setting("", _HX)
    twilio_content_digest_sid: str | None = _setting("", _HX)
    # Prices and ceiling are in rupiah; a template's price has its category in front.
    twilio_message_price: int = _setting("0", _rupiah)
    twilio_digest_price: tuple[str, int] | None = _setting("", _price)
    twilio_invite_price: tuple[str, int] | None = _setting("", _price)
    twilio_monthly_ceiling: int | None = _setting("", _rupiah)

    def disagreements(self) -> list[str]:
        """One sentence for each combination of settings that cannot be."""
        faults = []
        if self.telegram_staff_bot_token and not self.telegram_bot_token:
            faults.append("TELEGRAM_STAFF_BOT_TOKEN perlu TELEGRAM_BOT_TOKEN juga.")
        elif self.telegram_staff_bot_token and self._same_bot():
            faults.append(
                "TELEGRAM_STAFF_BOT_TOKEN sama dengan TELEGRAM_BOT_TOKEN; pakai bot lain."
            )
        if self.telegram_bot_token and self.telegram_mode == "webhook":
            faults += self._webhook_needs()
        twilio = (self.twilio_account_sid, self.twilio_auth_token, self.twilio_whatsapp_from)
        if any(twilio) and not all(twilio):
            names = "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_WHATSAPP_FROM"
            faults.append(f"{names} harus diisi ketiganya, atau dikosongkan ketiganya.")
        return faults

    @property
    def has_whatsapp(self) -> bool:
        """Whether account, token and number of Twilio are all set."""
        return all((self.twilio_account_sid, self.twilio_auth_token, self.twilio_whatsapp_from))

    def _same_bot(self) -> bool:
        tokens = (self.telegram_bot_token, self.telegram_staff_bot_token)
        return len({str(token).partition(":")[0] for token in tokens}) == 1

    def _webhook_needs(self) -> list[str]:
        faults = []
        if not (self.public_url or "").startswith("https://"):
            faults.append("TELEGRAM_MODE=webhook perlu SKM_PUBLIC_URL yang dimulai https://.")
        if not self.telegram_webhook_secret:
            faults.append("TELEGRAM_MODE=webhook perlu TELEGRAM_WEBHOOK_SECRET.")
        return faults


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each field is one of them.

    Its variable is the field's name in capitals: `TELEGRAM_…` and `TWILIO_…` as they are, all
    others behind `SKM_`.
    """

    agency: AgencySettings = AgencySettings()
    process: ProcessSettings = ProcessSettings()

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        """Read all settings from a mapping of the environment; an empty one counts as unset.

        Raises SettingsError with all faults.
        """
        values: dict[str, Any] = {}
        faults: list[str] = []
        for one in _every():
            if raw := environ.get(variable(one.name), "").strip():
                try:
                    values[one.name] = one.metadata["read"](raw)
                except _Wrong as wrong:
                    values[one.name] = raw  # set, so `disagreements` does not report it missing
                    faults.append(f"{variable(one.name)} {wrong}.")
        made = cls(_of(AgencySettings, values), _of(ProcessSettings, values))
        if faults := [*faults, *made._disagreements()]:
            raise SettingsError(tuple(faults))
        return made

    def _disagreements(self) -> list[str]:
        faults = self.agency.disagreements()
        web = "web" in self.process.roles
        if self.agency.has_whatsapp and web and not self.agency.public_url:
            faults.append("TWILIO_WHATSAPP_FROM perlu SKM_PUBLIC_URL, tempat Twilio mengirim.")
        return faults


# The order of `.env.example` and of the faults; settings not named here follow.
_ORDER = (
    *("database_url", "host", "port", "public_url", "timezone"),
    *("secret_key", "api_token", "roles", "log_level"),
)


def _every() -> list[Field[Any]]:
    every = [*fields(AgencySettings), *fields(ProcessSettings)]
    place = {name: at for at, name in enumerate(_ORDER)}
    return sorted(every, key=lambda one: place.get(one.name, len(_ORDER)))


def _of(kind: type[Part], values: Mapping[str, Any]) -> Part:
    names = {one.name for one in fields(kind)}
    return kind(**{name: value for name, value in values.items() if name in names})


def variable(name: str) -> str:
    """The environment variable of a field: `host` is SKM_HOST, `twilio_…` is TWILIO_…."""
    return name.upper() if name.startswith(("telegram_", "twilio_")) else f"SKM_{name.upper()}"


def defaults() -> dict[str, str]:
    """Every variable with its default as it would be written; empty where it has none."""
    return {variable(one.name): one.metadata["default"] for one in _every()}
