"""Prices of WhatsApp messages, and the monthly ceiling: `Tariff`, made from the settings.

Sender and router ask it. At eight tenths of the ceiling nobody is invited any more; at the ceiling
newcomers are led to the web.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.config.settings import AgencySettings
    from core.ports.outbox import CostLine

FIRST, WHOLE = 8, 10  # eight tenths of the ceiling


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one approved template, and the category in which the provider bills it."""

    category: str  # utility or marketing
    rupiah: int


@dataclass(frozen=True, slots=True)
class Tariff:
    """Prices and ceiling in rupiah; free and without a ceiling until the settings say more."""

    message: int = 0  # rupiah for any message, on top of a template's price
    templates: Mapping[str, Price] = field(default_factory=dict)
    ceiling: int | None = None  # rupiah a month
    web: str | None = None  # page on which newcomers answer once the ceiling is reached

    def cost(self, template: str | None = None) -> int:
        """Rupiah for one message, with the price of the named template where one is given."""
        price = self.templates.get(template or "")
        return self.message + (price.rupiah if price else 0)

    def may_invite(self, spent: int) -> bool:
        """Whether invitations may still be sent, `spent` rupiah into the month."""
        return self.ceiling is None or spent * WHOLE < self.ceiling * FIRST

    def is_full(self, spent: int) -> bool:
        """Whether the month's ceiling is reached; `spent` in rupiah."""
        return self.ceiling is not None and spent >= self.ceiling


FREE = Tariff()


def tariff_of(settings: AgencySettings) -> Tariff:
    """The tariff by the settings of an agency; the page `/chat` is where newcomers are led."""
    prices = {"digest": settings.twilio_digest_price, "invite": settings.twilio_invite_price}
    return Tariff(
        settings.twilio_message_price,
        {name: Price(*price) for name, price in prices.items() if price},
        settings.twilio_monthly_ceiling,
        f"{settings.public_url}/chat" if settings.public_url else None,
    )


def billed(rows: Iterable[CostLine]) -> Mapping[str, float]:
    """Figures for /metrics: this month's messages by kind, and their rupiah, of all units."""
    found: Counter[str] = Counter()
    for one in rows:
        found[f"billed_{one.kind}"] += one.n
        found["billed_rupiah"] += one.cost
    return {name: float(n) for name, n in found.items()}
