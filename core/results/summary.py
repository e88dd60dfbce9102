"""What a weekly summary tells, as values; every figure in them may be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from core.language.catalogue import Says
    from core.periods.periode import Periode


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The year so far."""

    label: str
    n: int
    ikm: str | None = None  # None: too few answers for any figure
    mutu: str | None = None  # None: too few for a letter
    kinerja: str | None = None
    target: int | None = None
    missing: int | None = None
    interval: tuple[str, str] | None = None
    ikm_target: str | None = None
    achievement: str | None = None


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """What the newest week added."""

    n: int
    week_ago: str | None = None  # the index as it was told a week ago
    significant: bool | None = None  # larger than chance? None: cannot be told


@dataclass(frozen=True, slots=True)
class LowUnsur:
    """One of the lowest unsur, and whose it is."""

    short: str
    nrr: str
    mutu: str | None
    is_own: bool = False
    bidang: str | None = None


@dataclass(frozen=True, slots=True)
class Overdue:
    """One RTL that is due or overdue."""

    kegiatan: str
    target: str  # "TW IV 2023"
    weeks_late: int | None = None  # weeks; None: due, not overdue
    bidang: str | None = None  # named where several are told of
    times_planned: int = 0  # how often it was planned anew


@dataclass(frozen=True, slots=True)
class UnitBlock:
    """One unit of several, in two lines."""

    unit: str
    n: int
    week: int  # of the newest week
    ikm: str | None = None  # None: too few answers for any figure
    mutu: str | None = None
    target: int | None = None
    lowest: tuple[LowUnsur, ...] = ()


@dataclass(frozen=True, slots=True)
class WeeklySummary:
    """All that one weekly summary tells."""

    addressee: Says
    weeks: tuple[Periode, ...]  # oldest first; more than one after downtime
    year: YearFigures
    week: WeekFigures
    lowest: tuple[LowUnsur, ...] = ()
    all_alike: bool = False
    unit: tuple[UnitBlock, ...] = ()  # where there are several, instead of the lowest of all
    units_shown: int = 3  # of them told of; the others are counted
    saran: tuple[str, ...] = ()
    mentions_money: int = 0  # saran that speak of money, told to admins alone
    rtl: tuple[Overdue, ...] = ()
    whole: bool = False  # over all bidang
    closing: tuple[str, date] | None = None  # a period that is over, and when it will be published
