"""`skm verify`: compute the respondent matrix of a report again, under every weight."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import say
from core.answers.matrix.values import ORDERS, Order
from core.errors import FileError
from core.office.agency import POLICIES, WeightPolicy

if TYPE_CHECKING:
    from bot.documents.matrix_reader import MatrixFile
    from core.ikm.index import Ikm

STANDARD = "permenpanrb-14-2017"
PROOF = {
    "option": "menurut --order",
    "header": "terbukti dari kepala tabel U1–U9",
    "default": "DIANGGAP, karena tabelnya tanpa kepala U1–U9; bila lain, pakai --order",
}
MEANING = {
    "unsur": "urutan unsur (ke-8 pengaduan, ke-9 sarpras)",
    "form": "urutan formulir (ke-8 sarpras, ke-9 pengaduan)",
}


@click.command(name="verify")
@click.argument("file", type=click.Path(path_type=Path), metavar="BERKAS")
@click.option("--order", type=click.Choice(ORDERS), help="Urutan kolom dalam tabel.")
@click.option("--weight", type=click.Choice(POLICIES), default="exact", help="Bobot unsur.")
@click.option("--json", "as_json", is_flag=True, help="Sebagai JSON.")
def command(file: Path, order: Order | None, weight: WeightPolicy, *, as_json: bool) -> None:
    """Menghitung ulang tabel responden dari sebuah laporan (csv, xlsx, txt, md)."""
    import json

    from bot.config.packaged import load_packaged
    from bot.documents.matrix_reader import read, refuse_contradiction

    survey = load_packaged(STANDARD)
    try:
        found = read(file, len(survey.questions))
        refuse_contradiction(found, order)
    except FileError as refused:
        say(str(refused))
        sys.exit(1 if file.is_file() else 2)
    proof = "option" if order else "header" if found.matrix.header is not None else "default"
    used: Order = order or "unsur"
    every = _indices(found, used)
    if as_json:
        told = _json(found, every, weight) | {"order": used, "order_proof": proof}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_lines(found, every, weight, f"{MEANING[used]}, {PROOF[proof]}")))


def _indices(found: MatrixFile, order: Order) -> dict[WeightPolicy, Ikm]:
    """Compute the index of the table under every weight policy."""
    from bot.config.packaged import load_packaged
    from core.answers.matrix import values as matrix_values
    from core.ikm import index as ikm

    survey = load_packaged(STANDARD)
    answers = matrix_values.scores(found.matrix.rows, matrix_values.columns(survey, order))
    sums = matrix_values.rekap(answers, survey)
    return {policy: ikm.compute([sums], survey, policy) for policy in POLICIES}


def _json(
    found: MatrixFile, every: dict[WeightPolicy, Ikm], weight: WeightPolicy
) -> dict[str, Any]:
    from dataclasses import asdict

    from core.results.export import index_json

    return index_json(every[weight]) | {
        "cleaning": [asdict(one) for one in found.matrix.cleaning],
        "weights": {policy: {"ikm": one.ikm, "mutu": one.mutu} for policy, one in every.items()},
        "file": found.name,
        "sha256": found.sha256,
    }


def _lines(
    found: MatrixFile, every: dict[WeightPolicy, Ikm], weight: WeightPolicy, order: str
) -> list[str]:
    from bot.cli.answers.tables import unsur_lines
    from core.ikm.index import WEIGHTS, interval_words
    from core.language.decimals import comma

    log = found.matrix.cleaning
    return [
        f"{found.name}: {len(found.matrix.rows)} responden",
        f"Kolom: {order}",
        "",
        *(
            f"IKM dengan bobot {WEIGHTS[policy]:<5}: {comma(one.ikm)} {one.mutu} ({one.kinerja})"
            for policy, one in every.items()
        ),
        "",
        f"Per unsur, bobot {WEIGHTS[weight]}",
        *unsur_lines(every[weight]),
        "",
        interval_words(every[weight]),
        "",
        f"Dibersihkan ({len(log)}):" if log else "Tidak ada yang perlu dibersihkan.",
        *(f"  baris {one.line}: {one.what}" for one in log),
    ]
