"""`skm run`: serves until SIGTERM or Ctrl+C, then drains within ten seconds."""

from __future__ import annotations

import click

from bot.cli import say, settings


@click.command(name="run")
def command() -> None:
    """Menjalankan bot, halaman web, dan jadwal sampai dihentikan."""
    import asyncio
    import logging

    now = settings()
    form = "%(asctime)s %(levelname)s %(name)s %(message)s"
    logging.basicConfig(level=now.log_level, format=form)
    for talkative in ("httpx", "alembic", "aiogram", "telegram"):
        logging.getLogger(talkative).setLevel(logging.WARNING)

    async def serve() -> int:
        from bot.serve import build

        app, told = await build(now)
        for line in told:
            say(line)
        return await app.run_until_signal()

    raise SystemExit(asyncio.run(serve()))
