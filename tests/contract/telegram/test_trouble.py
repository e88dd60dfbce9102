"""Polling Telegram over a bad network: both libraries go on, and say plainly what is wrong."""

import asyncio
import logging

import pytest

from bot.channels.telegram.channel import connect
from core.errors import InputError
from core.messaging.outcomes import Later
from core.messaging.outgoing import Message
from tests.support.doubles.telegram.telegram_fakes import FakeWriter, bot_of, house, polling, row_to
from tests.support.doubles.telegram.telegram_rules import Fault, throttle
from tests.support.doubles.telegram.telegram_server import running

pytestmark = pytest.mark.parametrize("library", ["python-telegram-bot", "aiogram"])


@pytest.mark.parametrize(
    "token", ["4242:other", "nonsense", "", "4242:", "x:double", "4242:dou ble\n"]
)
def test_a_wrong_token_is_told_in_plain_words(library, token):
    async def scene():
        async with running() as world:
            await connect(token, world.url, library)

    with pytest.raises(InputError, match="TELEGRAM_BOT_TOKEN ditolak") as told:
        asyncio.run(scene())
    assert "double" not in str(told.value)


def test_a_token_revoked_later_ends_the_pull(library):
    async def scene():
        async with house(library) as (world, channel):
            world.fault("getUpdates", Fault(401, "Unauthorized"))
            await channel.pull(FakeWriter())

    with pytest.raises(InputError, match="TELEGRAM_BOT_TOKEN ditolak"):
        asyncio.run(scene())


def test_an_unknown_library_is_refused(library):
    with pytest.raises(InputError, match="pilih python-telegram-bot atau aiogram"):
        asyncio.run(connect("4242:double", library=f"{library}-2"))


def test_without_a_network_the_bot_opens_and_learns_its_name_later(library):
    async def scene():
        async with running() as world:
            world.fault("getMe", Fault(502), Fault(lost=True))
            async with bot_of(world, library) as channel:
                opened = channel.account, channel.username
                async with polling(channel, FakeWriter()):
                    await world.until(lambda: world.count("getUpdates") == 1)
                return opened, channel.username

    assert asyncio.run(scene()) == (("4242", None), "skm_uji_bot")


def test_nobody_listening_does_not_stop_the_start(library):
    async def scene():
        channel = await connect("4242:double", "http://127.0.0.1:9", library)
        await channel.close()
        return channel.account, await channel.send(row_to(77), Message("Isi"))

    account, outcome = asyncio.run(scene())
    assert (account, outcome) == ("4242", Later(2.0, "account"))


@pytest.mark.parametrize(
    "fault",
    [
        throttle(0),
        Fault(500),
        Fault(502, body=b"<html>Bad Gateway</html>"),
        Fault(200, body=b"<html>captive portal</html>"),
        Fault(200, body=b'{"ok":true,"result":true}'),
        Fault(lost=True),
        Fault(work=True, lost=True),
    ],
    ids=["429", "500", "502", "portal", "no list", "lost before", "lost after"],
)
def test_the_pull_outlives_every_trouble(library, fault):
    async def scene():
        async with house(library) as (world, channel):
            inbox = FakeWriter()
            world.user(77).send("satu")
            world.fault("getUpdates", fault)
            async with polling(channel, inbox):
                await world.until(lambda: not world.unconfirmed())
            assert inbox.ids == ["1001"]

    asyncio.run(scene())


def test_a_second_poller_is_told_in_plain_words(library, caplog):
    async def scene():
        async with (
            house(library) as (world, one),
            bot_of(world, library) as two,
            polling(one, FakeWriter()),
            polling(two, FakeWriter()),
        ):
            await world.until(lambda: world.count("getUpdates") > 3)

    with caplog.at_level(logging.ERROR):
        asyncio.run(scene())
    assert "sedang mengambil pesan dengan token yang sama" in caplog.text


def test_a_webhook_left_behind_is_taken_off_and_drops_nothing(library, caplog):
    async def scene():
        async with house(library) as (world, channel):
            inbox = FakeWriter()
            world.hooks.url = "https://lama.example/hook"
            world.user(77).send("satu")
            async with polling(channel, inbox):
                await world.until(lambda: not world.unconfirmed())
            assert inbox.ids == ["1001"]
            assert world.hooks.url == ""

    with caplog.at_level(logging.WARNING):
        asyncio.run(scene())
    assert "Webhook bot ini dilepas" in caplog.text


def test_a_webhook_that_somebody_sets_again_is_told_and_not_fought(library, caplog):
    async def scene():
        async with house(library) as (world, channel):
            world.hooks.url = "https://lama.example/hook"
            async with polling(channel, FakeWriter()):
                await world.until(lambda: not world.hooks.url)
                world.hooks.url = "https://lain.example/hook"
                world.user(77).send("satu")
                calls = world.count("getUpdates")
                await world.until(lambda: world.count("getUpdates") > calls + 2)
            assert world.hooks.url == "https://lain.example/hook"
            assert world.count("deleteWebhook") == 1

    with caplog.at_level(logging.ERROR):
        asyncio.run(scene())
    assert "Program lain memasang webhook lagi" in caplog.text


def test_no_log_line_holds_words_of_a_person_or_the_token(library, caplog):
    async def scene():
        async with house(library) as (world, channel):
            inbox = FakeWriter()
            world.user(77).send("rahasia saya")
            await channel.send(row_to(77), Message("jawaban rahasia"))
            world.fault("getUpdates", Fault(lost=True), Fault(502))
            async with polling(channel, inbox):
                await world.until(lambda: not world.unconfirmed())

    with caplog.at_level(logging.DEBUG):
        asyncio.run(scene())
    for word in ("rahasia", "4242:double", "Warga"):
        assert word not in caplog.text


def test_readiness_follows_the_last_call(library):
    """Well once Telegram answers, unwell while it does not, well again after."""

    async def becomes(channel, wanted):
        async with asyncio.timeout(10):
            while channel.well is not wanted:
                await asyncio.sleep(0.005)

    async def scene():
        async with running() as world, bot_of(world, library) as channel:
            assert not channel.well
            async with polling(channel, FakeWriter()):
                world.user(7).send("halo")
                await becomes(channel, True)
                world.fault("getUpdates", Fault(502))
                world.user(7).send("halo lagi")
                await becomes(channel, False)
                world.user(7).send("masih di sini")
                await becomes(channel, True)

    asyncio.run(scene())
