"""`skm migrate`: bring the schema of the database to the version of this program."""

from __future__ import annotations

import click

from bot.cli import say, settings


@click.command(name="migrate")
def command() -> None:
    """Memperbarui susunan basis data. Data tidak berubah; cadangkan dulu dengan skm backup."""
    from bot.app import wiring

    if wiring.migrate(settings().agency):
        say("Susunan basis data sudah diperbarui.")
    else:
        say("Susunan basis data sudah yang terbaru.")
