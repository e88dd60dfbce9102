"""Six failing servers behind every library: each error says if a message may have been read."""

from __future__ import annotations

import asyncio
import traceback

import pytest

from bot.app import event_loop
from tests.bot.channels.http.seams import ANSWERED, SEAMS, UNWRITTEN, WRITTEN, tried
from tests.support.doubles import raw_server as raw

SECONDS = 1.0
LOOPS = {"asyncio": asyncio.run, "libuv": event_loop.run}


@pytest.fixture(params=LOOPS)
def run(request):
    return LOOPS[request.param]


@pytest.fixture(params=SEAMS)
def seam(request):
    return SEAMS[request.param]


async def sent(seam, url, *, times=1, pause=0.0, seconds=SECONDS):
    """The outcomes of so many messages, in order."""
    one, found = seam(url, seconds), []
    try:
        for _ in range(times):
            found.append(await tried(one))
            await asyncio.sleep(pause)
    finally:
        await one.close()
    return found


@pytest.mark.parametrize(
    "script", [raw.closing, raw.resetting, raw.hanging, raw.halving], ids=lambda one: one.__name__
)
def test_a_request_that_was_read_is_written_and_goes_out_once(run, seam, script):
    """Hung up, reset, silent or cut: the server has read it whole, and may have done it."""

    async def scene():
        async with raw.serving(script) as server:
            ((came, _),) = await sent(seam, server.url)
            return came, len(server.asked)

    assert run(scene()) == (WRITTEN, 1)


def test_where_nobody_listens_nothing_is_written(run, seam):
    ((came, _),) = run(sent(seam, raw.free_url()))
    assert came == UNWRITTEN


def test_a_server_that_closes_what_rests_gets_every_message_once(run, seam):
    """It closes after 50 ms; the second message leaves 100 ms after the first."""

    async def scene():
        async with raw.serving(raw.closing_idle) as server:
            found = await sent(seam, server.url, times=3, pause=0.1)
            return [came for came, _ in found], len(server.asked)

    assert run(scene()) == ([ANSWERED] * 3, 3)


def test_however_close_to_the_closing_no_message_goes_out_twice(run):
    """Sent just as the server closes, it may be lost; then it counts as written."""

    async def scene():
        async with raw.serving(raw.closing_idle) as server:
            found = await sent(SEAMS["client"], server.url, times=20, pause=0.05)
            return {came for came, _ in found} - {ANSWERED, WRITTEN}, len(server.asked)

    other, asked = run(scene())
    assert other == set()
    assert asked <= 20


def test_a_name_that_nobody_bears_gets_nothing(run, seam):
    ((came, _),) = run(sent(seam, "http://nowhere.invalid", seconds=10.0))
    assert came == UNWRITTEN


@pytest.mark.parametrize("script", [raw.shutting, raw.plain])
def test_where_no_tls_comes_about_nothing_is_written(run, seam, script):
    async def scene():
        async with raw.serving(script) as server:
            ((came, _),) = await sent(seam, server.url.replace("http:", "https:"))
            return came

    assert run(scene()) == UNWRITTEN


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://nowhere.invalid", "http://:9"])
def test_an_error_tells_no_address_and_no_secret(seam, url):
    """Neither its words nor what a log would print of its causes: the address holds the token."""
    ((_, error),) = asyncio.run(sent(seam, url, seconds=10.0))
    assert "rahasia" not in "".join(traceback.format_exception(error))


def test_closed_it_writes_nothing_more(seam):
    async def scene():
        async with raw.serving(raw.answering(raw.answer())) as server:
            one = seam(server.url, SECONDS)
            await one.close()
            return (await tried(one))[0], server.connections

    assert asyncio.run(scene()) == (UNWRITTEN, 0)


def test_closing_ends_what_is_in_flight(run, seam):
    async def scene():
        async with raw.serving(raw.hanging) as server:
            one = seam(server.url, 60.0)
            waiting = asyncio.ensure_future(tried(one))
            await server.until(lambda it: it.asked)
            await one.close()
            return (await waiting)[0]

    assert run(scene()) == WRITTEN
