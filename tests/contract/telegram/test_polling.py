"""Polling Telegram: both libraries confirm after COMMIT, read everything, and settle presses."""

import asyncio

import pytest

from core.messaging.incoming import EventKind, Unreadable
from tests.support.doubles.telegram.telegram_fakes import FakeWriter, bot_of, house, polling

pytestmark = pytest.mark.parametrize("library", ["python-telegram-bot", "aiogram"])


async def _offered(inbox, times):
    async with asyncio.timeout(5):
        while len(inbox.offered) < times:
            await asyncio.sleep(0.002)


def test_the_bot_learns_its_id_and_name(library):
    async def scene():
        async with house(library, token="777000:abc") as (_, channel):
            return channel.name, channel.account, channel.username

    assert asyncio.run(scene()) == ("telegram", "777000", "skm_uji_bot")


def test_updates_come_in_order_and_are_confirmed_after_the_commit(library):
    async def scene():
        async with house(library) as (world, channel):
            user, inbox = world.user(77), FakeWriter()
            for word in ("/start", "setuju", "34"):
                user.send(word)
            async with polling(channel, inbox):
                await world.until(lambda: world.count("getUpdates") == 2)
            assert [event.kind for event in inbox.committed] == [
                EventKind.COMMAND,
                EventKind.TEXT,
                EventKind.TEXT,
            ]
            assert [event.text for event in inbox.committed] == ["/start", "setuju", "34"]
            assert world.unconfirmed() == []

    asyncio.run(scene())


def test_while_the_store_is_down_nothing_is_confirmed_and_nothing_skipped(library):
    async def scene():
        async with house(library) as (world, channel):
            world.user(77).send("satu")
            world.user(78).send("dua")
            inbox = FakeWriter()
            inbox.down = 3
            async with polling(channel, inbox):
                await _offered(inbox, 3)
                assert world.unconfirmed() == [1001, 1002]
                await world.until(lambda: world.count("getUpdates") == 2)
            assert inbox.offered == [["1001", "1002"]] * 4
            assert inbox.ids == ["1001", "1002"]
            assert world.unconfirmed() == []

    asyncio.run(scene())


def test_cancelled_before_the_commit_everything_comes_again(library):
    async def scene():
        async with house(library) as (world, channel):
            world.user(77).send("satu")
            stuck = FakeWriter()
            stuck.hangs = "before"
            async with polling(channel, stuck):
                await _offered(stuck, 1)
            assert world.unconfirmed() == [1001]
            fresh = FakeWriter()
            async with bot_of(world, library) as second, polling(second, fresh):
                await world.until(lambda: not world.unconfirmed())
            assert fresh.ids == ["1001"]

    asyncio.run(scene())


def test_cancelled_after_the_commit_the_update_comes_again_for_the_store_to_know(library):
    """Only the next poll confirms: a death between COMMIT and poll repeats, and loses nothing."""

    async def scene():
        async with house(library) as (world, channel):
            inbox = FakeWriter()
            inbox.hangs = "after"
            world.user(77).send("/start")
            async with polling(channel, inbox):
                await _offered(inbox, 1)
            assert inbox.ids == ["1001"]
            assert world.unconfirmed() == [1001]
            inbox.hangs = None
            async with bot_of(world, library) as second, polling(second, inbox):
                await world.until(lambda: not world.unconfirmed())
            assert inbox.ids == ["1001", "1001"]

    asyncio.run(scene())


def test_what_cannot_be_read_is_parked_and_blocks_nothing(library):
    async def scene():
        async with house(library) as (world, channel):
            user, inbox = world.user(77), FakeWriter()
            world.enqueue("message", {"text": "tanpa pengirim", "chat": "?"})
            world.enqueue("message", {"text": "\ud83d", "chat": None})
            user.send("sesudahnya")
            async with polling(channel, inbox):
                await world.until(lambda: world.count("getUpdates") == 2)
            first, half, good = inbox.committed
            assert (first.event_id, first.channel, first.account) == ("1001", "telegram", "4242")
            assert b"tanpa pengirim" in first.raw
            assert isinstance(half, Unreadable)
            assert half.raw
            assert good.text == "sesudahnya"
            assert world.unconfirmed() == []

    asyncio.run(scene())


def test_an_update_without_an_id_is_parked_without_a_busy_loop(library):
    async def scene():
        async with house(library) as (world, channel):
            inbox = FakeWriter()
            world.enqueue_raw({"message": "?"})
            async with polling(channel, inbox):
                await asyncio.sleep(0.3)
            assert {type(arrival) for arrival in inbox.committed} == {Unreadable}
            assert len({arrival.event_id for arrival in inbox.committed}) == 1
            assert world.count("getUpdates") < 30

    asyncio.run(scene())


@pytest.mark.parametrize(
    "text",
    ["a\0b", "👩‍🚒", "\u202eنص", "<b>&", "x" * 100_000],
    ids=["nul", "emoji", "rtl", "html", "100kB"],
)
def test_hostile_words_arrive_whole(library, text):
    async def scene():
        async with house(library) as (world, channel):
            inbox = FakeWriter()
            world.user(77).send(text)
            async with polling(channel, inbox):
                await world.until(lambda: not world.unconfirmed())
            assert [event.text for event in inbox.committed] == [text]

    asyncio.run(scene())


def test_half_a_character_arrives_as_a_mark(library):
    async def scene():
        async with house(library) as (world, channel):
            inbox = FakeWriter()
            world.user(77).send("a\ud83d!")
            async with polling(channel, inbox):
                await world.until(lambda: not world.unconfirmed())
            assert [event.text for event in inbox.committed] == ["a\ufffd!"]

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("notice", "alert"), [("Tercatat: Sesuai.", False), ("x" * 250, True), (None, False)]
)
def test_a_press_is_settled_after_the_commit_with_its_notice(library, notice, alert):
    async def scene():
        async with house(library) as (world, channel):
            user, inbox = world.user(77), FakeWriter()
            inbox.notice = notice
            query = _press(world, user)
            inbox.down = 1
            async with polling(channel, inbox):
                await world.until(lambda: user.popup(query) is not None)
            assert inbox.committed[-1].settle == query
            shown = user.popup(query)
            assert (shown["text"], shown["show_alert"]) == (
                None if notice is None else _cut(notice),
                alert,
            )

    asyncio.run(scene())


def _press(world, user):
    user.send("/start")
    user.chat.put(world.me, text="3/9")
    return user.press("sv:3:2:1")


def _cut(notice):
    return notice if len(notice) <= 200 else notice[:199] + "…"


def test_a_press_too_old_to_settle_means_nothing(library):
    async def scene():
        async with house(library) as (world, channel):
            user = world.user(77)
            query = _press(world, user)
            world.advance(151)
            await channel.settle(query, "Terlambat")
            assert user.popup(query) is None
            assert world.unconfirmed() == [1001]

    asyncio.run(scene())


def test_presses_die_in_the_queue_and_messages_live_a_day(library):
    """After a longer stop only what was typed comes; nobody learns of the presses."""

    async def scene():
        async with house(library) as (world, channel):
            inbox = FakeWriter()
            _press(world, world.user(77))
            world.advance(3600)
            async with polling(channel, inbox):
                await world.until(lambda: world.count("getUpdates") == 2)
            (typed,) = inbox.committed
            assert typed.kind is EventKind.COMMAND
            assert world.now() - typed.at.timestamp() > 3599

    asyncio.run(scene())


def test_a_blocked_bot_hears_of_it(library):
    async def scene():
        async with house(library) as (world, channel):
            user, inbox = world.user(77), FakeWriter()
            user.block()
            user.unblock()
            async with polling(channel, inbox):
                await world.until(lambda: not world.unconfirmed())
            assert [event.kind for event in inbox.committed] == [
                EventKind.UNREACHABLE,
                EventKind.REACHABLE,
            ]

    asyncio.run(scene())
