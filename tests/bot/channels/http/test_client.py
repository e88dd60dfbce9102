"""`HttpClient`: connections kept and dropped, answers bounded, and no login for another host."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.app import event_loop
from bot.channels.http import IDLE_SECONDS, LARGEST, HttpClient, LostError, TooLargeError
from tests.bot.channels.http.seams import SEAMS, tried
from tests.support.doubles import raw_server as raw

LOGIN = {"Authorization": "Basic rahasia"}


async def posted(server, *, times=1, body=b"n=1", **options):
    """The answers to so many POSTs, one after the other."""
    http = HttpClient(server.url, **options)
    try:
        return [await http.post(f"{server.url}/a?b=c", body, LOGIN, 10.0) for _ in range(times)]
    finally:
        await http.close()


@pytest.fixture(params=[asyncio.run, event_loop.run], ids=["asyncio", "libuv"])
def run(request):
    return request.param


def test_a_form_goes_out_as_it_is_and_its_answer_comes_back(run):
    async def scene():
        slow = raw.answer(b"abc", b"retry-after: 7", status=b"429 X")
        async with raw.serving(raw.answering(slow)) as server:
            return server.asked, await posted(server, body=b"To=%2B62")

    ((head, body),), (came,) = run(scene())
    assert head.startswith(b"POST /a?b=c HTTP/1.1\r\n")
    assert b"authorization: basic rahasia" in head.lower()
    assert body == b"To=%2B62"
    assert (came.status, came.body, came.after) == (429, b"abc", 7.0)


def test_a_connection_is_used_again(run):
    async def scene():
        async with raw.serving(raw.answering(raw.answer())) as server:
            await posted(server, times=3)
            return server.connections

    assert run(scene()) == 1


def test_a_connection_that_rested_too_long_is_dropped(run):
    """The client ends it by itself, before anything else is written."""

    async def scene():
        async with raw.serving(raw.answering(raw.answer())) as server:
            http = HttpClient(server.url, idle_seconds=0.05)
            await http.post(server.url, b"", {}, 10.0)
            await server.until(lambda it: it.ended == 1)
            await http.post(server.url, b"", {}, 10.0)
            await http.close()
            return server.connections

    assert IDLE_SECONDS == 10.0
    assert run(scene()) == 2


def test_many_at_once_have_a_connection_each_and_share_them_afterwards(run):
    async def scene():
        async with raw.serving(raw.answering(raw.answer())) as server:
            http = HttpClient(server.url)
            for _ in range(2):
                await asyncio.gather(*(http.post(server.url, b"", {}, 10.0) for _ in range(20)))
            await http.close()
            return len(server.asked), server.connections

    asked, connections = run(scene())
    assert asked == 40
    assert connections <= 20


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
CHUNK = b"10000\r\n" + b"a" * 2**16 + b"\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        raw.answer(b"a" * (LARGEST + 1)),
        CHUNKED + b"\r\n" + 17 * CHUNK,
        CHUNKED + b"Content-Length: 2\r\n\r\n" + 17 * CHUNK,
        b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * (LARGEST + 2**17),
    ],
    ids=["told", "in chunks", "with a lie", "without an end"],
)
def test_a_larger_answer_than_any_provider_gives_is_lost(run, answer):
    async def scene():
        async with raw.serving(raw.answering(answer)) as server:
            with pytest.raises(TooLargeError) as lost:
                await posted(server)
            return lost.value.written

    assert run(scene()) is True


@pytest.mark.parametrize(
    "answer",
    [raw.answer(b"a" * 2**17), CHUNKED + b"\r\n" + 2 * CHUNK + b"0\r\n\r\n"],
    ids=["told", "in chunks"],
)
def test_a_file_is_bounded_to_the_byte(run, answer):
    async def scene():
        async with raw.serving(raw.answering(answer)) as server:
            http = HttpClient(server.url)
            whole = await http.download(server.url, {}, 10.0, 2**17)
            with pytest.raises(TooLargeError):
                await http.download(server.url, {}, 10.0, 2**17 - 1)
            await http.close()
            return len(whole.body)

    assert run(scene()) == 2**17


def test_a_packed_answer_is_not_asked_for():
    """A few bytes of it could unpack to any size."""

    async def scene():
        async with raw.serving(raw.answering(raw.answer())) as server:
            await posted(server)
            return server.asked[0][0]

    assert b"accept-encoding" not in asyncio.run(scene()).lower()


def test_a_call_follows_no_redirect_and_keeps_no_cookie():
    async def scene():
        away = raw.answer(b"", b"Location: /b", b"Set-Cookie: a=b", status=b"307 X")
        async with raw.serving(raw.answering(away)) as server:
            found = await posted(server, times=2)
            return [one.status for one in found], server.asked

    statuses, asked = asyncio.run(scene())
    assert statuses == [307, 307]
    assert not any(b"cookie" in head.lower() for head, _ in asked)


def test_a_login_stays_at_the_host_it_is_for():
    """Twilio leads from a file's address to another host; the login must not go there."""

    async def scene():
        async with raw.serving(raw.answering(raw.answer(b"isi"))) as there:
            away = raw.answer(b"", b"Location: " + there.url.encode() + b"/x", status=b"307 X")
            async with raw.serving(raw.answering(away)) as here:
                http = HttpClient(here.url)
                url = f"{here.url}/rahasia"
                found = await http.download(url, LOGIN, 10.0, 100, follow=True)
                kept = await http.download(url, LOGIN, 10.0, 100)
                await http.close()
                return found.body, kept.status, here.asked, there.asked

    body, kept, here, there = asyncio.run(scene())
    assert (body, kept) == (b"isi", 307)
    assert b"Basic rahasia" in here[0][0]
    assert b"rahasia" not in there[0][0]


def test_somebody_who_stops_waiting_leaves_no_answer_behind(run):
    async def late(server, reader, writer):
        await server.request(reader)
        first = len(server.asked) == 1
        if first:
            await server.until(lambda it: len(it.asked) == 2)
        writer.write(raw.answer(b"first" if first else b"second"))
        await writer.drain()
        await reader.read()

    async def scene():
        async with raw.serving(late) as server:
            http = HttpClient(server.url)
            waiting = asyncio.ensure_future(http.post(server.url, b"n=0", {}, 10.0))
            await server.until(lambda it: it.asked)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            found = await http.post(server.url, b"n=1", {}, 10.0)
            await http.close()
            return found.body

    assert run(scene()) == b"second"


def test_a_cancellation_is_heard_whatever_comes_in_the_same_moment(run):
    """A poller that is cancelled just as its answer comes must not poll on."""

    async def calling(http, url):
        while True:
            await http.post(url, b"", {}, 10.0)

    async def scene():
        async with raw.serving(raw.answering(raw.answer())) as server:
            http = HttpClient(server.url)
            for number in range(500):
                task = asyncio.ensure_future(calling(http, server.url))
                until = time.perf_counter() + number % 40 * 0.0001
                while time.perf_counter() < until:
                    await asyncio.sleep(0)
                task.cancel()
                _, going_on = await asyncio.wait([task], timeout=10.0)
                assert not going_on
            await http.close()

    run(scene())


@pytest.mark.parametrize("name", [name for name in SEAMS if name != "client"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"sid":', b"\xff"])
def test_an_answer_that_nobody_can_read_may_have_been_done(name, body):
    """Of success, and without its sense: no crash, and no second message for certain."""

    async def scene():
        async with raw.serving(raw.answering(raw.answer(body, status=b"201 Created"))) as server:
            one = SEAMS[name](server.url, 10.0)
            try:
                return await tried(one)
            finally:
                await one.close()

    came, _ = asyncio.run(scene())
    assert came == ("answered" if (name, body) == ("twilio", b"") else "written")


def test_a_header_that_is_none_writes_nothing():
    async def scene():
        http = HttpClient("http://127.0.0.1:1")
        with pytest.raises(LostError) as lost:
            await http.post("http://127.0.0.1:1", b"", {"X": "a\nb"}, 10.0)
        await http.close()
        return lost.value.written

    assert asyncio.run(scene()) is False
