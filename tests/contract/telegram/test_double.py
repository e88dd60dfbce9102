"""The Telegram double: it must be as strict as the official server, or it proves nothing."""

import asyncio
import subprocess
import sys

import aiohttp
import pytest

from tests.support.doubles.telegram import telegram_spec
from tests.support.doubles.telegram.telegram_server import running
from tests.support.paths import REPO


async def call(world, method, **params):
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{world.url}/bot{world.token}/{method}", json=params) as answer,
    ):
        return answer.status, await answer.json()


def play(scene, **options):
    async def run():
        async with running(**options) as world:
            return await scene(world)

    return asyncio.run(run())


def ids(answer):
    return [update["update_id"] for update in answer[1]["result"]]


def test_an_offset_deletes_what_is_below_it_and_nothing_else_does():
    async def scene(world):
        for word in "abc":
            world.user(77).send(word)
        assert ids(await call(world, "getUpdates", limit=2)) == [1001, 1002]
        assert world.unconfirmed() == [1001, 1002, 1003]
        assert ids(await call(world, "getUpdates", offset=1003)) == [1003]
        assert world.unconfirmed() == [1003]

    play(scene)


def test_a_negative_offset_drops_all_but_the_last():
    async def scene(world):
        for word in "abc":
            world.user(77).send(word)
        assert ids(await call(world, "getUpdates", offset=-1)) == [1003]
        assert world.unconfirmed() == [1003]

    play(scene)


def test_the_same_offset_at_once_again_gives_one_update():
    async def scene(world):
        for word in "abc":
            world.user(77).send(word)
        assert ids(await call(world, "getUpdates", offset=5)) == [1001, 1002, 1003]
        assert ids(await call(world, "getUpdates", offset=5)) == [1001]

    play(scene)


def test_a_poll_that_waits_answers_as_soon_as_something_comes():
    async def scene(world):
        poll = asyncio.create_task(call(world, "getUpdates", timeout=50))
        await world.until(lambda: world.count("getUpdates") == 1)
        world.user(77).send("a")
        return ids(await poll)

    assert play(scene) == [1001]


def test_a_second_poll_ends_the_first_with_409():
    async def scene(world):
        first = asyncio.create_task(call(world, "getUpdates", timeout=50))
        await world.until(lambda: world.count("getUpdates") == 1)
        second = asyncio.create_task(call(world, "getUpdates", timeout=50))
        code, answer = await first
        world.user(77).send("a")
        return code, answer["description"].split(";")[0], ids(await second)

    assert play(scene) == (409, "Conflict: terminated by other getUpdates request", [1001])


def test_only_allowed_kinds_are_queued():
    async def scene(world):
        await call(world, "getUpdates", allowed_updates=["message"])
        world.user(77).block()
        world.user(77).send("a")
        return ids(await call(world, "getUpdates", offset=1))

    assert play(scene) == [1002]


def test_messages_live_a_day():
    async def scene(world):
        world.user(77).send("a")
        world.advance(86_399)
        before = world.unconfirmed()
        world.advance(2)
        return before, world.unconfirmed()

    assert play(scene) == ([1001], [])


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": " \n"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        (
            {"text": "ab", "entities": [{"type": "bold", "offset": 1, "length": 2}]},
            "ends after the end of the text",
        ),
        (
            {"text": "😀", "entities": [{"type": "bold", "offset": 1, "length": 1}]},
            "middle of a UTF-16 symbol",
        ),
        (
            {
                "text": "a",
                "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "é" * 33}]]},
            },
            "BUTTON_DATA_INVALID",
        ),
        (
            {
                "text": "a",
                "reply_markup": {"inline_keyboard": [[{"text": " ", "callback_data": "b"}]]},
            },
            "Text buttons are unallowed",
        ),
        ({"text": "a", "message_thread_id": 4}, "message thread not found"),
    ],
)
def test_what_the_official_server_refuses_is_refused(params, words):
    async def scene(world):
        world.user(77).send("/start")
        return await call(world, "sendMessage", chat_id=77, **params)

    code, answer = play(scene)
    assert code == 400
    assert words in answer["description"]


def test_a_method_of_tomorrow_is_not_found():
    assert play(lambda world: call(world, "sendThought", text="x"), check=False)[0] == 404


@pytest.mark.skipif(
    not telegram_spec.present(), reason="../shared/specs/telegram/api.json is not here"
)
@pytest.mark.parametrize(
    ("method", "params", "fault"),
    [
        ("sendMessage", {"chat_id": 77, "text": "x", "txt": "x"}, "sendMessage: unknown field txt"),
        ("sendMessage", {"chat_id": 77}, "sendMessage: text is missing"),
        ("sendMessage", {"chat_id": 77, "text": 5}, "sendMessage.text: String wanted, int given"),
        (
            "sendMessage",
            {
                "chat_id": 77,
                "text": "x",
                "entities": [{"type": "bold", "offset": "0", "length": 1}],
            },
            "sendMessage.entities[0].offset: Integer wanted, str given",
        ),
        (
            "sendMessage",
            {"chat_id": True, "text": "x"},
            "sendMessage.chat_id: Integer wanted, bool given",
        ),
        ("sendThought", {}, "sendThought: no such method"),
    ],
)
def test_a_call_against_the_specification_fails_loudly(method, params, fault):
    with pytest.raises(AssertionError, match=r"wanted|missing|unknown|no such"):
        play(lambda world: call(world, method, **params))
    assert telegram_spec.faults(method, params)[0] == fault


def test_as_a_process_of_its_own_it_serves_people_over_http():
    program = [sys.executable, "-m", "tests.support.doubles.telegram.telegram_server", "--no-check"]
    with subprocess.Popen(program, cwd=REPO, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().strip()
            answer = asyncio.run(_visit(url))
        finally:
            process.kill()
    assert answer == {
        "screen": [
            {
                "message_id": 2,
                "text": "Halo",
                "buttons": [],
                "bold": [],
                "edited": False,
                "photo": None,
                "document": None,
            }
        ]
    }


async def _visit(url):
    async with aiohttp.ClientSession(url) as http:
        for path, body in (
            ("/warga/77/send", {"text": "/start"}),
            ("/bot4242:double/sendMessage", {"chat_id": 77, "text": "Halo"}),
        ):
            async with http.post(path, json=body) as answer:
                assert answer.status == 200
        async with http.get("/warga/77") as answer:
            return await answer.json()
