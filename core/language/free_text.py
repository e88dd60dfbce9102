"""How much free text is kept, and which characters of it."""

from __future__ import annotations

from core.language.catalogue import Words

SARAN_MOST = 1000


OWN_WORDS_MOST = 40


def storable(text: str) -> bool:
    """Whether the text is Unicode that any database, mail or report can carry."""
    try:
        text.encode()
    except UnicodeEncodeError:  # lone surrogates
        return False
    return True


def too_long(text: str, most: int) -> Words:
    return Words("catat.terlalu_panjang", {"panjang": len(text), "batas": most})
