"""Updates that come twice change nothing: not at once, not after confirmation, not minutes later.

The whole house runs in this process, on a clock that the test moves.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.app import wiring
from bot.app.assembly import assemble
from bot.app.lifecycle import App
from bot.channels.telegram.channel import connect
from bot.config.office import Office
from bot.config.packaged import load_packaged
from bot.config.settings import Settings
from tests.support.citizens import TURNS
from tests.support.process import house

CITIZENS = 60
SHARE = 0.05
MINUTES = 300.0
QUICK = (0.01, 0.05)


@asynccontextmanager
async def serving(home):
    """The bot of this house, in this process, on the world's clock."""

    def now():
        return datetime.fromtimestamp(home.world.now(), UTC)

    store = wiring.open_store(Settings.read(home.env).agency)
    channel = await connect(home.world.token, home.world.url, now=now, pauses=QUICK)
    assembly = assemble(store, Office(store, load_packaged, now=now), [channel], now=now)
    app = App(store, assembly.writer, assembly.dispatcher, channels=[channel], pulling=[channel])
    await app.start()
    try:
        yield assembly.writer.counts
    finally:
        await app.stop()


class Repeats:
    """Delivers a share of all updates twice, in three ways by turns."""

    def __init__(self, world, crowd):
        self.world, self.crowd, self.chance = world, crowd, random.Random(5)
        self.repeated = self.seen = 0
        self._late, self._soon = [], []
        self._held, self._open = set(), asyncio.Event()
        self._queue = world.enqueue_raw
        world.enqueue_raw, crowd.gate = self._enqueue, self._gate

    def _enqueue(self, raw, life):
        self._queue(raw, life)
        self.seen += 1
        for earlier in self._soon:  # it is confirmed: its chat has moved on since
            self.world.again(earlier)
        self._soon.clear()
        if self.chance.random() < SHARE:
            self.repeated += 1
            self.chance.choice((self.world.again, self._soon.append, self._late.append))(raw)

    async def _gate(self, citizen):
        """Everybody waits at question 5; then what came before comes again, minutes later."""
        if "5/9 · " not in citizen.user.last.text or self._open.is_set():
            return
        self._held.add(citizen.user.id)
        if len(self._held) == CITIZENS:
            await self.deliver_late()
            self._open.set()
        await self._open.wait()

    async def deliver_late(self):
        self.world.advance(MINUTES)
        late, self._late = [*self._late, *self._soon], []
        self._soon.clear()
        for update in late:
            self.world.again(update)
        calls = self.world.count("getUpdates")
        await self.world.until(lambda: self.world.count("getUpdates") > calls)


async def _scene(folder):
    async with house(folder, CITIZENS, patient=True) as (home, crowd):
        repeats, crowd.replacing = Repeats(home.world, crowd), False
        async with serving(home) as counts:
            await asyncio.wait_for(crowd.everybody(), 60)
            await repeats.deliver_late()
        return home, crowd, repeats, counts


def test_five_percent_of_updates_twice_make_no_survey_go_wrong(tmp_path):
    """60 surveys take 18 screens each, no pop-up complains, and what is stored is what was meant."""
    home, crowd, repeats, counts = asyncio.run(_scene(tmp_path))
    assert len(crowd.finished) == CITIZENS
    assert {citizen.screens for citizen in crowd.finished} == {TURNS}
    assert crowd.retries == 0
    assert crowd.misled == []
    assert [said for said in home.world.answered.values() if said["text"]] == []
    assert home.stored() == crowd.opinions
    assert repeats.seen == TURNS * CITIZENS
    assert counts.duplicates == repeats.repeated > 30
    assert home.parked == home.waiting == 0
