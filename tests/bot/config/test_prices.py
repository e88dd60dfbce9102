"""Prices of messages, and the steps that follow when a month's money is nearly or wholly spent."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot.cli.doctor.costs import findings
from bot.config.prices import FREE, Price, Tariff, billed, tariff_of
from bot.config.settings import Settings
from bot.pipeline.sender import Sender, SendingTerms
from core.messaging.outcomes import Refused, Sent
from core.messaging.outgoing import Message, Outgoing, ResendPolicy, Template
from core.ports.outbox import CostLine
from tests.support.fakes import CAPS, T0, FakeChannel, chat

SETTINGS = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "sandi",
    "TWILIO_WHATSAPP_FROM": "+14155238886",
    "SKM_PUBLIC_URL": "https://skm.test",
    "TWILIO_MESSAGE_PRICE": "80",
    "TWILIO_DIGEST_PRICE": "utility 400",
    "TWILIO_MONTHLY_CEILING": "Rp500.000",
}
MONTH = "2026-02"
THEN = datetime(2026, 2, 28, 23, 59, tzinfo=UTC)  # March in Jakarta, not for the provider


def test_the_settings_tell_category_price_and_ceiling():
    tariff = tariff_of(Settings.read(SETTINGS).agency)

    assert tariff.templates == {"digest": Price("utility", 400)}
    assert (tariff.ceiling, tariff.web) == (500_000, "https://skm.test/chat")
    assert [tariff.cost(name) for name in (None, "digest", "invite")] == [80, 480, 80]


@pytest.mark.parametrize(
    ("spent", "invites", "full"),
    [(0, True, False), (799, True, False), (800, False, False), (1000, False, True)],
)
def test_invitations_stop_first_and_newcomers_last(spent, invites, full):
    tariff = Tariff(ceiling=1000)

    assert (tariff.may_invite(spent), tariff.is_full(spent)) == (invites, full)


def test_without_a_ceiling_nothing_stops():
    assert FREE.may_invite(10**9)
    assert not FREE.is_full(10**9)


def test_metrics_tell_messages_and_rupiah_of_all_units():
    rows = [
        CostLine(MONTH, "a", "balasan", 3, 240),
        CostLine(MONTH, "b", "balasan", 2, 160),
        CostLine(MONTH, "", "digest", 1, 480),
    ]

    assert billed(rows) == {"billed_balasan": 5.0, "billed_digest": 1.0, "billed_rupiah": 880.0}


class Spending:
    """Books that know what was spent."""

    def __init__(self, rupiah):
        self.rupiah = rupiah

    async def run(self, work):
        return work(SimpleNamespace(outbox=SimpleNamespace(spent=lambda now: self.rupiah)))

    def settle(self, settlement):
        raise AssertionError(settlement)


@pytest.mark.parametrize(
    ("name", "spent", "sent", "outcome"),
    [
        ("invite", 799, 1, Sent("m1")),
        ("invite", 800, 0, Refused("ceiling", "")),
        ("digest", 5000, 1, Sent("m1")),
    ],
)
def test_at_the_ceiling_nobody_is_invited_but_staff_are_still_told(name, spent, sent, outcome):
    channel = FakeChannel("whatsapp", "+1", replace(CAPS, window=T0 - T0.replace(hour=0)))
    tariff = Tariff(5, {"invite": Price("marketing", 600)}, 1000)
    terms = SendingTerms(lambda: T0, lambda _row, message: message, tariff=tariff)
    sender = Sender([channel], Spending(spent), None, {}, terms)
    message = Message("Bagaimana pelayanan kami?", template=Template(name, ("x",)))
    to = chat(channel="whatsapp", account="+1")
    row = Outgoing(1, "r1", to, message, ResendPolicy.POST, None, None, 0, unsure=False)

    async def main():
        return await sender.send(row, asyncio.get_running_loop().time() + 60)

    settled = asyncio.run(main())

    assert (len(channel.sent), settled.outcome) == (sent, outcome)
    assert settled.cost == (0 if not sent else 605 if name == "invite" else 5)


class Ledger:
    def __init__(self, *rows):
        self.rows = rows
        self.outbox = self  # of a reader it plays this part

    def read(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def costs(self, since):
        return [one for one in self.rows if one.month >= since]


def told(rupiah, **changes):
    rows = [
        CostLine(MONTH, "", "digest", 2, 960),
        CostLine(MONTH, "dukcapil", "balasan", 1200, rupiah - 960),
    ]
    made = findings(Settings.read(SETTINGS | changes).agency, Ledger(*rows), THEN)
    return [what for what, _, _ in made]


def test_doctor_tells_the_month_by_unit_and_what_follows():
    assert told(96_960) == [
        f"WhatsApp {MONTH}, seluruh kantor: 2 templat ringkasan (Rp960).",
        f"WhatsApp {MONTH}, dukcapil: 1200 balasan (Rp96.000).",
        f"WhatsApp {MONTH}: Rp96.960 dari pagu Rp500.000.",
    ]
    assert told(450_000)[-1].endswith("Ajakan berhenti sampai bulan depan.")
    assert told(500_000)[-1].endswith("warga baru diarahkan ke https://skm.test/chat.")
    assert told(96_960, TWILIO_MONTHLY_CEILING="")[-1].endswith("tanpa pagu.")
    assert "TWILIO_DIGEST_PRICE kosong" in told(96_960, TWILIO_DIGEST_PRICE="")[-1]


def test_doctor_is_silent_where_there_is_no_whatsapp():
    assert list(findings(Settings.read({}).agency, Ledger(), THEN)) == []
