"""`skm invite`: a one-time code that makes somebody staff, or a Telegram group a bidang's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args

import click

from bot.cli import say, settings
from bot.config.survey_links import wa_link
from core.errors import InputError
from core.office.roles import Role

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from core.office.agency import Agency

LIFE = timedelta(days=2)


@click.command(name="invite")
@click.option("--role", type=click.Choice(get_args(Role)), help="Sebagai apa.")
@click.option("--grup", is_flag=True, help="Untuk grup Telegram sebuah bidang, bukan orang.")
@click.option("--bidang", metavar="KODE", help="Kode bidangnya, untuk --role bidang dan --grup.")
def command(role: Role | None, grup: bool, bidang: str | None) -> None:
    """Membuat kode undangan sekali pakai untuk seorang petugas atau grup sebuah bidang."""
    from bot.app import wiring

    if (role is None) is not grup:
        raise InputError(
            "Isi salah satu: --role untuk orang, atau --grup untuk grup sebuah bidang."
        )
    now, at = settings(), datetime.now(UTC)
    store = wiring.open_store(now)
    try:
        agency = wiring.load_agency(store)
        if agency is None:
            raise InputError("Belum ada instansi. Jalankan dulu: skm setup")
        kode = _bidang(agency, role, bidang)
        bot = _bot(now)
        with store.write() as tx:
            terms: Any = {"by": "terminal", "expires": at + LIFE, "now": at}
            made = (
                tx.staff.invite(role, kode, **terms)
                if role
                else tx.staff.invite_group(kode or "", **terms)
            )
    finally:
        store.close()
    if now.twilio_whatsapp_from and not grup:
        click.echo(wa_link(now.twilio_whatsapp_from, f"gabung {made}"))
    _tell(agency, made, bot, at + LIFE, grup=grup)


def _bidang(agency: Agency, role: Role | None, wanted: str | None) -> str | None:
    known = {one.kode.casefold(): one.kode for one in agency.bidang}
    if role not in ("bidang", None):
        if wanted:
            raise InputError("--bidang hanya untuk --role bidang dan --grup.")
        return None
    if wanted is None or wanted.casefold() not in known:
        raise InputError(f"Isi --bidang dengan salah satu: {', '.join(known.values())}.")
    return known[wanted.casefold()]


def _bot(now: Settings) -> str | None:
    from bot.cli.links.telegram_lookup import username

    token = now.telegram_staff_bot_token or now.telegram_bot_token
    name = username(now, token) if token else None
    if token and name is None:
        say("Telegram tidak dapat dihubungi, jadi tautannya tidak dapat dibuat.")
    return name


def _tell(agency: Agency, code: str, bot: str | None, until: datetime, *, grup: bool) -> None:
    from bot.config.packaged import catalogues

    local, months = until.astimezone(agency.zona), catalogues()["id"]["tanggal"]["bulan"]
    day = f"{local.day} {months[local.month - 1]} {local.year} {local:%H.%M} {local.tzname()}"
    if bot:
        click.echo(f"https://t.me/{bot}?{'startgroup=' if grup else 'start=gabung-'}{code}")
    # A group may hold several bots: only a command that names us surely reaches us.
    click.echo(f"/start{f'@{bot}' if bot else ''} {code}" if grup else f"gabung {code}")
    if grup:
        say(f"Kode sekali pakai, berlaku sampai {day}. Teruskan kepada yang mengurus grupnya:")
        link = "buka tautan itu, atau " if bot else ""
        say(f"{link}tambahkan bot ke grup, lalu ketik kata-kata itu di grup.")
        return
    say(f"Kode sekali pakai, berlaku sampai {day}. Teruskan hanya kepada orangnya.")
    link = "membuka tautan itu, atau " if bot else ""
    say(f"Orangnya {link}mengetik kata-kata itu di bot.")
