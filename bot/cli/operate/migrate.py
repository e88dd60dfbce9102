"""`skm migrate`: bring the schema of the database to the version of this program.

The docstring of `command` is the text of `skm migrate --help`, so it is Indonesian.
"""

from __future__ import annotations

import click

from bot.cli import say, settings


@click.command(name="migrate")
def command() -> None:
    """Memperbarui susunan basis data. Data tidak berubah; cadangkan dulu dengan skm backup."""
    from bot.app import wiring  # here, so that `--help` does not load it (bot/cli/__init__.py)

    if wiring.migrate(settings().agency):  # these settings name the agency's database
        say("Susunan basis data sudah diperbarui.")
    else:
        say("Susunan basis data sudah yang terbaru.")
