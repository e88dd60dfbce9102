"""`skm restore`: put a backup and its key in the place of the present data."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import say, settings


@click.command(name="restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="BERKAS")
@click.option("--force", is_flag=True, help="Ganti data yang sudah ada.")
def command(file: Path, *, force: bool) -> None:
    """Memulihkan data dari BERKAS. Hentikan dulu bot yang sedang berjalan."""
    from bot.app import wiring
    from bot.config.secret_keys import bring_back

    chosen = settings().agency
    with bring_back(chosen, file):
        wiring.restore(chosen, file, force=force)
    store = wiring.open_store(chosen)  # raises InputError for a key that does not fit
    try:
        agency = wiring.load_agency(store)
        with store.read() as reader:
            answers = reader.upkeep.counts().get("respons", 0)
    finally:
        store.close()
    click.echo(f"{agency.name if agency else 'Tanpa instansi'}: {answers} jawaban")
    say("Data sudah pulih. Periksa dengan: skm doctor")
