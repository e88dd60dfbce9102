"""`skm form`: the questionnaire on paper, and the sheet in which paper answers are entered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.context import opened
from core.errors import InputError

if TYPE_CHECKING:
    from bot.cli.context import CommandContext
    from core.office.agency import ServicePoint
    from core.office.questionnaire import Questionnaire


@click.command(name="form")
@click.option("--unit", metavar="KODE", help="Kode unit; tanpa ini satu-satunya unit.")
@click.option("--loket", metavar="KODE", help="Kode loket tempat formulirnya diisi.")
@click.option("--layanan", metavar="KODE", help="Kode layanan, bila hanya untuk satu layanan.")
@click.option(
    "--bahasa", "language", default="id", metavar="KODE", help="Bahasa formulir cetak: id, en, …"
)
@click.option(
    "-o", "target", required=True, type=click.Path(path_type=Path), metavar="BERKAS",
    help="formulir.pdf untuk dicetak, atau lembar.xlsx untuk memasukkan isinya.",
)  # fmt: skip
def command(
    unit: str | None, loket: str | None, layanan: str | None, language: str, target: Path
) -> None:
    """Formulir kertas resmi (PDF), atau lembar isian untuk formulir yang sudah diisi (XLSX)."""
    from bot.app import wiring
    from bot.config.place_codes import service_point

    with opened() as office:
        spot = service_point(office.agency, unit, layanan, loket)
        survey = wiring.load_questionnaire(office.agency.questionnaire, office.settings)
        match target.suffix.casefold():
            case ".pdf":
                _print(office, survey, spot, language, target)
            case ".xlsx":
                _sheet(office, survey, spot, target)
            case _:
                raise InputError(f"{target.name}: akhiri namanya dengan .pdf atau .xlsx")
    click.echo(f"{target} sudah ditulis.")


def _print(
    office: CommandContext,
    questionnaire: Questionnaire,
    spot: ServicePoint,
    language: str,
    target: Path,
) -> None:
    """Write the questionnaire as PDF. Raises InputError for a language that is missing."""
    from bot.cli.output import write
    from bot.config.packaged import texts_for
    from bot.documents.printed_form import paper
    from core.survey.state import SurveyDefinition

    texts = texts_for(office.agency, questionnaire)
    if language not in texts.languages:
        raise InputError(f"Bahasa {language} tidak ada. Pilih: {', '.join(texts.languages)}.")
    survey = SurveyDefinition(questionnaire, office.agency, texts)
    write("form", paper(survey, spot, language), target)


def _sheet(office: CommandContext, survey: Questionnaire, spot: ServicePoint, target: Path) -> None:
    """Write the sheet as XLSX, and keep the version of the questionnaire that it names."""
    import secrets

    from bot.documents.answer_sheet import workbook

    unit = office.agency.unit_with(spot.unit)
    assert unit is not None  # noqa: S101 - `place` has found it
    with office.store.write() as tx:  # the sheet names this version of the questionnaire
        tx.results.save_snapshot(survey.snapshot, survey.document)
    try:
        target.write_bytes(workbook(survey, unit, spot, secrets.token_hex(8)))
    except OSError as wrong:
        raise InputError(f"{target}: tidak dapat ditulis ({wrong.strerror})") from wrong
