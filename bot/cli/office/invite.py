"""`skm invite`: a one-time code by which a person becomes staff, or a group serves a bidang."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, get_args

import click

from bot.cli import say
from bot.cli.context import opened
from bot.config.survey_links import wa_link
from core.errors import InputError
from core.office.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from bot.cli.context import CommandContext
    from bot.config.settings import AgencySettings
    from core.office.agency import Agency

LIFE = timedelta(days=2)  # of a code


@click.command(name="invite")
@click.option("--role", type=click.Choice(get_args(Role)), help="Sebagai apa.")
@click.option(
    "--grup", "is_group", is_flag=True, help="Untuk grup Telegram sebuah bidang, bukan orang."
)
@click.option("--bidang", metavar="KODE", help="Kode bidangnya, untuk --role bidang dan --grup.")
def command(role: Role | None, is_group: bool, bidang: str | None) -> None:
    """Membuat kode undangan sekali pakai untuk seorang petugas atau grup sebuah bidang."""
    if (role is None) is not is_group:
        raise InputError(
            "Isi salah satu: --role untuk orang, atau --grup untuk grup sebuah bidang."
        )
    with opened() as office:
        code = _bidang(office.agency, role, bidang)
        bot = _bot(office.settings)
        made = _code(office, role, code)
    whatsapp = office.settings.twilio_whatsapp_from
    if whatsapp and not is_group:
        click.echo(wa_link(whatsapp, f"gabung {made}"))
    _tell(office.agency, made, bot, office.now + LIFE, is_group=is_group)


def _code(office: CommandContext, role: Role | None, bidang: str | None) -> str:
    now, until = office.now, office.now + LIFE
    with office.store.write() as tx:
        if role is None:
            return tx.staff.invite_group(bidang or "", by="terminal", expires=until, now=now)
        return tx.staff.invite(role, bidang, by="terminal", expires=until, now=now)


def _bidang(agency: Agency, role: Role | None, wanted: str | None) -> str | None:
    known = {one.code.casefold(): one.code for one in agency.bidang}
    if role not in ("bidang", None):
        if wanted:
            raise InputError("--bidang hanya untuk --role bidang dan --grup.")
        return None
    if wanted is None or wanted.casefold() not in known:
        raise InputError(f"Isi --bidang dengan salah satu: {', '.join(known.values())}.")
    return known[wanted.casefold()]


def _bot(settings: AgencySettings) -> str | None:
    from bot.cli.links.telegram_lookup import username

    token = settings.telegram_staff_bot_token or settings.telegram_bot_token
    name = username(settings, token) if token else None
    if token and name is None:
        say("Telegram tidak dapat dihubungi, jadi tautannya tidak dapat dibuat.")
    return name


def _tell(agency: Agency, code: str, bot: str | None, until: datetime, *, is_group: bool) -> None:
    from bot.config.packaged import catalogues

    local, months = until.astimezone(agency.zone), catalogues()["id"]["tanggal"]["bulan"]
    day = f"{local.day} {months[local.month - 1]} {local.year} {local:%H.%M} {local.tzname()}"
    if bot:
        click.echo(f"https://t.me/{bot}?{'startgroup=' if is_group else 'start=gabung-'}{code}")
    # A group may have several bots: only a command that names ours surely reaches it.
    click.echo(f"/start{f'@{bot}' if bot else ''} {code}" if is_group else f"gabung {code}")
    if is_group:
        say(f"Kode sekali pakai, berlaku sampai {day}. Teruskan kepada yang mengurus grupnya:")
        link = "buka tautan itu, atau " if bot else ""
        say(f"{link}tambahkan bot ke grup, lalu ketik kata-kata itu di grup.")
        return
    say(f"Kode sekali pakai, berlaku sampai {day}. Teruskan hanya kepada orangnya.")
    link = "membuka tautan itu, atau " if bot else ""
    say(f"Orangnya {link}mengetik kata-kata itu di bot.")
