"""`skm rollup`: compare the sums in `rekap` with the answers, or count them anew."""

from __future__ import annotations

import sys

import click

from bot.cli import say, settings
from core.errors import InputError


@click.command(name="rollup")
@click.option("--check", is_flag=True, help="Bandingkan rekap dengan jawaban.")
@click.option("--rebuild", is_flag=True, help="Susun ulang rekap dari jawaban.")
def command(*, check: bool, rebuild: bool) -> None:
    """Memeriksa rekap (jumlah nilai tiap unsur), atau menyusunnya ulang dari jawaban."""
    from bot.app import wiring

    if check == rebuild:
        raise InputError("Pilih salah satu: skm rollup --check atau skm rollup --rebuild.")
    store = wiring.open_store(settings().agency)
    try:
        if rebuild:
            with store.write() as tx:
                counted = tx.answers.rebuild_rekap()
            say(f"Rekap disusun ulang dari {counted} jawaban.")
            return
        with store.read() as reader:
            faults = reader.answers.check_rekap()
    finally:
        store.close()
    for fault in faults:
        click.echo(fault)
    if faults:
        say(f"{len(faults)} rekap tidak cocok. Susun ulang: skm rollup --rebuild")
        sys.exit(1)
    say("Rekap cocok dengan jawaban.")
