"""`skm chat`: the bot's conversation in this terminal; `--save` keeps it as a script."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import say, settings

if TYPE_CHECKING:
    from bot.config.settings import AgencySettings


@click.command(name="chat")
@click.option(
    "--as",
    "role",
    type=click.Choice(["warga", "petugas", "pimpinan", "admin"]),
    default="warga",
    help="Siapa yang mengetik di sini.",
)
@click.option("--save", "name", metavar="NAMA", help="Simpan sebagai skrip NAMA.chat.")
def command(role: str, name: str | None) -> None:
    """Percakapan yang sama di terminal ini. [Label] menekan pilihan; Ctrl+D mengakhiri."""
    import asyncio

    if sys.stdin.isatty():
        say("Ketik jawaban, atau [Label] untuk menekan pilihan. Ctrl+D mengakhiri.")
    path = Path(name if name.endswith(".chat") else f"{name}.chat") if name else None
    script = asyncio.run(_talk(settings().agency, role))
    if path:
        path.write_text(script, encoding="utf-8")
        say(f"Disimpan: {path}")


async def _talk(settings: AgencySettings, role: str) -> str:
    import asyncio

    from bot.app.terminal_session import Session

    async with Session.opened(settings, role, click.echo) as session:
        if sys.stdin.isatty():
            await session.say("/start")
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip():
                await session.say(line.rstrip("\n"))
        return session.script()
