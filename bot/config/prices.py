"""What messages cost where they do, and what a month may cost: settings, and two thresholds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.messaging.outgoing import Kind
from core.office.visit import letters_of
from core.survey.state import State
from core.survey.typed_answers import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bot.config.settings import Settings
    from core.messaging.outgoing import Caps, Inbound
    from core.ports.outbox import Tagihan
    from core.ports.store import Tx
    from core.survey.step import Survey, Turn

FIRST, WHOLE = 8, 10  # at eight tenths of the ceiling nobody is invited any more


@dataclass(frozen=True, slots=True)
class Price:
    """Of one approved template: as what the provider bills it, and how much that is."""

    kategori: str
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


def tariff_of(settings: Settings) -> Tariff:
    prices = {"digest": settings.twilio_digest_price, "invite": settings.twilio_invite_price}
    return Tariff(
        settings.twilio_message_price,
        {name: Price(*price) for name, price in prices.items() if price},
        settings.twilio_monthly_ceiling,
        f"{settings.public_url}/chat" if settings.public_url else None,
    )


def billed(rows: Iterable[Tagihan]) -> Mapping[str, float]:
    """This month's messages by kind and their rupiah, of all units: for /metrics."""
    found: Counter[str] = Counter()
    for one in rows:
        found[f"billed_{one.jenis}"] += one.n
        found["billed_rupiah"] += one.biaya
    return {name: float(n) for name, n in found.items()}


def sends_away(
    tariff: Tariff, caps: Caps, before: State | None, turn: Turn, now: datetime, tx: Tx
) -> bool:
    """Whether a newcomer is shown the web page instead: this month's money is spent.

    Whoever would be greeted is one, by whichever way they come to it; who has begun goes on, and
    privasi, berhenti, bahasa … are answered anywhere.
    """
    if tariff.ceiling is None or tariff.web is None or caps.window is None:
        return False
    under_way = before is not None and before.open and before.layar != "salam"
    greeted = turn.state.open and turn.state.here == "salam"
    return greeted and not under_way and tariff.is_full(tx.spent(now=now))


def shut(greeted: State) -> State:
    """What is left of a survey that shall not begin here: a "1" typed later is no consent."""
    return State(greeted.snapshot, greeted.sesi, greeted.bahasa, "tutup", dilihat=greeted.dilihat)


def page(tariff: Tariff, survey: Survey, event: Inbound) -> str | None:
    """Where they go instead: to the place or the visit whose code they brought."""
    kode = event.text if event.kind is Kind.OPENED else code_of(survey, _said(event))
    visit = letters_of(kode or "")
    named = survey.agency.tempat(kode or "")
    return f"{tariff.web}?kode={visit or kode}" if visit or named else tariff.web


def _said(event: Inbound) -> str:
    return " ".join(event.command) if event.command else event.text or ""


def account(survey: Survey, caps: Caps, turn: Turn) -> str:
    """On which unit's account an answer to a citizen goes; told only where messages cost."""
    if caps.window is None:
        return ""
    told = turn.state.unit or (turn.finished.unit if turn.finished else None)
    units = survey.agency.unit
    return told or (units[0].kode if len(units) == 1 else "")
