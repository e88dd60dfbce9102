"""Periods of the calendar (`Periode`): week, month, triwulan, semester, year, read from typed text.

The desk, `skm` and the results use `parse` for words of staff; the jobs of the scheduler step
through periods with `current`, `previous` and `following`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Literal

from core.errors import InputError

PeriodeKind = Literal["minggu", "bulan", "triwulan", "semester", "tahun"]

EXAMPLES = "2026, 2026-S2, 2026-TW3, 2026-11, 2026-W47"
LENGTH: dict[PeriodeKind, int] = {"bulan": 1, "triwulan": 3, "semester": 6, "tahun": 12}  # months
KINDS: dict[str, PeriodeKind] = {
    "minggu": "minggu",
    "pekan": "minggu",
    "w": "minggu",
    "bulan": "bulan",
    "triwulan": "triwulan",
    "tw": "triwulan",
    "semester": "semester",
    "smt": "semester",
    "s": "semester",
    "tahun": "tahun",
}
NAMES = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
ALSO = {"pebruari": 2, "agt": 8, "ags": 8, "sept": 9, "nopember": 11, "nop": 11}
MONTHS = {
    **{name: number for number, name in enumerate(NAMES, start=1)},
    **{name[:3]: number for number, name in enumerate(NAMES, start=1)},
    **ALSO,
}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
YEARS = range(1990, 2101)
LONGEST = 60  # letters that are read
CLOSES_AFTER = timedelta(days=14)  # answers of a period are taken in so long after its end
LIKE_DIGITS = str.maketrans("ol", "01")  # letters typed for digits
NEAR = 0.7  # similarity (0 to 1) from which a year is proposed as a correction

YEAR = re.compile(r"(?<![0-9a-z])[0-9]{4}(?![0-9])")
RELATIVE = re.compile(r"(minggu|pekan|bulan|triwulan|tw|semester|tahun) (ini|lalu|kemarin)")
MARKED = re.compile(
    r"(minggu|pekan|w|triwulan|tw|semester|smt|s|bulan) ?(?:ke )?([0-9]{1,2}|[iv]+)"
)


@dataclass(frozen=True, slots=True)
class Periode:
    """One named period of the calendar. `first` and `last` are local days, both inside."""

    label: str  # "2026-TW3"
    first: date
    last: date
    kind: PeriodeKind


def current(kind: PeriodeKind, today: date) -> Periode:
    """Return the period of this kind in which a day lies."""
    if kind == "minggu":
        year, week, _ = today.isocalendar()
        return _week(year, week)
    return _months(kind, today.year, (today.month - 1) // LENGTH[kind] + 1)


def previous(periode: Periode) -> Periode:
    """Return the period of the same kind just before this one."""
    return current(periode.kind, periode.first - timedelta(days=1))


def following(periode: Periode) -> Periode:
    """Return the period of the same kind just after this one."""
    return current(periode.kind, periode.last + timedelta(days=1))


def parse(text: str, today: date) -> Periode:
    """Read `2026-TW3`, `tw iii 2026`, `november`, `tahun lalu` …; `today` gives a missing year.

    Raises InputError with an Indonesian sentence that tells the fault, the nearest period, and
    examples.
    """
    words = re.sub(r"[\s\-–/.,_]+", " ", text[:LONGEST].casefold()).strip()
    shown = " ".join(text.split())[:40]
    if relative := RELATIVE.fullmatch(words):
        now = current(KINDS[relative[1]], today)
        return now if relative[2] == "ini" else previous(now)
    years = YEAR.findall(words)
    rest = " ".join(YEAR.sub(" ", words).split())
    if len(years) > 1 or not words:
        raise _unread(shown, rest, today)
    try:
        return _read(rest, int(years[0]) if years else None, today)
    except LookupError:
        raise _unread(shown, rest, today) from None
    except ValueError as wrong:
        end = "" if str(wrong).endswith("?") else "."
        raise InputError(
            f"Periode {shown!r} tidak ada: {wrong}{end} Contoh: {EXAMPLES}."
        ) from wrong


def _read(rest: str, year: int | None, today: date) -> Periode:
    """Read the words without their year.

    LookupError: not understood; ValueError: no such period.
    """
    which = today.year if year is None else year
    if which not in YEARS:
        raise ValueError(f"tahun {YEARS[0]} sampai {YEARS[-1]}{_near_year(str(which), today)}")
    if year and rest in ("", "tahun"):
        return _months("tahun", which, 1)
    if year and rest.isascii() and rest.isdecimal():
        return _numbered("bulan", rest, which)
    month = rest.removeprefix("bulan ")
    if month in MONTHS:
        return _months("bulan", which, MONTHS[month])
    if found := MARKED.fullmatch(rest):
        return _numbered(KINDS[found[1]], found[2], which)
    raise LookupError(rest)


def _numbered(kind: PeriodeKind, written: str, year: int) -> Periode:
    number = ROMAN[written] if not written.isdecimal() else int(written)
    most = _last_week(year) if kind == "minggu" else 12 // LENGTH[kind]
    if not 1 <= number <= most:
        near = min(max(number, 1), most)
        last = _week(year, near) if kind == "minggu" else _months(kind, year, near)
        raise ValueError(f"{kind} {year} bernomor 1 sampai {most}, terdekat {last.label}")
    return _week(year, number) if kind == "minggu" else _months(kind, year, number)


def _last_week(year: int) -> int:
    return date(year, 12, 28).isocalendar().week  # 28 December always lies in the last week


def _week(year: int, week: int) -> Periode:
    first = date.fromisocalendar(year, week, 1)
    return Periode(f"{year}-W{week:02}", first, first + timedelta(days=6), "minggu")


def _months(kind: PeriodeKind, year: int, number: int) -> Periode:
    length = LENGTH[kind]
    last = number * length
    marks = {"bulan": f"-{number:02}", "triwulan": f"-TW{number}", "semester": f"-S{number}"}
    return Periode(
        f"{year}{marks.get(kind, '')}",
        date(year, last - length + 1, 1),
        date(year, last, monthrange(year, last)[1]),
        kind,
    )


def _unread(shown: str, rest: str, today: date) -> InputError:
    known = [*NAMES, "triwulan", "semester", "minggu", "bulan ini", "tahun ini", "tahun lalu"]
    near = get_close_matches(re.sub(r"[ \d]+$", "", rest), known, n=1)
    hint = f". Maksud Anda {near[0]}?" if near else _near_year(rest, today)
    return InputError(f"Periode {shown!r} tidak terbaca{hint or '.'} Contoh: {EXAMPLES}.")


def _near_year(said: str, today: date) -> str:
    """Propose a year for one with letters for digits, or with digits that changed places."""
    years = [str(today.year - back) for back in range(-1, 6)]
    near = get_close_matches(said.translate(LIKE_DIGITS), years, n=1, cutoff=NEAR)
    return f". Maksud Anda {near[0]}?" if near else ""
