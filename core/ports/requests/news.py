"""What the clock tells staff: the weekly summary, and the news of a day that has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.office.roles import Role
from core.ports.requests.request import SpokenRequest


@dataclass(frozen=True, slots=True)
class SummaryRequest(SpokenRequest):
    name = "ringkasan"

    peran: Role
    bidang: str | None
    minggu: tuple[str, ...] = ()  # labels, oldest first; none: last week, as it was asked for
    penerima: str | None = None  # key of the recipient; None: whoever asked


@dataclass(frozen=True, slots=True)
class LowScoresNews(SpokenRequest):
    name = "nilai_rendah"

    penerima: str  # key of the recipient
    unit: str
    n: int  # answers
    unsur: tuple[tuple[str, int], ...]  # each with how many low scores it got


@dataclass(frozen=True, slots=True)
class MoneySaranNews(SpokenRequest):
    name = "saran_uang"

    penerima: str
    unit: str
    n: int  # saran that speak of money
    sejak: date


@dataclass(frozen=True, slots=True)
class PaidServiceNews(SpokenRequest):
    """Costs told of a layanan that is free by law."""

    name = "tidak_gratis"

    penerima: str
    unit: str
    layanan: str
    n: int  # answers that tell of costs
    sejak: date
