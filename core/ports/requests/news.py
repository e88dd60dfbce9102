"""News of the clock for staff: the weekly summary, and the news of a day that has ended.

`scheduler/jobs/` writes them; a composer raises Needless when the recipient has left meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from core.messaging.stored_value import StoredAs
from core.office.roles import Role
from core.ports.requests.request import SpokenRequest


@dataclass(frozen=True, slots=True)
class SummaryRequest(SpokenRequest):
    """The weekly summary for one reader, posted by the clock or asked for in a chat."""

    name = "ringkasan"

    role: Annotated[Role, StoredAs("peran")]
    bidang: str | None
    # Labels ("2026-W47"), oldest first; empty: last week, as somebody asked for it.
    weeks: Annotated[tuple[str, ...], StoredAs("minggu")] = ()
    # `Recipient.key`; None: the person who asked.
    recipient: Annotated[str | None, StoredAs("penerima")] = None


@dataclass(frozen=True, slots=True)
class LowScoresNews(SpokenRequest):
    """The number of answers since the last telling that gave an unsur a 1 or 2."""

    name = "nilai_rendah"

    recipient: Annotated[str, StoredAs("penerima")]  # `Recipient.key`
    unit: str
    n: int  # answers since the last telling, also those without a low score
    unsur: tuple[tuple[str, int], ...]  # (key of the unsur, answers with a low score)


@dataclass(frozen=True, slots=True)
class MoneySaranNews(SpokenRequest):
    """The number of new saran that speak of money."""

    name = "saran_uang"

    recipient: Annotated[str, StoredAs("penerima")]
    unit: str
    n: int  # saran that speak of money
    since: Annotated[date, StoredAs("sejak")]  # a Monday


@dataclass(frozen=True, slots=True)
class PaidServiceNews(SpokenRequest):
    """The number of answers that name a cost for a layanan that is free by law."""

    name = "tidak_gratis"

    recipient: Annotated[str, StoredAs("penerima")]
    unit: str
    layanan: str
    n: int  # answers that name a cost
    since: Annotated[date, StoredAs("sejak")]  # a Monday
