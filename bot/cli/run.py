"""`skm run`: serves until SIGTERM or Ctrl+C, then drains within ten seconds."""

from __future__ import annotations

import click

from bot.cli import say, settings


@click.command(name="run")
def command() -> None:
    """Menjalankan bot, halaman web, dan jadwal sampai dihentikan."""
    import asyncio

    from bot import logs

    now = settings()
    logs.start(now.log_level)

    async def serve() -> int:
        from bot.serve import build

        app, told = await build(now)
        for line in told:
            say(line)
        return await app.run_until_signal()

    raise SystemExit(asyncio.run(serve()))
