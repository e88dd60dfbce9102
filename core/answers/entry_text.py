"""An answer that staff type in lines: nine digits in the form's order, the profile between commas.

The dialog of the command `isi` (`core/dialog/assisted.py`) reads paper forms this way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.answers.entry import known
from core.language.matching import Ambiguous, Match, TypedOption, bare, choose, normal, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.language.catalogue import Texts
    from core.office.questionnaire import ProfileField

BETWEEN = r"[\s,;.:/|-]*"  # signs between two digits


class Unread(ValueError):  # noqa: N818 - told to the person, in the person's language
    """A part of the line that fits no answer, or several; the message is that part."""


def scores(text: str, keys: Sequence[str]) -> dict[str, int] | None:
    """Read "343434334" or "3 4 3, 4…" as scores by question key, in the order of `keys`.

    None: the text is not exactly one digit 1-4 for each key.
    """
    written = normal(text)
    if not re.fullmatch(f"{BETWEEN}(?:[1-4]{BETWEEN}){{{len(keys)}}}", written):
        return None
    return dict(zip(keys, map(int, re.findall("[1-4]", written)), strict=True))


def profile(text: str, asked: Sequence[ProfileField], texts: Texts) -> dict[str, str]:
    """Read "P, 34, SMA, wirausaha" in any order, as codes by profile key. Raises Unread.

    Questions that the line does not answer are left out.
    """
    found: dict[str, str] = {}
    for part in _parts(text):
        key, value = _told(part, [one for one in asked if one.key not in found], texts)
        found[key] = value
    return found


def _parts(text: str) -> list[str]:
    """Cut the line at commas; a line without any, at blanks."""
    marked = re.split(r"[,;\n]", text)
    parts = marked if len(marked) > 1 else text.split()
    return [part.strip() for part in parts if part.strip()]


def _told(part: str, asked: Sequence[ProfileField], texts: Texts) -> tuple[str, str]:
    number = whole_number(part)
    for one in asked:
        if one.kind == "angka" and number is not None and known(one, str(number)):
            return one.key, str(number)
    every = [(one, _options(one, texts)) for one in asked if one.choices]
    for exactly in (True, False):
        meant = [
            (one.key, list(one.choices)[index])
            for one, options in every
            for index in _meant(part, options, texts, exactly=exactly)
        ]
        if len(meant) == 1:
            return meant[0]
    raise Unread(part)


def _options(one: ProfileField, texts: Texts) -> list[TypedOption]:
    return [
        TypedOption((label, code), texts.words_for(f"juga.profil.{one.key}.{code}"))
        for code, label in one.choices.items()
    ]


def _meant(
    part: str, options: Sequence[TypedOption], texts: Texts, *, exactly: bool
) -> tuple[int, ...]:
    said = bare(part)
    if exactly:
        names = ({*map(bare, one.labels), *one.also} for one in options)
        return tuple(n for n, one in enumerate(names) if said in one)
    match None if said[:1].isdecimal() else choose(part, options, texts.short):
        case Match(index=index):
            return (index,)
        case Ambiguous(indexes=indexes):
            return indexes
    return ()
