"""Whether words ask to be left alone: by their sense, as far as a handful of words tell it.

Every word must belong to that wish; whoever says more has something else to say, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.answers import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST = 80  # letters

_SIGNS = re.compile(r"[^\w\s'’-]+")  # a folded hand behind it, a comma within it
_AGAIN = re.compile(r"(.)\1+")
_TWICE = re.compile(r"(?<=[a-z])2$")  # "kirim2": kirim-kirim
_SPELLED = re.compile(r"\w(?: \w)+")  # "s t o p"


def wanted(said: str, words_for: Callable[[str], frozenset[str]], short: Mapping[str, str]) -> bool:
    """`said` in its bare form. Politeness, held letters and abbreviations change nothing."""
    if len(said) > MOST or said.isdecimal():
        return False
    said = said.replace(" ", "") if _SPELLED.fullmatch(said) else _SIGNS.sub(" ", said)
    polite = words_for("juga.sopan")
    words = (_TWICE.sub("", bare(word)) for word in said.split())
    meant = (short.get(word, word) for word in words if word and word not in polite)
    told = " ".join(dict.fromkeys(meant))  # "kirim kirim" is one sending
    held = _AGAIN.sub(r"\1", told)  # "stoppp", "berhentiii"
    named = (words_for("kata.berhenti"), words_for("juga.berhenti"))
    return any(told in one or held in one for one in named) or _means_it(
        set(told.split()), words_for
    )


def _means_it(words: set[str], words_for: Callable[[str], frozenset[str]]) -> bool:
    """ "jgn wa saya lagi": nothing may be sent, and of nothing else is spoken."""
    send = words_for("juga.diam.kirim")
    if words.isdisjoint(send):
        return False
    never = words_for("juga.diam.jangan") | words_for("kata.berhenti") | words_for("juga.berhenti")
    no, will = words_for("juga.diam.tidak"), words_for("juga.diam.mau")
    if words - never - no - will - send - words_for("juga.diam.lagi"):
        return False
    return not words.isdisjoint(never) or bool(words & no and words & will)
