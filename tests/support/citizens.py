"""Citizens in a closed loop, who behave like people when nothing comes back.

An answer is "acknowledged" once a screen says `Tercatat: …` (or the pop-up `Sudah tercatat: …`), a
survey once the thanks come, `penilaian Anda sudah kami terima`.

Citizens look at the newest message of the bot only. When nothing changes for some seconds after an
act, they press the same button again or type its label ("3. Baik"). A bare digit could answer a
question that was not shown yet: see `test_unseen.py`.
"""

from __future__ import annotations

import asyncio
import random
import re
from contextlib import suppress
from itertools import count

from bot.config.packaged import load_packaged

KEYS = tuple(one.key for one in load_packaged("permenpanrb-14-2017").questions)
TURNS = 18  # /start, consent, layanan, 4 of the profile, 9 questions, saran, send
QUESTION = re.compile(r"^([1-9])/9 · ", re.MULTILINE)
CHECKED = re.compile(r"^([1-9]) [^:\n]+: (.+)$", re.MULTILINE)
THANKED = re.compile(r"penilaian Anda sudah kami terima|sudah kami terima, terima kasih")
AGE = "34 tahun"
LEAST_USEFUL_LAST = (
    "Setuju, mulai",
    "Alat bantu",
    "Perempuan",
    "SMA/SMK",
    "Wirausaha",
    "Lewati",
    "Tidak ada",
    "Hapus saran",
    "Tidak perlu",
    "Kirim",
    "Coba lagi",
    "Salah kirim",
    "Lanjut",
    "Lanjutkan",
    "Mulai",
)


class StuckError(AssertionError):
    """A citizen who cannot go on; the text says where."""


class Citizen:
    """One person with one opinion, told by nine scores."""

    def __init__(self, crowd, user, scores):
        self.crowd, self.user, self.scores = crowd, user, scores
        self.screens = self.retries = 0
        self.news = asyncio.Event()
        self.query = None
        self.wishes = {}  # question -> the words of its chosen option
        self.wrong = None  # the review that shows another opinion than this

    def see(self, _message):
        """Note that the bot has shown something new."""
        self.screens += 1
        self.news.set()

    async def live(self):
        """Go through the whole survey."""
        self.user.send("/start")
        while not await self._look():
            await self._again()
        while not THANKED.search(self.user.last.text):
            await self.crowd.gate(self)
            self._act()
            while not await self._look():
                await self._again()

    async def _look(self):
        """Whether a new screen came before patience ended."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.news.wait(), self.crowd.patience())
        came = self.news.is_set()
        self.news.clear()
        return came and bool(self.user.screen)

    async def _again(self):
        self.retries += 1
        if self.retries > 60:
            raise StuckError(f"{self.user.id} at {self.user.screen[-1:]}")
        if not self.user.screen:
            self.user.send("/start")
        else:
            self._act(typing=self.crowd.chance.random() < 0.5)

    def _act(self, *, typing=False):
        shown = self.user.last
        label = self._choice(shown)
        if typing or label == AGE:
            self.user.send(label)
        else:
            self.query = self.user.press(label, message_id=shown.message_id)

    def _choice(self, shown):
        if found := QUESTION.search(shown.text):
            place = int(found[1])
            wanted = f"{self.scores[place - 1]}. "
            label = next(one for one in shown.buttons if one.startswith(wanted))
            self.wishes[place] = label.removeprefix(wanted)
            return label
        if "Berapa usia" in shown.text:
            return AGE
        if "Kirim" in shown.buttons:
            self._check(shown.text)
        useful = [one for one in LEAST_USEFUL_LAST if one in shown.buttons]
        if not useful:
            raise StuckError(f"{self.user.id} has no way on from {shown}")
        return useful[0]

    def _check(self, text):
        said = {int(place): words for place, words in CHECKED.findall(text)}
        if said != self.wishes:
            self.wrong = text


class Crowd:
    """`size` people at a time, each with an opinion that nobody else has."""

    def __init__(self, world, size, *, seed=1, patient=False):
        self.world, self.size, self.patient = world, size, patient
        self.chance = random.Random(seed)
        self._opinions = iter(self.chance.sample(range(4**9), 20_000))
        self._numbers = count(7_000_000)
        self.by_chat, self.finished = {}, []
        self.replacing = True
        self.on_screen = lambda: None
        world.watchers.append(self._see)

    def patience(self):
        """Seconds to wait for a screen; None for ever."""
        return None if self.patient else self.chance.uniform(1.5, 3.0)

    async def gate(self, citizen):
        """Do nothing: a test replaces this call to hold everybody before an act."""

    def _see(self, chat, message):
        self.on_screen()
        if citizen := self.by_chat.get(chat.id):
            citizen.see(message)

    def newcomer(self):
        """A citizen with a new number and an opinion that nobody else has."""
        number, opinion = next(self._numbers), next(self._opinions)
        scores = tuple(opinion // 4**place % 4 + 1 for place in range(9))
        citizen = Citizen(self, self.world.user(number), scores)
        self.by_chat[number] = citizen
        return citizen

    async def _seat(self):
        """Keep one place filled: a citizen who is done is replaced by somebody new."""
        while True:
            citizen = self.newcomer()
            await citizen.live()
            self.finished.append(citizen)
            if not self.replacing:
                return

    async def everybody(self):
        """Run `size` places until all are done, once nobody is replaced any more."""
        async with asyncio.TaskGroup() as room:
            for _ in range(self.size):
                room.create_task(self._seat())

    # -- what must be true ----------------------------------------------------------------------

    @property
    def opinions(self):
        return sorted(citizen.scores for citizen in self.finished)

    @property
    def screens(self):
        return sum(citizen.screens for citizen in self.by_chat.values())

    @property
    def retries(self):
        return sum(citizen.retries for citizen in self.finished)

    @property
    def misled(self):
        """Reviews that showed another opinion than the citizen's."""
        return [citizen.wrong for citizen in self.finished if citizen.wrong]
