"""`skm rekey`: seal all data with the newest secret key, so that older ones can be thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli import say, settings
from core.errors import InputError

if TYPE_CHECKING:
    from bot.config.settings import AgencySettings


@click.command(name="rekey")
@click.option("--new-key", is_flag=True, help="Buat dulu kunci baru di data/secret.key.")
def command(*, new_key: bool) -> None:
    """Menyandi ulang semua data dengan kunci terdepan, supaya kunci lama dapat dibuang.

    Dengan SKM_SECRET_KEY: taruh kunci baru di depan, mulai ulang bot, lalu jalankan ini. Tanpa
    itu: hentikan bot, lalu jalankan dengan --new-key.
    """
    from bot.app import wiring
    from bot.config import secret_keys

    chosen = settings().agency
    if new_key:
        _make(chosen)
    wiring.open_store(chosen).close()  # checks the secret, and seals the hash key anew
    done = wiring.rekey(chosen)
    for place, count in done.items():
        if count:
            click.echo(f"{place}: {count}")
    if new_key:
        secret_keys.drop_old(chosen)
        say("Semua data tersandi dengan kunci baru; kunci lama sudah dibuang. Salin secret.key.")
    else:
        say("Semua data tersandi dengan kunci terdepan. Kunci di belakangnya boleh dibuang.")


def _make(settings: AgencySettings) -> None:
    from bot.app import wiring
    from bot.config import secret_keys

    if settings.secret_key:
        raise InputError("Kunci ada di SKM_SECRET_KEY. Taruh kunci baru di depannya, dipisah koma")
    wiring.nobody_is_in(settings)
    secret_keys.add_new(settings)
