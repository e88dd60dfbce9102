"""`python -m bot` is `skm`."""

from __future__ import annotations

from bot.cli import main

main()
