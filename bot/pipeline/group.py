"""What one transaction of the writer holds, who comes first, and how each part is answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.errors import StoreDown
from core.messaging.incoming import Inbound
from core.ports.conversations import Advanced

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Hashable, Sequence

    from core.messaging.incoming import Arrival
    from core.ports.outbox import Settlement
    from core.ports.store import Tx

SIZE = 128  # arrivals in one transaction: a poll of Telegram, which brings 100, is one
PER_CHAT = 8  # of these from one chat, while others wait


@dataclass(slots=True, eq=False)
class ReceiveRequest:
    """One `receive`: it is answered when its last arrival is written."""

    arrivals: Sequence[Arrival]
    future: asyncio.Future[list[Advanced]]
    answers: dict[int, Advanced] = field(default_factory=dict)

    def give(self, place: int, answer: Advanced | None) -> None:
        if self.future.done():
            return
        if answer is None:
            self.future.set_exception(StoreDown("nothing was written"))
            return
        if len(self.arrivals) == 1:
            self.future.set_result([answer])
            return
        self.answers[place] = answer
        if len(self.answers) == len(self.arrivals):
            self.future.set_result([self.answers[i] for i in range(len(self.arrivals))])


@dataclass(slots=True, eq=False)
class WriterJob:
    """One other small write."""

    work: Callable[[Tx], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None

    def give(self) -> None:
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


ArrivalRef = tuple[ReceiveRequest, int]  # one arrival of a call


@dataclass(slots=True)
class WriteGroup:
    """What one transaction shall hold, and what became of it."""

    settlements: list[Settlement]
    places: list[ArrivalRef]
    jobs: list[WriterJob]  # still to do
    finished: list[WriterJob] = field(default_factory=list)
    answers: list[Advanced | None] = field(default_factory=list)
    running: WriterJob | None = None  # whose fault it is when the transaction fails
    parked: bool = False
    down: bool = False

    def __bool__(self) -> bool:
        return bool(self.settlements or self.places or self.jobs)

    def arrivals(self) -> list[Arrival]:
        return [call.arrivals[place] for call, place in self.places]

    def finish(self, job: WriterJob, error: Exception | None = None) -> None:
        job.error = error
        self.jobs = [other for other in self.jobs if other is not job]
        self.finished.append(job)

    def give_up(self, down: StoreDown) -> list[Settlement]:
        """Answer what is still open with StoreDown; return the outcomes that were not written."""
        self.down = True
        self.answers += [None] * (len(self.places) - len(self.answers))
        for job in self.jobs:
            self.finish(job, down)
        return self.settlements

    def release(self) -> None:
        for (call, place), answer in zip(self.places, self.answers, strict=True):
            call.give(place, answer)
        for job in self.finished:
            job.give()


def pick(waiting: Sequence[ArrivalRef]) -> tuple[list[ArrivalRef], list[ArrivalRef]]:
    """Who goes into the next group and who stays: a flood from one chat starves nobody."""
    if len(waiting) <= SIZE:
        return list(waiting), []
    taken: list[ArrivalRef] = []
    left: list[ArrivalRef] = []
    seen: Counter[Hashable] = Counter()
    for call, place in waiting:
        chat = _chat(call.arrivals[place])
        fits = len(taken) < SIZE and seen[chat] < PER_CHAT
        seen[chat] += 1  # also when it stays: later ones of this chat must not overtake it
        (taken if fits else left).append((call, place))
    spare = SIZE - len(taken)
    return taken + left[:spare], left[spare:]


def _chat(arrival: Arrival) -> Hashable:
    if isinstance(arrival, Inbound):
        return arrival.address
    return arrival.channel, arrival.account
