"""Limits of free text: the length that is kept, and the characters that can be stored.

The survey, staff dialogs, the kiosk and paper sheets hold a saran to the same limits.
"""

from __future__ import annotations

from core.language.catalogue import Words

SARAN_MOST = 1000  # characters


OWN_WORDS_MOST = 40  # characters of an occupation in the person's own words


def storable(text: str) -> bool:
    """Tell whether a text is Unicode that any database, mail or report can carry."""
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True


def too_long(text: str, most: int) -> Words:
    """Return the sentence that tells a text's length and its limit."""
    return Words("catat.terlalu_panjang", {"panjang": len(text), "batas": most})
