"""The test whether a typed text asks to be left alone, judged word by word.

`Texts.command` asks it. Every word must belong to that wish: a person who says more has something
else to say, too. Such a text stops the bot at once and erases unsent answers (ADR 0006).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.language.matching import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MOST = 80  # letters

_SIGNS = re.compile(r"[^\w\s'’-]+")  # an emoji behind the words, a comma between them
_AGAIN = re.compile(r"(.)\1+")  # "berhentiii"
_TWICE = re.compile(r"(?<=[a-z])2$")  # "kirim2": kirim-kirim
_SPELLED = re.compile(r"\w(?: \w)+")  # "s t o p"


class Wish:
    """The wish to be left alone, with the words that the catalogues have for it, gathered once."""

    def __init__(
        self, words_for: Callable[[str], frozenset[str]], short: Mapping[str, str]
    ) -> None:
        self._short, self._polite = short, words_for("juga.sopan")
        self._named = words_for("kata.berhenti") | words_for("juga.berhenti")
        self._never = self._named | words_for("juga.diam.jangan")
        self._no, self._will = words_for("juga.diam.tidak"), words_for("juga.diam.mau")
        self._send = words_for("juga.diam.kirim")
        self._all = self._never | self._no | self._will | self._send | words_for("juga.diam.lagi")
        self._known = {word for form in self._all for word in form.split()}

    def is_said(self, said: str) -> bool:
        """Tell whether a text (in its bare form) says the wish, and nothing but the wish.

        Politeness, repeated letters and abbreviations change nothing.
        """
        if len(said) > MOST or said.isdecimal():
            return False
        said = said.replace(" ", "") if _SPELLED.fullmatch(said) else _SIGNS.sub(" ", said)
        words: dict[str, None] = {}  # an ordered set: "kirim kirim" counts once
        for word in self._words(said):
            if not all(map(self._belongs, word.split())):
                return False  # the first word already ends the test for most texts
            words[word] = None
        told = " ".join(words)
        if told in self._named or _AGAIN.sub(r"\1", told) in self._named:
            return True
        return self._means_it(set(told.split()))

    def _words(self, said: str) -> Iterator[str]:
        for word in said.split():
            plain = _TWICE.sub("", bare(word))
            if plain and plain not in self._polite:
                yield self._short.get(plain, plain)

    def _belongs(self, word: str) -> bool:
        return word in self._known or _AGAIN.sub(r"\1", word) in self._known  # "stoppp"

    def _means_it(self, words: set[str]) -> bool:
        """Tell whether the words forbid sending ("jgn wa saya lagi") and speak of nothing else."""
        if words.isdisjoint(self._send) or not words <= self._all:
            return False
        return not words.isdisjoint(self._never) or bool(words & self._no and words & self._will)
