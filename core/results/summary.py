"""The values of a weekly summary; every figure in them may be told.

`bot.desk.staff.summary.content` collects them, and `core.results.digest` puts them into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from core.language.catalogue import Says
    from core.periods.periode import Periode


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The figures of the year so far. Numbers in strings are as printed."""

    label: str  # "2026"
    n: int  # answers
    ikm: str | None = None  # None: too few answers for any figure
    mutu: str | None = None  # None: too few for a letter
    kinerja: str | None = None
    target: int | None = None  # answers that the sample needs
    missing: int | None = None  # answers to the target; None: it is unknown
    interval: tuple[str, str] | None = None  # low and high, 95 %
    ikm_target: str | None = None  # of the year
    achievement: str | None = None  # percent of `ikm_target`


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """The figures of the newest week."""

    n: int  # answers of the week
    week_ago: str | None = None  # the index as it was told a week ago
    significant: bool | None = None  # larger than chance? None: cannot be told


@dataclass(frozen=True, slots=True)
class LowUnsur:
    """One of the lowest unsur, and the bidang that answers for it."""

    short: str  # its short name
    nrr: str
    mutu: str | None  # None: too few answers for a letter
    is_own: bool = False  # the reader's own bidang answers for it
    bidang: str | None = None  # names; None: more than two, or the summary is of one bidang


@dataclass(frozen=True, slots=True)
class Overdue:
    """One RTL that is due or overdue."""

    kegiatan: str  # its description
    target: str  # "TW IV 2023"
    weeks_late: int | None = None  # None: due, not overdue
    bidang: str | None = None  # its name, where the summary tells of several
    times_planned: int = 0  # the number of new plans for it


@dataclass(frozen=True, slots=True)
class UnitBlock:
    """One unit of several, told in two lines."""

    unit: str  # its name
    n: int  # answers of the year
    week: int  # answers of the newest week
    ikm: str | None = None  # None: too few answers for any figure
    mutu: str | None = None
    target: int | None = None
    lowest: tuple[LowUnsur, ...] = ()


@dataclass(frozen=True, slots=True)
class WeeklySummary:
    """All that one weekly summary tells."""

    addressee: Says  # in the heading: the name of a bidang or a role
    weeks: tuple[Periode, ...]  # oldest first; more than one after downtime
    year: YearFigures
    week: WeekFigures
    lowest: tuple[LowUnsur, ...] = ()
    all_alike: bool = False  # all unsur have the same NRR, so none is low
    unit: tuple[UnitBlock, ...] = ()  # of several units, the lowest first, in place of `lowest`
    units_shown: int = 3  # the others are only counted
    saran: tuple[str, ...] = ()  # quotations, already cut
    mentions_money: int = 0  # saran that speak of money, told to admins alone
    rtl: tuple[Overdue, ...] = ()
    whole: bool = False  # over all bidang, so RTL are counted and not listed
    closing: tuple[str, date] | None = None  # label of an ended period, and its closing day
