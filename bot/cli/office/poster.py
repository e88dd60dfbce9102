"""`skm poster`: a PDF with QR codes that lead to the survey, for a wall or a counter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import say
from bot.cli.context import opened
from core.errors import InputError

if TYPE_CHECKING:
    from bot.cli.context import CommandContext
    from bot.config.survey_links import SurveyLinks
    from bot.documents.posters import Paper
    from core.office.agency import ServicePoint


@click.command(name="poster")
@click.option("--unit", metavar="KODE", help="Kode unit; tanpa ini satu-satunya unit.")
@click.option("--loket", metavar="KODE", help="Kode loket; tanpa ini untuk seluruh unit.")
@click.option("--layanan", metavar="KODE", help="Kode layanan, bila posternya untuk satu layanan.")
@click.option("--size", "paper", type=click.Choice(["a4", "a5"]), default="a4", help="Kertas.")
@click.option("--telegram", metavar="NAMA", help="Nama bot, bila Telegram sedang tak terjangkau.")
@click.option(
    "--bahasa",
    "language",
    type=click.Choice(["id", "en", "jv"]),
    default="id",
    help="Bahasa poster.",
)
@click.option(
    "-o", "target", required=True, type=click.Path(path_type=Path), metavar="BERKAS.pdf",
    help="Ke mana posternya ditulis.",
)  # fmt: skip
def command(
    unit: str | None,
    loket: str | None,
    layanan: str | None,
    paper: Paper,
    telegram: str | None,
    language: str,
    target: Path,
) -> None:
    """Poster QR A4 atau A5 dengan semua kanal yang sudah diatur."""
    from bot.cli.links.survey_links import ways
    from bot.cli.output import write
    from bot.config.place_codes import service_point

    if loket and layanan:
        raise InputError("Sebut --loket atau --layanan, salah satu: sebuah kode menyebut satu hal.")
    with opened() as office:
        point = service_point(office.agency, unit, layanan, loket, field_pattern="--{}")
        found = ways(office.settings, telegram)
        write("poster", _data(office, point, found, paper, language), target)
        if not office.agency.website:
            say("Belum ada situs resmi yang menjamin bot: isi situs di [instansi], lalu skm setup.")
    click.echo(f"Poster {paper.upper()} ditulis ke {target}.")


def _data(
    office: CommandContext, point: ServicePoint, ways: SurveyLinks, paper: Paper, language: str
) -> dict[str, object]:
    from bot.app import wiring
    from bot.config.office import measured_minutes
    from bot.documents.posters import poster
    from bot.web.pages import words

    every = ways.to(point.loket or point.layanan or point.unit)
    if not every:
        raise InputError(
            "Belum ada kanal untuk dicetak. Isi SKM_PUBLIC_URL, TELEGRAM_BOT_TOKEN (atau"
            " --telegram NAMA), atau TWILIO_WHATSAPP_FROM."
        )
    survey = wiring.load_questionnaire(office.agency.questionnaire, office.settings)
    with office.store.read() as reader:
        minutes = measured_minutes(reader, office.now)
    own = words(language)["poster"]
    count = len(survey.questions)
    return poster(office.agency, point, every, own, paper=paper, questions=count, minutes=minutes)
