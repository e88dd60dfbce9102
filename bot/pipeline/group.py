"""`WriteGroup`: the content of one transaction of the writer, and its results.

`StoreWriter` fills a group by `pick`, `GroupCommitter` writes it, and each part is answered by
`release` after COMMIT.
"""

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

SIZE = 128  # arrivals in one transaction: the 100 of a getUpdates fit
PER_CHAT = 8  # arrivals from one chat in a group, while other chats wait


@dataclass(slots=True, eq=False)
class ReceiveRequest:
    """One call of `Writer.receive`: it is answered when its last arrival is written."""

    arrivals: Sequence[Arrival]
    future: asyncio.Future[list[Advanced]]
    answers: dict[int, Advanced] = field(default_factory=dict)

    def give(self, place: int, answer: Advanced | None) -> None:
        """Note the answer for the arrival at `place`; None: it was not written.

        The first None ends the call with StoreDown, so that the provider brings all of it again.
        """
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
    """One call of `Writer.run`: any other small write, with its result or its error."""

    work: Callable[[Tx], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None

    def give(self) -> None:
        """End the call with the result or the error, in the event loop."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


ArrivalRef = tuple[ReceiveRequest, int]  # one arrival of a call, by its place in it


@dataclass(slots=True)
class WriteGroup:
    """Settlements, arrivals and jobs of one transaction, and the results of each."""

    settlements: list[Settlement]
    places: list[ArrivalRef]
    jobs: list[WriterJob]  # not yet done
    finished: list[WriterJob] = field(default_factory=list)
    answers: list[Advanced | None] = field(default_factory=list)
    running: WriterJob | None = None  # the job in whose work a failing transaction failed
    parked: bool = False  # an arrival was set aside; an apology may wait in the outbox
    down: bool = False  # StoreDown ended the group

    def __bool__(self) -> bool:
        return bool(self.settlements or self.places or self.jobs)

    def arrivals(self) -> list[Arrival]:
        """The arrivals of this group, in the order of `places`."""
        return [call.arrivals[place] for call, place in self.places]

    def finish(self, job: WriterJob, error: Exception | None = None) -> None:
        """Take a job out of those to do; `error` is raised to its caller on release."""
        job.error = error
        self.jobs = [other for other in self.jobs if other is not job]
        self.finished.append(job)

    def give_up(self, down: StoreDown) -> list[Settlement]:
        """Answer everything open with StoreDown; return the settlements that were not written."""
        self.down = True
        self.answers += [None] * (len(self.places) - len(self.answers))
        for job in self.jobs:
            self.finish(job, down)
        return self.settlements

    def release(self) -> None:
        """Answer every call and job of the group. Call it in the event loop, after COMMIT."""
        for (call, place), answer in zip(self.places, self.answers, strict=True):
            call.give(place, answer)
        for job in self.finished:
            job.give()


def pick(waiting: Sequence[ArrivalRef]) -> tuple[list[ArrivalRef], list[ArrivalRef]]:
    """Split the waiting arrivals into those of the next group and those that stay, in order.

    At most `PER_CHAT` of a chat go while others wait, so that a flood from one chat starves nobody;
    free places are filled with the rest.
    """
    if len(waiting) <= SIZE:
        return list(waiting), []
    taken: list[ArrivalRef] = []
    left: list[ArrivalRef] = []
    seen: Counter[Hashable] = Counter()
    for call, place in waiting:
        chat = _chat(call.arrivals[place])
        fits = len(taken) < SIZE and seen[chat] < PER_CHAT
        seen[chat] += 1  # also when it stays: later ones of its chat must not overtake it
        (taken if fits else left).append((call, place))
    spare = SIZE - len(taken)
    return taken + left[:spare], left[spare:]


def _chat(arrival: Arrival) -> Hashable:
    if isinstance(arrival, Inbound):
        return arrival.address
    return arrival.channel, arrival.account
