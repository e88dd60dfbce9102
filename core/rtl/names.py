"""Names in plans: printed unsur and bidang become codes, and the topic of an item becomes words.

The readers of plan files and the desk's RTL commands use it.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from core.language.catalogue import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.language.catalogue import Says
    from core.office.agency import Agency
    from core.office.questionnaire import Unsur
    from core.rtl.plan import Rtl

BETWEEN = re.compile(r"\s*(?:[\n;,/&]|\bdan\b)\s*")


def plain(text: str) -> str:
    """Return letters and digits alone, for names are printed with other commas and capitals."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def unsur_of(text: str, unsur: Iterable[Unsur]) -> str | None:
    """Return the key of the unsur named by key, code or name; None: there is no such unsur."""
    wanted = plain(text)
    for one in unsur:
        if wanted in {plain(name) for name in (one.key, one.code, one.name, one.short)}:
            return one.key
    return None


def bidang_of(text: str, agency: Agency) -> str | None:
    """Return the code of the bidang named by code or name, with or without the word Bidang.

    None: there is no such bidang.
    """
    wanted = plain(text).removeprefix("bidang ")
    for one in agency.bidang:
        if wanted in {plain(name).removeprefix("bidang ") for name in (one.code, one.name)}:
            return one.code
    return None


def listed(cell: str) -> list[str]:
    """Return the names in one cell, parted by lines, commas, strokes or the word "dan"."""
    return [name for name in (part.strip() for part in BETWEEN.split(cell)) if name]


def nearest(text: str, names: Iterable[str]) -> str:
    """Return an Indonesian remedy: the name that was perhaps meant, or else all of them."""
    every = list(names)
    by_plain = {plain(name): name for name in every}
    near = get_close_matches(plain(text), by_plain, n=1)
    return f"Maksud Anda {by_plain[near[0]]!r}?" if near else f"Pilih: {', '.join(every)}"


def topic(rtl: Rtl) -> Says:
    """Return the topic of an item: its unsur, or the words that it gives outside the nine unsur."""
    return Words(f"unsur.{rtl.unsur}") if rtl.unsur else rtl.beyond_unsur or ""
