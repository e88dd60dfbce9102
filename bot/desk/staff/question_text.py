"""`read`: splits a question such as "tw3 2026 alat bantu" into a period and a layanan or unit."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from core.errors import InputError
from core.language.matching import Match, TypedOption, bare, choose
from core.periods import periode as periods

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from core.language.catalogue import Texts
    from core.office.agency import Agency
    from core.periods.periode import Periode

QuestionPlace = tuple[str | None, str | None]  # codes of unit and layanan; None: all


class UnknownPlace(InputError):  # noqa: N818 - told to the person, in the person's language
    """No layanan or unit has the name in `said`; `known` are the names there are."""

    def __init__(self, said: str, known: list[str]) -> None:
        super().__init__(said)
        self.said, self.known = said, known


def nearest(said: str, known: Sequence[str]) -> str | None:
    """The known name that was most likely meant, by its letters; None when nothing is close."""
    names = {bare(one): one for one in known}
    near = get_close_matches(bare(said), names, n=1, cutoff=0.6)
    return names[near[0]] if near else None


def read(text: str, agency: Agency, texts: Texts, today: date) -> tuple[Periode, QuestionPlace]:
    """The period (default: this year) and the place (default: all) that a text names.

    The longest beginning that names a period is the period; the rest names the place. Raises
    InputError with a sentence on the fault, and UnknownPlace where no place fits.
    """
    words = text.split()
    fault: InputError | None = None
    for cut in range(len(words), 0, -1):
        try:
            periode = periods.parse(" ".join(words[:cut]), today)
        except InputError as wrong:
            fault = _clearer(fault, wrong)
            continue
        return periode, place(" ".join(words[cut:]), agency, texts)
    this = periods.current("tahun", today)
    if not words:
        return this, (None, None)
    try:
        return this, place(text, agency, texts)
    except UnknownPlace:
        # A text with digits was meant as a period, so its fault is told.
        if fault is not None and any(sign.isdigit() for sign in text):
            raise fault from None
        raise


def _clearer(one: InputError | None, other: InputError) -> InputError:
    """A period that does not exist says more than one that could not be read."""
    if one is None or isinstance(one.__cause__, ValueError):
        return one or other
    return other if isinstance(other.__cause__, ValueError) else one


def place(text: str, agency: Agency, texts: Texts) -> QuestionPlace:
    """The place that a text names, (None, None) for an empty one. Raises UnknownPlace."""
    if not text.strip():
        return None, None
    every: list[tuple[QuestionPlace, TypedOption]] = [
        ((unit.code, one.code), TypedOption((one.label, one.name, one.code)))
        for unit in agency.unit
        for one in unit.layanan
    ]
    every += [
        ((unit.code, None), TypedOption((unit.short, unit.name, unit.code))) for unit in agency.unit
    ]
    found = choose(text, [option for _, option in every], texts.short)
    if not isinstance(found, Match):
        raise UnknownPlace(text.strip(), [option.labels[0] for _, option in every])
    return every[found.index][0]
