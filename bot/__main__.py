"""`python -m bot` runs the same command line as `skm`: the function `main` of `bot.cli`."""

from __future__ import annotations

from bot.cli import main

main()
