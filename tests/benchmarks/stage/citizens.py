"""Simulated citizens: each looks at its screen, does the next act at once, and measures the wait.

They know no bot: they read the words on the screen as a person would, so that the same crowd drives
our bot and the baselines.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.benchmarks.stage.double import Double

AGE = "34 tahun"  # a bare number within a second of its question is asked back by our bot
MOST_ACTS = 60  # more for one survey means that bot and citizen go round in circles
BREATH = 1.2  # seconds before an answer is typed again
FINISHED = re.compile(r"penilaian Anda sudah kami terima", re.IGNORECASE)
QUESTION = re.compile(r"^\W*[1-9]/9\b", re.MULTILINE)
ASIDE = frozenset(
    {
        "apa maksudnya",
        "bahasa",
        "bahasa english",
        "batal",
        "english",
        "kembali",
        "privasi",
        "tidak ingin menjawab",
        "tidak sekarang",
        "ubah",
    }
)


@dataclass(slots=True)
class Citizen:
    user: int
    chance: random.Random
    acts: int = 0
    offered: float = 0.0  # when the last update was offered; 0 = no answer is awaited
    typed_on: str | None = None  # the text under which the age was last typed
    screen: dict[str, Any] | None = None


@dataclass(slots=True)
class Tally:
    """Counts and waits (seconds) since the last `Crowd.reset`."""

    turns: int = 0
    surveys: int = 0
    acts: int = 0  # in the surveys that were finished
    again: int = 0  # answers that had to be typed again
    unasked: int = 0  # screens that nobody waited for
    waits: list[float] = field(default_factory=list)


def choices(screen: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons that answer what the screen asks."""
    rows = screen.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row if "callback_data" in button]
    return [b for b in buttons if re.sub(r"[^\w ]", "", b["text"]).strip().lower() not in ASIDE]


class Crowd:
    """`size` people at a time; who has finished is replaced by somebody who never came before."""

    def __init__(self, size: int, seed: int) -> None:
        self.size = size
        self.double: Double
        self.people: dict[int, Citizen] = {}
        self.stuck: list[str] = []
        self.tally = Tally()
        self._chance = random.Random(seed)
        self._next_user = 7_000_000
        self._open = True

    async def arrive(self, seconds: float) -> None:
        """Spread over some time, so that they do not walk through the survey in step."""
        for _ in range(self.size):
            self._newcomer()
            await asyncio.sleep(seconds / self.size)

    def reset(self) -> Tally:
        before, self.tally = self.tally, Tally()
        return before

    async def rest(self, patience: float) -> None:
        """No new act; whoever still waits for an answer after `patience` is stuck."""
        self._open = False
        end = time.monotonic() + patience
        while self._awaiting() and time.monotonic() < end:
            await asyncio.sleep(0.02)
        for person in self._awaiting():
            before = person.screen["text"] if person.screen else "/start"
            self.stuck.append(f"{person.user}: no answer to act {person.acts}, after {before!r}")

    def _awaiting(self) -> list[Citizen]:
        return [person for person in self.people.values() if person.offered]

    def _newcomer(self) -> None:
        self._next_user += 1
        person = Citizen(self._next_user, random.Random(self._chance.random()))
        self.people[person.user] = person
        self._type(person, "/start")

    # -- what the bot shows ------------------------------------------------------------------

    def see(self, message: dict[str, Any]) -> None:
        person = self.people.get(message["chat"]["id"])
        if not person or not person.offered:
            self.tally.unasked += 1
            return
        self.tally.turns += 1
        self.tally.waits.append(time.perf_counter() - person.offered)
        person.offered, person.screen = 0.0, message
        if FINISHED.search(message["text"]):
            self._finished(person)
        elif self._open:
            self._act(person, message)

    def _finished(self, person: Citizen) -> None:
        self.tally.surveys += 1
        self.tally.acts += person.acts
        del self.people[person.user]
        if self._open:
            self._newcomer()

    # -- what the citizen does ---------------------------------------------------------------

    def _act(self, person: Citizen, screen: dict[str, Any]) -> None:
        some = choices(screen)
        if person.acts >= MOST_ACTS:
            self.stuck.append(f"{person.user}: {person.acts} acts, now at {screen['text']!r}")
        elif some:
            scored = QUESTION.search(screen["text"])
            self._press(person, screen, person.chance.choice(some[:4]) if scored else some[0])
        elif person.typed_on is None:
            person.typed_on = screen["text"]
            self._type(person, AGE)
        else:
            self.tally.again += 1
            asyncio.get_running_loop().call_later(BREATH, self._retype, person)

    def _retype(self, person: Citizen) -> None:
        if self._open:
            self._type(person, AGE)

    def _type(self, person: Citizen, text: str) -> None:
        who = {"id": person.user, "is_bot": False, "first_name": "Warga", "language_code": "id"}
        message: dict[str, Any] = {
            "message_id": self.double.new_id(),
            "from": who,
            "chat": {"id": person.user, "type": "private", "first_name": "Warga"},
            "date": int(time.time()),
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"offset": 0, "length": len(text), "type": "bot_command"}]
        self._offer(person, "message", message)

    def _press(self, person: Citizen, screen: dict[str, Any], button: dict[str, Any]) -> None:
        press = f"{person.user}{person.acts:03d}"
        self.double.presses.add(press)
        who = {"id": person.user, "is_bot": False, "first_name": "Warga", "language_code": "id"}
        query = {
            "id": press,
            "from": who,
            "message": screen,
            "chat_instance": str(person.user),
            "data": button["callback_data"],
        }
        self._offer(person, "callback_query", query)

    def _offer(self, person: Citizen, kind: str, content: dict[str, Any]) -> None:
        person.acts += 1
        person.offered = time.perf_counter()
        self.double.updates.offer(kind, content)
