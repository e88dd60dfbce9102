"""One choice in keys: what a screen offers, before it is put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from core.language.catalogue import Says


class Option(NamedTuple):
    """One choice of a screen."""

    code: str
    label: Says
    names: tuple[Says, ...] = ()  # further labels that typed words may name
    also: str | None = None  # catalogue key of typed synonyms
    row: Says | None = None  # the label where only 24 letters fit
    counted: bool = True  # typed digits count it
    letter: bool = False  # typed a-d name it
    short: str | None = None  # what is typed for it where nothing can be pressed: "0", "?"
    exact: bool = False  # cannot be undone: only its number or its whole label names it
