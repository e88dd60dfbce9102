"""A process that ends while HTTP calls are in flight ends at once and says nothing."""

from __future__ import annotations

import asyncio
import signal
import sys

import pytest

from tests.support.doubles import raw_server as raw

PROGRAM = """
import asyncio, signal, sys
from bot.app import event_loop
from tests.bot.channels.http.seams import SEAMS, tried

async def main(url, seam, way):
    one, stopped = SEAMS[seam](url, 60.0), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    calls = [asyncio.ensure_future(tried(one)) for _ in range(3)]
    await stopped.wait()
    if way == "closed":
        await one.close()
        print(*[came for came, _ in await asyncio.gather(*calls)])

run = event_loop.run if sys.argv[4] == "libuv" else asyncio.run
run(main(*sys.argv[1:4]))
"""


@pytest.mark.parametrize("loop", ["asyncio", "libuv"])
@pytest.mark.parametrize("way", ["closed", "left"])
@pytest.mark.parametrize("seam", ["python-telegram-bot", "twilio"])
def test_it_ends_cleanly_with_calls_in_flight(seam, way, loop):
    async def scene():
        async with raw.serving(raw.hanging) as server:
            program = await asyncio.create_subprocess_exec(
                *(sys.executable, "-W", "error", "-c", PROGRAM),
                *(server.url, seam, way, loop),
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                await server.until(lambda it: len(it.asked) == 3, 60.0)
                program.send_signal(signal.SIGTERM)
                said = await asyncio.wait_for(program.communicate(), 30.0)
            finally:
                if program.returncode is None:
                    program.kill()
            return program.returncode, said

    told = b"written written written\n" if way == "closed" else b""
    assert asyncio.run(scene()) == (0, (told, b""))
