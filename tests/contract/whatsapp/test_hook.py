"""Twilio's webhooks: taken once and after COMMIT if signed, refused and forgotten if not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import aiohttp
import pytest

from core.messaging.incoming import EventKind, Receipt, Unreadable
from tests.support.doubles.telegram.telegram_fakes import FakeWriter
from tests.support.doubles.twilio.twilio_fakes import hooked, twilio
from tests.support.doubles.twilio.twilio_server import running


async def _post(url, form, headers=None):
    body = form if isinstance(form, str) else urlencode(form)
    head = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=head) as answer,
    ):
        return answer.status, answer.content_type, await answer.text()


def test_a_message_is_answered_with_an_empty_response():
    async def scene():
        async with twilio() as (world, inbox, base):
            form = world.form(world.citizen("+6281200000001"), "SM1", {"Body": "mulai"})
            url = f"{base}/hooks/twilio"
            status, kind, text = await _post(url, form, world.signature(url, form))
            assert (status, kind) == (200, "text/xml")
            assert text.endswith("<Response/>")
            (event,) = inbox.committed
            assert (event.event_id, event.kind, event.text) == ("SM1", EventKind.TEXT, "mulai")

    asyncio.run(scene())


@pytest.mark.parametrize("algorithm", ["HMAC_SHA1", "HMAC_SHA256"])
@pytest.mark.parametrize(
    "public", [None, "https://skm.contoh.example", "https://contoh.example/skm#rc=5&rp=all"]
)
def test_the_public_address_is_signed_whatever_the_proxy_makes_of_it(public, algorithm):
    async def scene():
        async with twilio(public=public) as (world, inbox, _):
            world.algorithm = algorithm
            assert await world.citizen("+6281200000001").say("mulai") == 200
            assert len(inbox.committed) == 1

    asyncio.run(scene())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda form, head: (form, {}),
        lambda form, head: (form, {"X-Twilio-Signature": "AAAA"}),
        lambda form, head: ({**form, "Body": "lain"}, head),
        lambda form, head: ({**form, "Tambahan": ""}, head),
        lambda form, head: ({k: v for k, v in form.items() if v}, head),
        lambda form, head: ({}, {}),
    ],
    ids=["unsigned", "forged", "altered", "added", "blank dropped", "empty"],
)
def test_what_is_not_signed_is_refused_and_nothing_is_stored(spoil):
    async def scene():
        async with twilio() as (world, inbox, base):
            form = world.form(world.citizen("+6281200000001"), "SM1", {"Body": "mulai"})
            url = f"{base}/hooks/twilio"
            form, head = spoil(form, world.signature(url, form))
            for where in (url, f"{base}/hooks/twilio/status?id=a1"):
                assert (await _post(where, form, head))[0] == 403
            assert inbox.offered == []

    asyncio.run(scene())


@pytest.mark.parametrize(("minutes", "status"), [(0.2, 200), (5, 200), (5.1, 403), (7 * 1440, 403)])
def test_a_copy_that_comes_later_is_refused(minutes, status):
    """Twilio itself repeats within seconds; whoever kept a signed request comes later."""
    now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)

    class Knowing(FakeWriter):
        async def receive(self, arrivals):
            at = now - timedelta(minutes=minutes)
            return [replace(one, first_stored_at=at) for one in await super().receive(arrivals)]

    async def scene():
        async with running(clock=now.timestamp) as world, hooked(world, Knowing()) as base:
            form = world.form(world.citizen("+6281200000001"), "SM1", {"Body": "mulai"})
            url = f"{base}/hooks/twilio"
            assert (await _post(url, form, world.signature(url, form)))[0] == status

    asyncio.run(scene())


def test_a_request_signed_for_one_address_is_refused_at_another():
    """A report for one row replayed for another, and headers that name another host."""

    async def scene():
        async with twilio() as (world, inbox, base):
            form = {"MessageSid": "SM1", "MessageStatus": "delivered"}
            url = f"{base}/hooks/twilio/status?id=a1"
            head = world.signature(url, form)
            assert (await _post(f"{base}/hooks/twilio/status?id=b2", form, head))[0] == 403
            assert (await _post(f"{base}/hooks/twilio", form, head))[0] == 403
            evil = world.signature("https://jahat.example/hooks/twilio", form)
            named = {**evil, "Host": "jahat.example", "X-Forwarded-Host": "jahat.example"}
            named["X-Forwarded-Proto"] = "https"
            assert (await _post(f"{base}/hooks/twilio", form, named))[0] == 403
            assert inbox.offered == []
            assert (await _post(url, form, head))[0] == 200

    asyncio.run(scene())


def test_while_the_database_is_away_nothing_is_confirmed():
    """503 and when to come back; Twilio comes back when its address says so."""

    async def scene():
        async with twilio() as (world, inbox, _):
            inbox.down = 2
            world.hook += "#rc=5&rp=all"
            assert await world.citizen("+6281200000001").say("mulai") == 200
            assert len(inbox.offered) == 3
            assert len(inbox.committed) == 1

    asyncio.run(scene())


def test_without_the_fragment_twilio_tries_once_and_then_its_fallback():
    async def scene():
        spare = FakeWriter()
        async with twilio() as (world, inbox, _), running() as other, hooked(other, spare) as there:
            inbox.down = 9
            world.fallback = f"{there}/hooks/twilio"
            assert await world.citizen("+6281200000001").say("mulai") == 200
            assert len(inbox.offered) == 1
            assert len(spare.committed) == 1

    asyncio.run(scene())


def test_what_is_signed_but_cannot_be_read_is_parked():
    async def scene():
        async with twilio() as (world, inbox, base):
            form, url = {"MessageSid": "SM1", "Body": "tanpa pengirim"}, f"{base}/hooks/twilio"
            assert (await _post(url, form, world.signature(url, form)))[0] == 200
            (parked,) = inbox.committed
            assert isinstance(parked, Unreadable)
            assert (parked.event_id, parked.channel) == ("SM1", "whatsapp")
            assert b"tanpa+pengirim" in parked.raw

    asyncio.run(scene())


def test_five_reports_of_one_message_come_in_any_order():
    async def scene():
        async with twilio() as (world, inbox, base):
            row = {"sid": "SM9", "from": f"whatsapp:{world.sender}", "to": "whatsapp:+62812"}
            url = f"{base}/hooks/twilio/status?id=a1b2"
            for status in ("read", "sent", "delivered", "queued", "sent"):
                assert await world.report(url, row, status) == 200
            told = [(one.outbox_id, one.provider_id, one.status) for one in inbox.committed]
            statuses = ("read", "sent", "delivered", "queued", "sent")
            assert told == [("a1b2", "SM9", status) for status in statuses]
            assert all(isinstance(one, Receipt) for one in inbox.committed)
            assert inbox.ids[1] == inbox.ids[4]  # the same report twice is one event

    asyncio.run(scene())


def test_who_looks_through_the_list_hears_what_a_webhook_brought():
    async def scene():
        heard = []
        async with twilio(noticed=heard.append) as (world, inbox, _):
            await world.citizen("+6281200000001").say("mulai")
            assert heard == inbox.ids
            inbox.down = 1
            await world.citizen("+6281200000001").say("lagi")
            assert len(heard) == 1

    asyncio.run(scene())
