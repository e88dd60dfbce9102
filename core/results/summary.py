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
    kurang: int | None = None
    rentang: tuple[str, str] | None = None
    sasaran: str | None = None
    capaian: str | None = None


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """What the newest week added."""

    n: int
    tadinya: str | None = None  # the index as it was told a week ago
    nyata: bool | None = None  # larger than chance? None: cannot be told


@dataclass(frozen=True, slots=True)
class LowUnsur:
    """One of the lowest unsur, and whose it is."""

    singkat: str
    nrr: str
    mutu: str | None
    milik: bool = False
    bidang: str | None = None


@dataclass(frozen=True, slots=True)
class Overdue:
    """One RTL that is due or overdue."""

    kegiatan: str
    target: str  # "TW IV 2023"
    lewat: int | None = None  # weeks; None: due, not overdue
    bidang: str | None = None  # named where several are told of
    ulang: int = 0  # how often it was planned anew


@dataclass(frozen=True, slots=True)
class UnitBlock:
    """One unit of several, in two lines."""

    unit: str
    n: int
    pekan: int  # of the newest week
    ikm: str | None = None  # None: too few answers for any figure
    mutu: str | None = None
    target: int | None = None
    terendah: tuple[LowUnsur, ...] = ()


@dataclass(frozen=True, slots=True)
class Rangkuman:
    """All that one weekly summary tells."""

    kepada: Says
    weeks: tuple[Periode, ...]  # oldest first; more than one after downtime
    tahun: YearFigures
    pekan: WeekFigures
    terendah: tuple[LowUnsur, ...] = ()
    semua_sama: bool = False
    unit: tuple[UnitBlock, ...] = ()  # where there are several, instead of the lowest of all
    unit_tampil: int = 3  # of them told of; the others are counted
    saran: tuple[str, ...] = ()
    uang: int = 0  # saran that speak of money, told to admins alone
    rtl: tuple[Overdue, ...] = ()
    semua: bool = False  # over all bidang
    tutup: tuple[str, date] | None = None  # a period that is over, and when it will be published
