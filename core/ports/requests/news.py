"""What the clock tells staff: the weekly summary, and the news of a day that has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from core.messaging.stored_value import StoredAs
from core.office.roles import Role
from core.ports.requests.request import SpokenRequest


@dataclass(frozen=True, slots=True)
class SummaryRequest(SpokenRequest):
    name = "ringkasan"

    role: Annotated[Role, StoredAs("peran")]
    bidang: str | None
    weeks: Annotated[
        tuple[str, ...], StoredAs("minggu")
    ] = ()  # labels, oldest first; none: last week, as it was asked for
    recipient: Annotated[str | None, StoredAs("penerima")] = (
        None  # key of the recipient; None: whoever asked
    )


@dataclass(frozen=True, slots=True)
class LowScoresNews(SpokenRequest):
    name = "nilai_rendah"

    recipient: Annotated[str, StoredAs("penerima")]  # key of the recipient
    unit: str
    n: int  # answers
    unsur: tuple[tuple[str, int], ...]  # each with how many low scores it got


@dataclass(frozen=True, slots=True)
class MoneySaranNews(SpokenRequest):
    name = "saran_uang"

    recipient: Annotated[str, StoredAs("penerima")]
    unit: str
    n: int  # saran that speak of money
    since: Annotated[date, StoredAs("sejak")]


@dataclass(frozen=True, slots=True)
class PaidServiceNews(SpokenRequest):
    """Costs told of a layanan that is free by law."""

    name = "tidak_gratis"

    recipient: Annotated[str, StoredAs("penerima")]
    unit: str
    layanan: str
    n: int  # answers that tell of costs
    since: Annotated[date, StoredAs("sejak")]
