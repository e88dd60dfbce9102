"""A triwulan (`Triwulan`), always with its year, for the targets and realisations of the RTL.

Reports that print "TW IV" alone are refused with InputError: a year is never guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from core.errors import InputError

ROMAN = ("I", "II", "III", "IV")
YEARS = range(1990, 2101)
MONTHS = 3  # of a triwulan
WRITTEN = re.compile(
    r"(?:(?P<before>[0-9]{4})[\s/,.-]*)?"
    r"(?:triwulan|trwln|tw)[\s.-]*(?:ke[\s-]*)?(?P<number>iv|i{1,3}|[1-4])"
    r"(?:[\s/,.-]*(?P<after>[0-9]{4}))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Triwulan:
    """One triwulan of one year; triwulan sort by time.

    Raises InputError for one that does not exist.
    """

    year: int
    number: int  # 1 to 4

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4) or self.year not in YEARS:
            raise InputError(f"Triwulan {self.number} tahun {self.year} tidak ada.")

    @property
    def first(self) -> date:
        return date(self.year, self.number * MONTHS - 2, 1)

    @property
    def last(self) -> date:
        month = self.number * MONTHS
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def label(self) -> str:
        """The name for people: "TW IV 2023"."""
        return f"TW {ROMAN[self.number - 1]} {self.year}"

    @property
    def code(self) -> str:
        """The name for keys and buttons, as `core.periods.periode` labels it: "2023-TW4"."""
        return f"{self.year}-TW{self.number}"

    def to_json(self) -> str:
        return self.code

    @classmethod
    def from_json(cls, code: str) -> Triwulan:
        """Read a stored triwulan (its code). Raises InputError."""
        return parse(str(code))

    def next(self) -> Triwulan:
        """Return the following triwulan, over the turn of the year."""
        return Triwulan(self.year + self.number // 4, self.number % 4 + 1)


def of(day: date) -> Triwulan:
    """The triwulan in which a day lies."""
    return Triwulan(day.year, (day.month - 1) // MONTHS + 1)


def upcoming(today: date, count: int = 4) -> tuple[Triwulan, ...]:
    """Return the triwulan that may be a new target: the one of `today` and those after it."""
    found = [of(today)]
    while len(found) < count:
        found.append(found[-1].next())
    return tuple(found)


def parse(text: str, year_text: int | None = None) -> Triwulan:
    """Read "TW IV 2023", "triwulan 4 2023", "2023-TW4". Raises InputError, also without a year.

    `year_text` is the year that a person told for the whole of a file; it is never taken from a
    clock.
    """
    shown = " ".join(text.split())[:40]
    found = WRITTEN.fullmatch(shown.casefold())
    if found is None:
        raise InputError(f"Triwulan {shown!r} tidak terbaca. Tulis seperti TW IV 2023.")
    told = {int(one) for one in (found["before"], found["after"]) if one}
    if len(told) > 1:
        raise InputError(f"Triwulan {shown!r} menyebut dua tahun. Tulis seperti TW IV 2023.")
    if not told and year_text is None:
        raise InputError(f"Triwulan {shown!r} tanpa tahun. Tulis seperti TW IV 2023.")
    year = told.pop() if told else year_text
    assert year is not None  # noqa: S101 - the checks above leave one of both
    written = found["number"]
    number = int(written) if written.isdecimal() else ROMAN.index(written.upper()) + 1
    return Triwulan(year, number)
