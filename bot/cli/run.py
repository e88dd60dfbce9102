"""`skm run`: serve the bot, the web pages and the clock until SIGTERM or Ctrl+C."""

from __future__ import annotations

import click

from bot.cli import say, settings


@click.command(name="run")
def command() -> None:
    """Menjalankan bot, halaman web, dan jadwal sampai dihentikan."""
    from bot.app import event_loop
    from bot.config import log_format

    chosen = settings()
    log_format.start(chosen.process.log_level)

    async def serve() -> int:
        from bot.app.serve import announcement, open_service

        service = await open_service(chosen)
        event_loop.slow_garbage_collection()
        for line in announcement(chosen, service):
            say(line)
        return await service.app.run_until_signal()

    raise SystemExit(event_loop.run(serve()))
