"""Masks what could name a person in a saran: numbers, addresses, and names after a title.

A saran is shown to staff only so; what the rules cannot know (a name alone) stays, which is why
the question asks not to write names.
"""

from __future__ import annotations

import re

HIDDEN = "…"
TITLES = (
    "pak|bapak|bpk|bu|ibu|mas|mbak|mba|kak|kakak|bang|sdr|sdri|saudara|saudari|an|a\\.n|atas nama"
    "|nama saya|nama|petugas bernama|bernama|mr|mrs|ms"
)
# A title, then one to three words that begin with a capital: "Ibu Siti Aminah".
NAMED = re.compile(
    rf"(?<!\w)((?i:{TITLES}))([.:]?\s+)((?:[A-Z][\w'’.-]*)(?:\s+[A-Z][\w'’.-]*){{0,2}})"
)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"(?:https?://|www\.|t\.me/|wa\.me/)\S+", re.IGNORECASE)
HANDLE = re.compile(r"(?<!\w)@\w{3,}")
# Telephone, NIK, KK, plates: five digits and more, also parted by blanks, dots or dashes.
DIGITS = re.compile(r"(?<![\w,])\+?\d(?:[\s().-]?\d){4,}(?!\w)")
MONEY = re.compile(r"(?i:rp\.?\s*)$")


def samar(text: str) -> str:
    for pattern in (MAIL, LINK, HANDLE):
        text = pattern.sub(HIDDEN, text)
    text = DIGITS.sub(lambda found: _number(found, text), text)
    return NAMED.sub(lambda found: f"{found[1]}{found[2]}{HIDDEN}", text)


def _number(found: re.Match[str], text: str) -> str:
    """An amount of money is no number of a person."""
    return found[0] if MONEY.search(text[: found.start()]) else HIDDEN
