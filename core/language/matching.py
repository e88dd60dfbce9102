"""The reader of typed words: finds the option that "b", "3" or "sgt sesuai" means, or several.

The survey and staff dialogs call `choose`; text that fits two options is never guessed (ADR 0005).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

TYPO_LEAST = 4  # letters; one slip turns a shorter word into too many others
_NUMBERED = re.compile(r"\(?(\d{1,3})\)?[.):]?(?:\s+(.+))?$")
_LETTERED = re.compile(r"\(?([a-z])[.)]$")
_DROPPED = ("Mn", "Me", "Cf", "Cc")  # Unicode categories: variation selectors, zero-width, NUL …
_EDGES = " .,!?;:'\"()[]{}<>*_~`“”‘’-–—/\\"  # punctuation that people put around a word


@dataclass(frozen=True, slots=True)
class TypedOption:
    """One option of a screen, with every label that names it."""

    labels: tuple[str, ...]
    also: frozenset[str] = frozenset()  # in `bare` form: further words that name it as a whole
    exact: bool = False  # never read from a shortened or mistyped word: it cannot be undone
    letter: bool = False  # the letters a-d of the paper form name it
    number: bool = True  # typed digits count it


@dataclass(frozen=True, slots=True)
class Match:
    """The text means exactly one option (its place); `typo`: by one slip of the finger."""

    index: int
    typo: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The text fits several options (their places): the person is asked back."""

    indexes: tuple[int, ...]


Reading = Match | Ambiguous | None


def normal(text: str) -> str:
    """Return the compared form of a text: no case, invisible signs or repeated blanks.

    Compatible letters (Unicode NFKC) become one, and an underscore counts as a blank.
    """
    if len(text) > 2000:  # noqa: PLR2004 - no option is longer; 100 kB must not cost time
        text = text[:2000]
    if text.isascii() and text.isprintable():  # most texts need nothing of `_normal`
        return " ".join(text.lower().replace("_", " ").split())
    return _normal(text)


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    seen = "".join(
        " " if c.isspace() else c
        for c in folded
        if c.isspace() or unicodedata.category(c) not in _DROPPED
    )
    return " ".join(seen.split())


def bare(text: str) -> str:
    """Return the compared form without the punctuation around it."""
    return normal(text).strip(_EDGES)


def choose(
    text: str, options: Sequence[TypedOption], short: Mapping[str, str] | None = None
) -> Reading:
    """Find the option that a text means; `short` spells out abbreviations ("tdk" -> "tidak").

    The first rule that fits any option decides (ADR 0005): number, lettered option ("b."), whole
    label, initials, abbreviation, part of a label, one slip. None: the text fits no option.
    """
    written = normal(text)
    if numbered := _NUMBERED.match(written):
        return _by_number(numbered, options, short or {})
    if (lettered := _LETTERED.match(written)) and (found := _by_letter(lettered[1], options)):
        return Match(found[0])
    return _by_words(bare(text), options, short or {})


def _by_number(
    found: re.Match[str], options: Sequence[TypedOption], short: Mapping[str, str]
) -> Reading:
    counted = [index for index, option in enumerate(options) if option.number]
    number, rest = int(found[1]), found[2]
    if not 1 <= number <= len(counted):
        return None
    index = counted[number - 1]
    if rest is None:
        return Match(index)
    said = _by_words(bare(rest), options, short)
    agrees = said == Match(index) or (isinstance(said, Ambiguous) and index in said.indexes)
    return Match(index) if agrees else None


def _by_letter(letter: str, options: Sequence[TypedOption]) -> list[int]:
    lettered = [index for index, option in enumerate(options) if option.letter]
    place = ord(letter) - ord("a")
    return lettered[place : place + 1] if place < len(lettered) else []


def _by_words(said: str, options: Sequence[TypedOption], short: Mapping[str, str]) -> Reading:
    if not said:
        return None
    tokens = [short.get(token, token) for token in said.split()]
    spelt = " ".join(tokens)
    every = [tuple(bare(label) for label in option.labels) for option in options]
    whole = [
        index
        for index, option in enumerate(options)
        if {said, spelt} & (option.also | set(every[index]))
    ]
    if whole:
        return _one_of(whole)
    every = [() if option.exact else every[i] for i, option in enumerate(options)]
    if len(said) == 1:  # "b" is option b of the form, and also the first letter of "Baik"
        starts = {i for i, labels in enumerate(every) if any(x.startswith(said) for x in labels)}
        return _one_of(sorted(starts | set(_by_letter(said, options))))
    tests: tuple[Callable[[str], bool], ...] = (
        lambda label: _initials(label) == said,
        lambda label: _abbreviates(tokens, label.split()),
        lambda label: _within(tokens, label.split()),
    )
    for test in tests:
        if found := [i for i, labels in enumerate(every) if any(map(test, labels))]:
            return _one_of(found)
    return _by_typo(spelt, every)


def _one_of(found: list[int], *, typo: bool = False) -> Reading:
    if not found:
        return None
    return Match(found[0], typo) if len(found) == 1 else Ambiguous(tuple(found))


def _by_typo(said: str, every: Iterable[tuple[str, ...]]) -> Reading:
    if len(said) < TYPO_LEAST:
        return None
    found = [i for i, labels in enumerate(every) if any(one_slip(said, x) for x in labels)]
    return _one_of(found, typo=True)


def _initials(label: str) -> str:
    return "".join(word[0] for word in label.split())


def _abbreviates(tokens: list[str], label: list[str]) -> bool:
    """Tell whether every typed word shortens the label's word in the same place."""
    return len(tokens) <= len(label) and all(map(_shortens, tokens, label))


def _within(tokens: list[str], label: list[str]) -> bool:
    """Tell whether the typed words shorten some of the label's words, in order."""
    rest = iter(label)
    return all(any(_shortens(token, word) for word in rest) for token in tokens)


def _shortens(token: str, word: str) -> bool:
    """Tell whether "sgt" or "san" shortens "sangat".

    A short form has the same first letter and is a prefix, or consonants of the word in order.
    """
    if word.startswith(token):
        return True
    if token[0] != word[0] or len(token) < 3 or set(token[1:]) & set("aeiou"):  # noqa: PLR2004
        return False
    rest = iter(word)
    return all(letter in rest for letter in token)


def one_slip(said: str, label: str) -> bool:
    """Tell whether two words are equal but for one letter: added, missing, wrong, or swapped."""
    if said == label or abs(len(said) - len(label)) > 1:
        return said == label
    start = next((i for i, (a, b) in enumerate(zip(said, label, strict=False)) if a != b), -1)
    if start < 0:
        return True  # one is the other plus a last letter
    a, b = said[start:], label[start:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:] and len(b) > 1
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]


def whole_number(text: str) -> int | None:
    """Return the number in a text such as "34", "34 tahun" or "٣٤"; at most six digits.

    None when there is no number or more than one, when it is negative or decimal, or when the text
    has more than three words.
    """
    found = re.findall(r"\d+", normal(text))
    words = normal(text).split()
    if len(found) != 1 or len(words) > 3 or len(found[0]) > 6:  # noqa: PLR2004
        return None
    if re.search(r"\d[.,/-]\s*\d|-\d", normal(text)):
        return None
    return int(found[0])
