"""`skm close`: freeze and publish the figures of a period, one unit or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli import say
from bot.cli.context import opened
from core.errors import InputError

if TYPE_CHECKING:
    from bot.cli.context import CommandContext
    from core.ports.results import Scope


@click.command(name="close")
@click.option("--period", required=True, metavar="P", help="2026, 2026-S2, 2026-TW3, 2026-11.")
@click.option("--unit", metavar="KODE", help="Kode unit; tanpa ini semua unit.")
def command(period: str, unit: str | None) -> None:
    """Menutup periode: membekukan dan mengumumkan hasilnya, dengan nomor revisi."""
    from core.periods import periode
    from core.results.figures import scope_of

    with opened() as office:
        which = periode.parse(period, office.today)
        if which.kind == "minggu":
            raise InputError(
                "Hasil satu minggu tidak diumumkan. Tutup bulan, triwulan, atau tahun."
            )
        if which.last >= office.today:
            say(f"{which.label} belum berakhir: jawaban berikutnya menjadi revisi.")
        codes = [unit] if unit else [one.code for one in office.agency.unit]
        told = [_close(office, scope_of(office.agency, which, one)) for one in codes]
    refused = [reason for done, reason in told if not done]
    for done, words in told:
        if done:
            click.echo(words)
    if refused:
        raise InputError("\n".join(refused))


def _close(office: CommandContext, scope: Scope) -> tuple[bool, str]:
    from core.results.closing import publish

    try:
        return True, publish(office.store, office.agency, scope, office.now)
    except InputError as refused:
        return False, str(refused)
