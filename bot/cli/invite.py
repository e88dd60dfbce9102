"""`skm invite`: a one-time code that makes somebody staff."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, get_args

import click

from bot.cli import say, settings
from core.errors import InputError
from core.model import Role

if TYPE_CHECKING:
    from bot.settings import Settings
    from core.agency import Agency

LIFE = timedelta(days=2)


@click.command(name="invite")
@click.option("--role", type=click.Choice(get_args(Role)), required=True, help="Sebagai apa.")
@click.option("--bidang", metavar="KODE", help="Kode bidangnya, untuk --role bidang.")
def command(role: Role, bidang: str | None) -> None:
    """Membuat kode undangan sekali pakai untuk seorang petugas."""
    from bot import wiring

    now, at = settings(), datetime.now(UTC)
    store = wiring.open_store(now)
    try:
        agency = wiring.load_agency(store)
        if agency is None:
            raise InputError("Belum ada instansi. Jalankan dulu: skm setup")
        kode = _bidang(agency, role, bidang)
        bot = _bot(now)
        with store.write() as tx:
            code = tx.invite(role, kode, by="terminal", expires=at + LIFE, now=at)
    finally:
        store.close()
    _tell(agency, code, bot, at + LIFE)


def _bidang(agency: Agency, role: Role, wanted: str | None) -> str | None:
    known = {one.kode.casefold(): one.kode for one in agency.bidang}
    if role != "bidang":
        if wanted:
            raise InputError("--bidang hanya untuk --role bidang.")
        return None
    if wanted is None or wanted.casefold() not in known:
        raise InputError(f"Isi --bidang dengan salah satu: {', '.join(known.values())}.")
    return known[wanted.casefold()]


def _bot(now: Settings) -> str | None:
    from bot.cli.telegram import username

    token = now.telegram_staff_bot_token or now.telegram_bot_token
    name = username(now, token) if token else None
    if token and name is None:
        say("Telegram tidak dapat dihubungi, jadi tautannya tidak dapat dibuat.")
    return name


def _tell(agency: Agency, code: str, bot: str | None, until: datetime) -> None:
    from bot.office import catalogues

    local, months = until.astimezone(agency.zona), catalogues()["id"]["tanggal"]["bulan"]
    day = f"{local.day} {months[local.month - 1]} {local.year} {local:%H.%M} {local.tzname()}"
    if bot:
        click.echo(f"https://t.me/{bot}?start=gabung-{code}")
    click.echo(f"gabung {code}")
    say(f"Kode sekali pakai, berlaku sampai {day}. Teruskan hanya kepada orangnya.")
    say(
        "Orangnya membuka tautan itu, atau mengetik kata-kata itu di bot."
        if bot
        else "Orangnya mengetik kata-kata itu di bot."
    )
