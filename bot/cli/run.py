"""`skm run`: serves until SIGTERM or Ctrl+C, then drains within ten seconds."""

from __future__ import annotations

import click

from bot.cli import say, settings


@click.command(name="run")
def command() -> None:
    """Menjalankan bot, halaman web, dan jadwal sampai dihentikan."""
    from bot.app import event_loop as loop
    from bot.config import log_format as logs

    now = settings()
    logs.start(now.log_level)

    async def serve() -> int:
        from bot.app.serve import build

        app, told = await build(now)
        loop.settle_in()
        for line in told:
            say(line)
        return await app.run_until_signal()

    raise SystemExit(loop.run(serve()))
