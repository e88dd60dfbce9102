"""What a plan is about in words, and the names it prints made into codes of the agency."""

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
    """Letters and digits alone: print differs in commas, dashes and capitals."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def unsur_of(text: str, unsur: Iterable[Unsur]) -> str | None:
    """The key of the unsur that is named by key, code or name, or None."""
    wanted = plain(text)
    for one in unsur:
        if wanted in {plain(name) for name in (one.key, one.code, one.name, one.short)}:
            return one.key
    return None


def bidang_of(text: str, agency: Agency) -> str | None:
    """The code of the bidang that is named by code or name, with or without the word Bidang."""
    wanted = plain(text).removeprefix("bidang ")
    for one in agency.bidang:
        if wanted in {plain(name).removeprefix("bidang ") for name in (one.code, one.name)}:
            return one.code
    return None


def listed(cell: str) -> list[str]:
    """The names in one cell: each on a line, or between commas, strokes and "dan"."""
    return [name for name in (part.strip() for part in BETWEEN.split(cell)) if name]


def nearest(text: str, names: Iterable[str]) -> str:
    """A remedy: the name that was perhaps meant, else all of them."""
    every = list(names)
    by_plain = {plain(name): name for name in every}
    near = get_close_matches(plain(text), by_plain, n=1)
    return f"Maksud Anda {by_plain[near[0]]!r}?" if near else f"Pilih: {', '.join(every)}"


def topic(rtl: Rtl) -> Says:
    """The unsur an item is about, or what it names beside them."""
    return Words(f"unsur.{rtl.unsur}") if rtl.unsur else rtl.beyond_unsur or ""
