"""The one-time code of a visit, and the values by which a store tells of it.

A queue system or the desk gives the code out (`bot/web/visits`, `bot/desk/citizen`); one answer
uses it up. It stands for a visit and never for a person (ADR 0019).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from core.office.agency import ServicePoint

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, O, 1, I: a code is read off paper
HALF = 5  # letters on each side of the dash
CODES = len(ALPHABET) ** (2 * HALF)  # 1e15 codes: one expires before it can be guessed
FINISHED_WITHIN = timedelta(days=14)  # a survey begun in time may be finished as long as it is kept

VisitCodeState = Literal["berlaku", "terpakai", "lewat"]


@dataclass(frozen=True, slots=True)
class Visit:
    """The state of a visit's code, and its place. A used code no longer tells its place."""

    status: VisitCodeState
    point: ServicePoint | None = None


def code_of(number: int) -> str:
    """Return the code with this number (0 to CODES - 1), as it is printed: ABCDE-FGH23."""
    letters = ""
    for _ in range(2 * HALF):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return f"{letters[:HALF]}-{letters[HALF:]}"


def letters_of(code: str) -> str | None:
    """Return the ten letters under which a code is kept, in upper case and without dash or blanks.

    None: the text cannot be such a code.
    """
    letters = "".join(code.replace("-", " ").upper().split())
    fits = len(letters) == 2 * HALF and all(letter in ALPHABET for letter in letters)
    return letters if fits else None
