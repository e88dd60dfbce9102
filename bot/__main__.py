"""`python -m bot` runs the same command line as `skm`, `bot.cli.main`."""

from __future__ import annotations

from bot.cli import main

main()
