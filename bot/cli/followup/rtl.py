"""`skm rtl`: load plans from a file, and list the kegiatan that are due or late on a day."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import say
from bot.cli.context import opened

if TYPE_CHECKING:
    from bot.cli.context import CommandContext
    from core.rtl.document import ReadContext


@click.group(name="rtl")
def command() -> None:
    """Rencana tindak lanjut: memuat dari berkas, dan melihat yang jatuh tempo."""


@command.command(name="import")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="BERKAS"
)
@click.option("--period", metavar="P", help="Periode survei yang ditindaklanjuti, misalnya 2024.")
@click.option(
    "--tahun", "year", type=int, metavar="T", help="Tahun bagi triwulan yang tercetak tanpa itu."
)
@click.option("--unit", metavar="KODE", help="Kode unit; tanpa ini satu-satunya unit.")
@click.option(
    "--pastikan", "confirmed", is_flag=True, help="Tanggal forum yang janggal memang benar."
)
def load(
    file: Path, period: str | None, year: int | None, unit: str | None, *, confirmed: bool
) -> None:
    """Memuat rencana dari TOML atau XLSX: seluruhnya, sekali, atau tidak sama sekali."""
    from bot.documents import rtl_reader as rtl_document

    with opened() as office:
        context = _context(office, period, year, unit, confirmed=confirmed)
        data = rtl_document.load(file)
        plan = rtl_document.read(data, file.name, context)
        rtl_document.keep(office.store, data, file.name, plan, by="terminal", now=office.now)
    for words in (*plan.notes, *dict.fromkeys(one.notes for one in plan.rtls if one.notes)):
        say(f"Catatan: {words}")
    for one in plan.oddities:
        say(f"Perhatikan: {one.words}.")
    if any(one.forum and one.forum.doubtful for one in plan.rtls):
        say("Rencana ini tetap rancangan sampai tanggal forumnya diperbaiki atau dipastikan.")
    first, n = plan.rtls[0], sum(len(one.kegiatan) for one in plan.rtls)
    click.echo(f"{len(plan.rtls)} RTL, {n} kegiatan: periode {first.periode}, unit {first.unit}.")


def _context(
    office: CommandContext,
    period: str | None,
    year: int | None,
    unit: str | None,
    *,
    confirmed: bool,
) -> ReadContext:
    from bot.app import wiring
    from core.rtl.document import ReadContext

    with office.store.read() as reader:
        known = reader.rtl.items()
    return ReadContext(
        agency=office.agency,
        survey=wiring.load_questionnaire(office.agency.questionnaire, office.settings),
        stored_plans=known,
        today=office.today,
        unit=unit,
        periode=period,
        year=year,
        confirmed=confirmed,
    )


@command.command(name="list")
@click.option(
    "--at", "at", type=click.DateTime(["%Y-%m-%d"]), metavar="TANGGAL", help="Tanpa ini hari ini."
)
@click.option("--unit", metavar="KODE", help="Kode unit; tanpa ini semua unit.")
@click.option("--json", "as_json", is_flag=True, help="Semua kegiatan, sebagai JSON.")
def show(at: datetime | None, unit: str | None, *, as_json: bool) -> None:
    """Menampilkan yang lewat tenggat, yang jatuh tempo, dan realisasinya."""
    import json

    from bot.cli.followup import rtl_lines

    with opened() as office:
        with office.store.read() as reader:
            rtls = reader.rtl.items(unit)
        on = at.date() if at else office.today
        if as_json:
            found = rtl_lines.as_json(rtls, on)
            click.echo(json.dumps(found, ensure_ascii=False, indent=2))
            return
        click.echo("\n".join(rtl_lines.lines(rtls, office.agency, on)))
