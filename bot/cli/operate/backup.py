"""`skm backup`: write one consistent file while the bot runs, and its key beside it."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import say, settings


@click.command(name="backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="BERKAS")
def command(file: Path) -> None:
    """Mencadangkan basis data ke BERKAS dan kuncinya ke BERKAS.key, juga saat bot berjalan."""
    from bot.app import wiring
    from bot.config.secret_keys import kept_beside, key_path, put

    chosen = settings().agency
    size = wiring.backup(chosen, file)
    click.echo(f"{file} ({max(1, size // 1024)} KiB)")
    if chosen.secret_key:
        say("Kunci ada di SKM_SECRET_KEY dan tidak ikut disalin. Simpan juga kunci itu.")
    else:
        put(kept_beside(file), key_path(chosen).read_bytes(), over=True)
        click.echo(f"{kept_beside(file)}")
    say(
        "PENTING: tanpa kuncinya, cadangan ini tidak dapat dibaca. Siapa pun yang memegang "
        "keduanya dapat membaca data pribadi: simpan kunci di tempat lain, di luar komputer ini."
    )
