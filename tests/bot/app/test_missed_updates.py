"""`MissedUpdates`: after an absence longer than a press lives, each open question is shown once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app.background.missed_updates import ACTIVE, MissedUpdates
from tests.support.fakes import T0
from tests.support.paths import CHATS
from tests.support.player import CAPS, House, agency_of, prepared, read

MINUTES = timedelta(minutes=1)


class Away:
    """A house whose clock moves, and the beats of its process."""

    def __init__(self, house):
        self.house = house
        self.house.channel.caps = replace(CAPS["telegram"], tap_life=timedelta(seconds=150))
        self.again()

    def again(self):
        """As a new process would begin."""
        self.presence = MissedUpdates(
            self.house.store,
            self.house.assembly.writer,
            [self.house.channel],
            now=lambda: self.house.now,
        )

    async def beat(self, later=timedelta()):
        self.house.now += later
        shown = await self.presence.beat(self.house.channel)
        self.house.now += timedelta(seconds=6)
        await self.house.looked()
        return shown

    async def do(self, *words, who="user"):
        for one in words:
            await self.house.do(who, one)

    @property
    def said(self):
        found = [(to, message) for kind, to, message in self.house.channel.said]
        self.house.channel.said.clear()
        return found


@pytest.fixture
def play(tmp_path):
    def run(scene, **facts):
        async def go():
            script = read(CHATS / "staff" / "gabung.chat")
            prepared(tmp_path / "skm.db", tmp_path / "template.db", agency_of(script))
            house = House(tmp_path / "skm.db", "telegram", T0)
            await house.open()
            try:
                await scene(Away(house))
            finally:
                await house.close()

        asyncio.run(go())

    return run


def test_the_question_comes_again_once_with_its_buttons(play):
    async def scene(away):
        await away.do("/start", "[Setuju, mulai]")
        asked = away.said[-1][1]
        await away.beat()
        assert await away.beat(timedelta(seconds=140)) == 0
        assert await away.beat(3 * MINUTES) == 1
        ((to, shown),) = away.said
        assert to == "user"
        assert shown.note.startswith("Maaf, tadi kami terputus")
        assert (shown.text, shown.choices) == (asked.text, asked.choices)
        away.again()
        assert await away.beat(timedelta(seconds=20)) == 0
        assert away.said == []
        await away.do(f"[{shown.choices[0].label}]")  # its buttons work as ever
        assert "Tercatat" in str(away.said)

    play(scene)


def test_after_the_next_outage_it_comes_again(play):
    async def scene(away):
        await away.do("/start")
        await away.beat()
        assert [await away.beat(10 * MINUTES) for _ in range(2)] == [1, 1]
        assert len(away.said) == 3

    play(scene)


@pytest.mark.parametrize(
    "words",
    [
        ["/start", "berhenti"],
        ["/start", "batal"],
        ["/start", "[Tidak sekarang]"],
        ["/start", "hapus data", "[Ya, hapus]"],
        ["privasi"],
    ],
)
def test_not_to_those_who_had_done_with_it(play, words):
    async def scene(away):
        try:
            await away.do(*words)
        except AssertionError:
            return
        away.said.clear()
        await away.beat()
        shown = await away.beat(10 * MINUTES)
        assert (shown == 0) or words == ["privasi"]

    play(scene)


def test_not_to_those_who_left_a_day_before(play):
    async def scene(away):
        await away.do("/start")
        for _ in range(3):
            await away.beat(ACTIVE / 3)
        away.said.clear()
        assert await away.beat(10 * MINUTES) == 0

    play(scene)


def test_not_to_those_who_have_written_meanwhile(play):
    """Their message lay in the queue and is answered; the row that waits is let go."""

    async def scene(away):
        await away.do("/start")
        await away.beat()
        away.house.now += 10 * MINUTES
        away.said.clear()
        assert await away.presence.beat(away.house.channel) == 1
        await away.do("setuju")
        (answer,) = away.said
        away.house.now += MINUTES
        await away.house.looked()
        assert away.said == []
        assert "terputus" not in (answer[1].note or "")

    play(scene)


def test_a_dialogue_of_staff_comes_again_too(play):
    async def scene(away):
        with away.house.store.write() as tx:
            terms = {"by": "uji", "expires": T0 + ACTIVE, "now": T0}
            code = tx.staff.invite("admin", None, **terms)
        await away.do(f"gabung {code}", "undang", who="admin")
        asked = away.said[-1][1]
        await away.beat()
        assert await away.beat(10 * MINUTES) == 1
        ((to, shown),) = away.said
        assert (to, shown.text, shown.choices) == ("admin", asked.text, asked.choices)
        assert shown.note.startswith("Maaf, tadi kami terputus")

    play(scene)
