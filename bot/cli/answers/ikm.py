"""`skm ikm`: the index of a period, by the same rules for small numbers as in chat."""

from __future__ import annotations

import click

from bot.cli.context import opened
from core.errors import InputError


@click.command(name="ikm")
@click.option("--period", metavar="P", help="2026, 2026-S2, 2026-TW3, 2026-11, 2026-W47.")
@click.option("--unit", metavar="KODE", help="Kode unit; tanpa ini seluruh instansi.")
@click.option("--layanan", metavar="KODE", help="Kode layanan; tanpa ini semua layanan.")
@click.option("--json", "as_json", is_flag=True, help="Sebagai JSON.")
@click.option("--explain", is_flag=True, help="Dengan seluruh hitungannya.")
def command(
    period: str | None, unit: str | None, layanan: str | None, *, as_json: bool, explain: bool
) -> None:
    """Menghitung IKM dan nilai tiap unsur. Tanpa --period: tahun ini."""
    import json

    from bot.cli.answers.tables import figure_lines
    from core.ikm import explanation
    from core.periods import periode
    from core.results.export import figures_json
    from core.results.figures import scope_of

    for option, told_by in (("--period", period), ("--unit", unit), ("--layanan", layanan)):
        if told_by is not None and not told_by.strip():
            raise InputError(f"Isi {option} kosong; isi, atau hapus pilihannya.")
    with opened() as office:
        which = periode.parse(period or "tahun ini", office.today)
        told = office.figures(scope_of(office.agency, which, unit, layanan))
        marked = office.doubts(told) if explain else ()
    steps = explanation.explain(told.ikm, letters=told.has_mutu) if explain and told.ikm else []
    steps += marked
    if as_json:
        found = figures_json(told) | ({"explain": steps} if explain else {})
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join([*figure_lines(told), *([""] if steps else []), *steps]))
