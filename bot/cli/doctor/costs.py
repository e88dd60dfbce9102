"""The findings of `skm doctor` on WhatsApp's cost: this month by unit, against the ceiling."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.config.prices import tariff_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bot.config.prices import Tariff
    from bot.config.settings import AgencySettings
    from core.ports.outbox import CostLine
    from core.ports.store import Store

NAMES = {"balasan": "balasan", "digest": "templat ringkasan", "invite": "templat ajakan"}
GOOD, NOTE = "baik   ", "catat  "


def findings(
    settings: AgencySettings, store: Store, now: datetime
) -> Iterator[tuple[str, str | None, str]]:
    """Yield (what, remedy or None, mark) for the month of `now`.

    Months are counted in UTC, as the provider bills; amounts are rupiah.
    """
    month = f"{now:%Y-%m}"
    with store.read() as reader:
        rows = reader.outbox.costs(month)
    if not rows and not settings.twilio_account_sid:
        return
    for unit, mine in groupby(rows, key=lambda one: one.unit):
        yield f"WhatsApp {month}, {unit or 'seluruh kantor'}: {_told(mine)}.", None, GOOD
    tariff = tariff_of(settings)
    yield _month(month, sum(one.cost for one in rows), tariff)
    for name in ("digest", "invite"):
        if name not in tariff.templates and any(one.kind == name for one in rows):
            setting = f"TWILIO_{name.upper()}_PRICE"
            yield f"{setting} kosong: {NAMES[name]} tercatat tanpa biaya templat.", None, NOTE


def _month(month: str, spent: int, tariff: Tariff) -> tuple[str, str | None, str]:
    of = f"dari pagu {_rupiah(tariff.ceiling)}" if tariff.ceiling is not None else "tanpa pagu"
    line = f"WhatsApp {month}: {_rupiah(spent)} {of}."
    if tariff.is_full(spent):
        where = f"warga baru diarahkan ke {tariff.web}" if tariff.web else "SKM_PUBLIC_URL kosong"
        return f"{line} Pagu tercapai; {where}.", None, NOTE
    if not tariff.may_invite(spent):
        return f"{line} Ajakan berhenti sampai bulan depan.", None, NOTE
    return line, None, GOOD


def _told(rows: Iterable[CostLine]) -> str:
    parts = (f"{one.n} {NAMES.get(one.kind, one.kind)} ({_rupiah(one.cost)})" for one in rows)
    return ", ".join(parts)


def _rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")
