"""A visit, not a person: the one-time code of one visit, and what a store tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from core.office.agency import ServicePoint

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, O, 1, I: a code is read off paper
HALF = 5
CODES = len(ALPHABET) ** (2 * HALF)  # 8e14 of them: guessing one takes longer than it is good for
FINISHED_WITHIN = timedelta(days=14)  # who began in time may finish as long as a survey is kept

VisitCodeState = Literal["berlaku", "terpakai", "lewat"]


@dataclass(frozen=True, slots=True)
class Visit:
    """What a code stands for. A used one no longer tells where it was given out."""

    status: VisitCodeState
    point: ServicePoint | None = None


def code_of(number: int) -> str:
    """The code with this number, as it is printed: ABCDE-FGH23."""
    letters = ""
    for _ in range(2 * HALF):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return f"{letters[:HALF]}-{letters[HALF:]}"


def letters_of(code: str) -> str | None:
    """The letters by which it is kept, however it was typed; None: it cannot be such a code."""
    letters = "".join(code.replace("-", " ").upper().split())
    fits = len(letters) == 2 * HALF and all(letter in ALPHABET for letter in letters)
    return letters if fits else None
