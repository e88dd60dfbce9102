"""One choice in catalogue keys (`Option`): screens of the survey and of staff dialogs offer it.

`core/survey/rendering.py` and `core/dialog/engine.py` put it into words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from core.language.catalogue import Says


class Option(NamedTuple):
    """One choice of a screen."""

    code: str  # the last part of its payload
    label: Says
    names: tuple[Says, ...] = ()  # further labels that typed words may name
    also: str | None = None  # catalogue key of typed synonyms
    row: Says | None = None  # the label where only 24 letters fit
    counted: bool = True  # typed digits count it
    letter: bool = False  # typed a-d name it
    short: str | None = None  # the word to type where nothing can be pressed: "0", "?"
    exact: bool = False  # only its number or its whole label names it: it cannot be undone
