"""`skm import`: undated answers from paper or an old report, counted under a named period.

A sheet that `skm form` made goes to `import_sheet`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bot.cli import say
from bot.cli.context import opened
from core.answers.matrix.values import ORDERS, Order
from core.errors import InputError

if TYPE_CHECKING:
    from bot.documents.matrix_reader import MatrixFile
    from core.answers.response import Response
    from core.office.agency import Agency
    from core.office.questionnaire import Questionnaire
    from core.periods.periode import Periode
    from core.ports.results import Scope

ImportSource = Literal["import", "paper"]


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path), metavar="BERKAS")
@click.option("--period", metavar="P", help="Periode jawaban tanpa tanggal, misalnya 2024.")
@click.option("--order", type=click.Choice(ORDERS), help="Urutan kolom dalam tabel.")
@click.option("--unit", metavar="KODE", help="Kode unit; tanpa ini satu-satunya unit.")
@click.option(
    "--layanan", metavar="KODE", help="Kode layanan; tanpa ini hanya dihitung untuk unitnya."
)
@click.option(
    "--mode", type=click.Choice(["import", "paper"]), default="import", help="Asal jawaban."
)
def command(
    file: Path,
    period: str | None,
    order: Order | None,
    unit: str | None,
    layanan: str | None,
    mode: ImportSource,
) -> None:
    """Memasukkan jawaban lama atau dari kertas: semua baris, atau tidak satu pun.

    Lembar dari skm form sudah menyebut unit, layanan, dan tanggal tiap baris.
    """
    from bot.app import wiring
    from bot.cli.answers.import_sheet import is_ours, take_in
    from bot.documents.matrix_reader import read, workbook
    from core.periods import periode

    with opened() as office:
        if (sheets := workbook(file)) is not None and is_ours(sheets):
            if period or order or unit or layanan:
                raise InputError("Lembar ini sudah bertanggal: jalankan skm import BERKAS saja.")
            take_in(office, sheets, file.name)
            return
        if period is None:
            raise InputError("Sebutkan --period, misalnya --period 2024.")
        which = periode.parse(period, office.today)
        scope = _place(office.agency, which, unit, layanan)
        survey = wiring.load_questionnaire(office.agency.questionnaire, office.settings)
        found = read(file, len(survey.questions))
        rows = _rows(found, survey, _order(found, order), scope, mode)
        with office.store.write() as tx:
            tx.results.save_snapshot(survey.snapshot, survey.document)
            tx.answers.import_responses(
                found.sha256, found.name, rows, by="terminal", now=office.now
            )
    for one in found.matrix.cleaning:
        say(f"baris {one.line}: {one.what}")
    service = f"layanan {scope.layanan}" if scope.layanan else "tanpa jenis layanan"
    click.echo(f"{len(rows)} jawaban masuk ke {scope.label}, unit {scope.unit}, {service}.")


def _place(agency: Agency, which: Periode, unit: str | None, layanan: str | None) -> Scope:
    """Return the scope of the answers: the named unit and layanan, or the only ones there are.

    Most old tables do not tell the layanan: such answers count for the unit alone.
    """
    from dataclasses import replace

    from core.results.figures import scope_of

    scope = scope_of(agency, which, unit, layanan)
    place = agency.unit_with(scope.unit)
    if place is None:
        raise InputError(f"Sebutkan --unit: {', '.join(one.code for one in agency.unit)}.")
    if scope.layanan is None and len(place.layanan) == 1:
        return replace(scope, layanan=place.layanan[0].code)
    return scope


def _order(found: MatrixFile, order: Order | None) -> Order:
    """Return the order of the columns. Raises InputError when table and option prove none."""
    from bot.documents.matrix_reader import refuse_contradiction

    if order is None and found.matrix.header is None:
        raise InputError(
            f"{found.name}: urutan kolom tidak terbukti (tanpa kepala U1–U9)."
            " Sebutkan --order unsur (ke-8 pengaduan) atau --order form (ke-8 sarpras)."
        )
    refuse_contradiction(found, order)
    return order or "unsur"


def _rows(
    found: MatrixFile, survey: Questionnaire, order: Order, scope: Scope, mode: ImportSource
) -> list[Response]:
    """Return the rows of the table as undated responses."""
    from core.answers.doubt_flags import flags
    from core.answers.matrix import values as matrix_values
    from core.answers.response import Response

    answers = matrix_values.scores(found.matrix.rows, matrix_values.columns(survey, order))
    return [
        Response(
            snapshot=survey.snapshot,
            unit=str(scope.unit),
            layanan=scope.layanan or "",
            loket=None,
            day=None,
            slot=None,
            duration=None,
            mode=mode,
            channel="import",
            language=survey.language,
            profile={},
            nilai=nilai,
            flags=flags(nilai),
            import_periode=scope.label,
        )
        for nilai in answers
    ]
