"""What messages cost where they do, and what a month may cost: settings, and two thresholds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.config.settings import AgencySettings
    from core.ports.outbox import CostLine

FIRST, WHOLE = 8, 10  # at eight tenths of the ceiling nobody is invited any more


@dataclass(frozen=True, slots=True)
class Price:
    """Of one approved template: as what the provider bills it, and how much that is."""

    category: str
    rupiah: int


@dataclass(frozen=True, slots=True)
class Tariff:
    """Free, and without a ceiling, until the settings say otherwise."""

    message: int = 0  # what the provider takes for any message, in rupiah
    templates: Mapping[str, Price] = field(default_factory=dict)
    ceiling: int | None = None  # rupiah of a month
    web: str | None = None  # where newcomers answer once it is reached

    def cost(self, template: str | None = None) -> int:
        price = self.templates.get(template or "")
        return self.message + (price.rupiah if price else 0)

    def may_invite(self, spent: int) -> bool:
        return self.ceiling is None or spent * WHOLE < self.ceiling * FIRST

    def is_full(self, spent: int) -> bool:
        return self.ceiling is not None and spent >= self.ceiling


FREE = Tariff()


def tariff_of(settings: AgencySettings) -> Tariff:
    prices = {"digest": settings.twilio_digest_price, "invite": settings.twilio_invite_price}
    return Tariff(
        settings.twilio_message_price,
        {name: Price(*price) for name, price in prices.items() if price},
        settings.twilio_monthly_ceiling,
        f"{settings.public_url}/chat" if settings.public_url else None,
    )


def billed(rows: Iterable[CostLine]) -> Mapping[str, float]:
    """This month's messages by kind and their rupiah, of all units: for /metrics."""
    found: Counter[str] = Counter()
    for one in rows:
        found[f"billed_{one.kind}"] += one.n
        found["billed_rupiah"] += one.cost
    return {name: float(n) for name, n in found.items()}
