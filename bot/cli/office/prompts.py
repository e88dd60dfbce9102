"""Questions in the terminal, for `skm setup`: a wrong answer is explained and asked again.

Enter keeps the value in square brackets; `-` empties a value that may be empty.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeVar

import click

from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Check = Callable[[str], None]

T = TypeVar("T")
EMPTIED = "-"
WHOLE = r"\d{1,9}|\d{1,3}(\.\d{3}){1,2}"  # an office writes 1.200
_YES, _NO = ("y", "ya"), ("t", "tidak")


def say(words: str = "") -> None:
    click.echo(words, err=True)


def until_right(question: str, read: Callable[[str], T]) -> T:
    """Ask until `read` accepts the answer, and return the value that `read` gives.

    `read` gets the typed line with single blanks between words; the words of its InputError are
    shown.
    """
    while True:
        typed = click.prompt(question, default="", show_default=False, err=True)
        try:
            return read(_clean(typed))
        except InputError as wrong:
            say(f"  {wrong}")


def _clean(typed: str) -> str:
    if any(unicodedata.category(one) in ("Cc", "Cs") for one in typed):
        raise InputError("Ada tanda yang tidak terbaca. Ketik lagi dengan huruf biasa.")
    return " ".join(typed.split())


def text(
    question: str,
    was: str = "",
    *,
    most: int = 200,
    empty: bool = False,
    check: Check | None = None,
) -> str:
    """Ask for a line of text of at most `most` letters.

    Enter keeps `was`; `-` gives "" where `empty` allows it. `check` raises InputError for a wrong
    line.
    """

    def read(typed: str) -> str:
        if typed == EMPTIED:
            if not empty:
                raise InputError("Ini harus diisi, tidak dapat dikosongkan.")
            return ""
        found = typed or was
        if not found and not empty:
            raise InputError("Belum diisi. Ketik jawabannya, lalu tekan Enter.")
        if len(found) > most:
            raise InputError(f"{len(found)} huruf, paling banyak {most}. Ketik yang lebih pendek.")
        if found and check:
            check(found)
        return found

    return until_right(f"{question} [{was}]" if was else question, read)


def number(question: str, was: int | None = None, *, least: int = 1) -> int | None:
    """Ask for a whole number of at least `least`; Enter keeps `was`, `-` gives None."""

    def read(typed: str) -> int | None:
        if typed in ("", EMPTIED):
            return None if typed else was
        digits = typed.replace(".", "")
        if not re.fullmatch(WHOLE, typed, re.ASCII) or int(digits) < least:
            raise InputError(f"{typed} belum dapat dipakai. Ketik angka, misalnya 120.")
        return int(digits)

    return until_right(question if was is None else f"{question} [{was}]", read)


def yes(question: str, *, was: bool) -> bool:
    """Ask a yes-or-no question; Enter keeps `was`."""

    def read(typed: str) -> bool:
        said = typed.casefold()
        if said in (*_YES, *_NO, ""):
            return said in _YES if said else was
        raise InputError("Ketik y untuk ya atau t untuk tidak.")

    return until_right(f"{question} (y/t) [{'y' if was else 't'}]", read)


def choose(question: str, options: Sequence[tuple[str, str]], was: str | None) -> str:
    """Ask for one of the options (value, words), and return its value.

    The options are shown with numbers; number, value or words may be typed, and Enter keeps `was`.
    """
    names = [words.casefold() for _, words in options]
    values = [value.casefold() for value, _ in options]
    now = None if was is None else was.casefold()
    standing = values.index(now) + 1 if now in values else None

    def read(typed: str) -> str:
        said = typed.casefold()
        if not said and standing:
            return options[standing - 1][0]
        if said.isascii() and said.isdecimal() and 1 <= int(said) <= len(options):
            return options[int(said) - 1][0]
        for known in (values, names):
            if said in known:
                return options[known.index(said)][0]
        raise InputError(f"Ketik nomornya, 1 sampai {len(options)}.")

    for place, (_, words) in enumerate(options, start=1):
        say(f"  {place}. {words}")
    return until_right(f"{question} [{standing}]" if standing else question, read)
