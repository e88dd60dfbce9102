"""Updates that Telegram posts: 2xx only after COMMIT, in any order, none without the secret."""

import asyncio
import logging
from io import BytesIO

import aiohttp
import pytest

from core.messaging.incoming import EventKind, Unreadable
from tests.support.doubles.telegram.telegram_fakes import PUBLIC, SECRET, FakeWriter, hooked
from tests.support.doubles.telegram.telegram_rules import Fault

pytestmark = pytest.mark.parametrize("library", ["python-telegram-bot", "aiogram"])
HEAD = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


async def post(world, body, headers=HEAD):
    where = f"{world.hooks.proxy[PUBLIC]}/hooks/telegram"
    async with (
        aiohttp.ClientSession() as http,
        http.post(where, data=BytesIO(body), headers=headers) as got,
    ):
        return got.status, await got.read()


class Broken(FakeWriter):
    """Fails as a program does, so many times."""

    def __init__(self, times):
        super().__init__()
        self.times = times

    async def receive(self, arrivals):
        if self.times:
            self.times -= 1
            raise RuntimeError("boom")
        return await super().receive(arrivals)


def test_the_webhook_is_set_with_all_that_belongs_to_it(library):
    async def scene():
        async with hooked(library, FakeWriter()) as (world, channel):
            assert world.hooks.params == {
                "url": f"{PUBLIC}/hooks/telegram",
                "secret_token": SECRET,
                "allowed_updates": ["message", "callback_query", "my_chat_member"],
                "max_connections": 40,
            }
            assert world.count("getUpdates") == 0
            async with asyncio.timeout(5):
                while not channel.well:
                    await asyncio.sleep(0.005)

    asyncio.run(scene())


def test_setting_it_waits_for_a_network_and_drops_nothing(library, caplog):
    async def scene():
        inbox = FakeWriter()
        async with hooked(library, inbox) as (world, channel):
            await world.hooks.close()
            world.hooks.delete({})
            world.user(7).send("sebelumnya")
            world.fault(
                "setWebhook", Fault(502), Fault(lost=True), Fault(400, "Bad Request: bad webhook")
            )
            channel._source._is_set = False
            again = asyncio.create_task(channel.pull(inbox))
            await world.until(lambda: not world.unconfirmed())
            again.cancel()
            assert [event.text for event in inbox.committed] == ["sebelumnya"]

    with caplog.at_level(logging.WARNING):
        asyncio.run(scene())
    assert "Periksa SKM_PUBLIC_URL" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "lain"}])
def test_without_the_secret_nothing_is_read(library, headers):
    async def scene():
        inbox = FakeWriter()
        async with hooked(library, inbox) as (world, _):
            assert (await post(world, b'{"update_id": 1}', headers))[0] == 401
            assert (await post(world, b"x" * 2_000_000, headers))[0] == 401
            assert inbox.offered == []

    asyncio.run(scene())


def test_an_answer_is_2xx_only_after_the_commit(library):
    async def scene():
        inbox = FakeWriter()
        inbox.down = 3
        async with hooked(library, inbox) as (world, _):
            world.user(7).send("satu")
            world.user(7).send("dua")
            await world.until(lambda: not world.unconfirmed())
            assert inbox.offered == [["1001"]] * 4 + [["1002"]]
            assert world.hooks.refused == [(503, 1001)] * 3
            assert world.hooks.pauses == [(1001, 5.0)] * 3  # as our Retry-After asks

    asyncio.run(scene())


def test_our_own_fault_is_no_2xx_so_it_comes_again(library):
    async def scene():
        inbox = Broken(3)
        async with hooked(library, inbox) as (world, _):
            world.user(7).send("satu")
            await world.until(lambda: not world.unconfirmed())
            assert world.hooks.pauses == [(1001, 0.0), (1001, 2.0), (1001, 4.0)]
            assert inbox.ids == ["1001"]

    asyncio.run(scene())


def test_forty_at_once(library):
    """Nobody waits for somebody else's COMMIT, and more than forty are never on their way."""

    class Gate(FakeWriter):
        waiting, opened = 0, asyncio.Event()

        async def receive(self, arrivals):
            self.waiting += 1
            if self.waiting == 40:
                self.opened.set()
            await self.opened.wait()
            return await super().receive(arrivals)

    async def scene():
        Gate.opened = asyncio.Event()
        inbox = Gate()
        async with hooked(library, inbox) as (world, _):
            for number in range(60):
                world.user(100 + number).send("halo")
            await world.until(lambda: not world.unconfirmed())
            assert world.hooks.most_in_flight == 40
            assert sorted(inbox.ids) == [str(1001 + n) for n in range(60)]

    asyncio.run(scene())


def test_a_text_and_a_press_of_one_person_may_come_together(library):
    """They stand in different queues: the second does not wait for the first one's COMMIT."""

    async def scene():
        inbox = FakeWriter()
        async with hooked(library, inbox) as (world, _):
            user = world.user(7)
            user.send("/start")
            await world.until(lambda: not world.unconfirmed())
            user.chat.put(world.me, text="3/9")
            inbox.hangs = "before"
            user.send("lama sekali")
            query = user.press("sv:3:2:1")
            await world.until(lambda: world.hooks.in_flight == 2)
            assert inbox.ids == ["1001"]
            assert user.popup(query) is None

    asyncio.run(scene())


@pytest.mark.parametrize("notice", ["Tercatat: Sesuai.", None])
def test_a_press_is_settled_in_the_answer_itself(library, notice):
    async def scene():
        inbox = FakeWriter()
        inbox.notice = notice
        async with hooked(library, inbox) as (world, _):
            user = world.user(7)
            user.send("/start")
            user.chat.put(world.me, text="3/9")
            query = user.press("sv:3:2:1")
            await world.until(lambda: user.popup(query) is not None)
            assert user.popup(query)["text"] == notice
            assert [name for name, _ in world.hooks.answers] == ["answerCallbackQuery"]

    asyncio.run(scene())


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"null", b'{"update_id": "x"}', b"\xff\x00", b"[" * 100_000]
)
def test_what_is_no_update_is_set_aside_and_blocks_nothing(library, body):
    async def scene():
        inbox = FakeWriter()
        async with hooked(library, inbox) as (world, _):
            assert (await post(world, body))[0] == 200
            (parked,) = inbox.committed
            assert isinstance(parked, Unreadable)
            assert parked.raw

    asyncio.run(scene())


def test_a_body_beyond_all_measure_is_refused(library):
    async def scene():
        inbox = FakeWriter()
        async with hooked(library, inbox) as (world, _):
            assert (await post(world, b"x" * 1_100_000))[0] == 413
            assert inbox.offered == []

    asyncio.run(scene())


def test_who_blocks_groups_and_topics(library):
    async def scene():
        inbox = FakeWriter()
        async with hooked(library, inbox) as (world, _):
            user, group = world.user(7), world.group(-100)
            user.block()
            user.unblock()
            await world.until(lambda: not world.unconfirmed())
            group.say(user, "/start@skm_uji_bot", thread=9)
            await world.until(lambda: not world.unconfirmed())
            kinds = [event.kind for event in inbox.committed]
            assert kinds == [EventKind.UNREACHABLE, EventKind.REACHABLE, EventKind.COMMAND]
            asked = inbox.committed[-1]
            assert (asked.private, asked.address.chat, asked.address.thread) == (False, "-100", "9")

    asyncio.run(scene())


def test_what_waited_while_we_were_away_bears_its_own_time(library):
    """Typed before this process began: it cannot have been about what we asked since."""

    async def scene():
        inbox = FakeWriter()
        async with hooked(library, inbox) as (world, channel):
            sent = int(world.now()) - 30
            message = {"message_id": 1, "date": sent, "chat": {"id": 7, "type": "private"}}
            message |= {"from": {"id": 7, "is_bot": False, "first_name": "A"}, "text": "2"}
            world.enqueue("message", message)
            await world.until(lambda: not world.unconfirmed())
            (typed,) = inbox.committed
            assert int(typed.at.timestamp()) == sent
            assert typed.at < channel._began

    asyncio.run(scene())
