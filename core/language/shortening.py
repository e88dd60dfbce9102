"""Shortening of a text to a number of letters, for buttons, summaries and reminders of staff."""

from __future__ import annotations


def cut(text: str, letters: int) -> str:
    """Return the text in one line of at most `letters`, cut between two words and ended by "…"."""
    line = " ".join(text.split())
    if len(line) <= letters:
        return line
    return line[: letters - 1].rsplit(" ", 1)[0] + "…"
