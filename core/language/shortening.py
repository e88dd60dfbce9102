"""Shortening a text so that it fits, with the cut shown."""

from __future__ import annotations


def cut(text: str, letters: int) -> str:
    """Shortened between two words, in one line."""
    line = " ".join(text.split())
    if len(line) <= letters:
        return line
    return line[: letters - 1].rsplit(" ", 1)[0] + "…"
