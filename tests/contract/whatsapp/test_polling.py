"""Polling Twilio's list finds the messages that no webhook brought: none lost, none twice."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

from core.messaging.incoming import EventKind, Unreadable
from tests.support.doubles.telegram.telegram_fakes import FakeWriter
from tests.support.doubles.twilio.twilio_fakes import hooked, house
from tests.support.doubles.twilio.twilio_world import Fault

CITIZENS = "+6281200000001"
LIST = "GET Messages"
RIPE = 60  # seconds; no webhook takes longer


@asynccontextmanager
async def pulling(channel, inbox):
    task = asyncio.create_task(channel.pull(inbox))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _missed(world, *texts):
    """Messages of a time when our address led nowhere."""
    warga = world.citizen(CITIZENS)
    for text in texts:
        assert await warga.say(text) is None
    world.advance(RIPE)


def test_what_came_while_we_were_away_is_found_in_order():
    async def scene():
        async with house() as (world, channel):
            await _missed(world, "mulai", "1. Setuju", "Kurang maksimal")
            inbox = FakeWriter()
            async with pulling(channel, inbox):
                await world.until(lambda: len(inbox.committed) == 3)
            assert [one.text for one in inbox.committed] == [
                "mulai",
                "1. Setuju",
                "Kurang maksimal",
            ]
            assert {one.kind for one in inbox.committed} == {EventKind.TEXT}
            assert channel.reconciler.found == 3

    asyncio.run(scene())


def test_every_page_is_read():
    async def scene():
        async with house() as (world, channel):
            world.page_size = 3
            await _missed(world, *map(str, range(10)))
            inbox = FakeWriter()
            await channel.reconciler.look(inbox)
            assert [one.text for one in inbox.committed] == list(map(str, range(10)))
            assert [name for name, _ in world.calls] == [LIST] * 4

    asyncio.run(scene())


def test_what_a_webhook_brought_is_not_offered_again():
    async def scene():
        inbox = FakeWriter()
        async with house() as (world, channel):
            async with hooked(world, inbox, noticed=channel.reconciler.noticed):
                await world.citizen(CITIZENS).say("mulai")
            world.hook = None
            await _missed(world, "2")
            assert await channel.reconciler.look(inbox) == 1
            assert [one.text for one in inbox.committed] == ["mulai", "2"]
            assert await channel.reconciler.look(inbox) == 0
            assert len(inbox.committed) == 2

    asyncio.run(scene())


def test_another_process_may_have_brought_it_and_the_store_knows():
    async def scene():
        inbox = FakeWriter()
        async with house() as (world, channel):
            async with hooked(world, inbox):
                await world.citizen(CITIZENS).say("mulai")
            world.advance(RIPE)
            assert await channel.reconciler.look(inbox) == 0
            assert inbox.ids[0] == inbox.ids[1]  # the same event id: the store keeps one

    asyncio.run(scene())


def test_a_message_whose_webhook_may_be_on_the_way_is_left_to_it():
    async def scene():
        inbox = FakeWriter()
        async with house() as (world, channel):
            await world.citizen(CITIZENS).say("mulai")
            assert await channel.reconciler.look(inbox) == 0
            assert inbox.committed == []
            world.advance(RIPE)
            assert await channel.reconciler.look(inbox) == 1

    asyncio.run(scene())


def test_while_store_or_twilio_is_away_it_looks_again_and_loses_nothing():
    async def scene():
        inbox = FakeWriter()
        async with house() as (world, channel):
            await _missed(world, "mulai", "1")
            inbox.down = 2
            ill = [Fault(status=429, code=20429), Fault(status=500), Fault(lost=True)]
            world.faults[LIST] += [*ill, Fault(status=401, code=20003)]
            async with pulling(channel, inbox):
                await world.until(lambda: not channel.well)
                await world.until(lambda: len(inbox.committed) == 2)
                await world.until(lambda: channel.well)
            assert [one.text for one in inbox.committed] == ["mulai", "1"]
            assert len(inbox.offered) >= 3

    asyncio.run(scene())


def test_what_we_sent_and_what_is_older_than_a_day_is_left():
    async def scene():
        inbox = FakeWriter()
        async with house() as (world, channel):
            await _missed(world, "lama")
            world.advance(27 * 3600)
            await _missed(world, "baru")
            world.messages.append(
                {**world.messages[-1], "sid": "SMout", "direction": "outbound-api"}
            )
            await channel.reconciler.look(inbox)
            assert [one.text for one in inbox.committed] == ["baru"]

    asyncio.run(scene())


def test_a_row_that_cannot_be_read_blocks_nothing():
    async def scene():
        inbox = FakeWriter()
        async with house() as (world, channel):
            await _missed(world, "mulai")
            world.messages.insert(0, {**world.messages[0], "sid": "SMrusak", "from": ""})
            await channel.reconciler.look(inbox)
            assert [type(one) is Unreadable for one in inbox.committed].count(True) == 1
            assert any(one.event_id == world.messages[1]["sid"] for one in inbox.committed)

    asyncio.run(scene())
