"""`GroupCommitter`: writes one group in one transaction, or, when that fails, part by part.

`StoreWriter` calls it in its thread; everything here is synchronous. An arrival that fails three
times alone is parked, so that one bad message never blocks the others.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from bot.pipeline.group import WriteGroup
from core.errors import StoreDown, fault
from core.messaging.incoming import EventKind, Inbound
from core.ports.conversations import Advanced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.pipeline.group import ArrivalRef
    from core.messaging.incoming import Arrival
    from core.messaging.outgoing import Draft
    from core.ports.outbox import Settlement
    from core.ports.store import Desk, Store, Tx

TRIES = 3  # alone, before an arrival is parked
# After these nobody waits for an answer, so no apology is sent.
SILENT = frozenset({EventKind.REACHABLE, EventKind.UNREACHABLE, EventKind.MOVED, EventKind.OTHER})

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Counts:
    """Figures for /metrics. Only the writer's thread adds to them."""

    groups: int = 0
    events: int = 0
    duplicates: int = 0
    parked: int = 0
    retried: int = 0  # groups that failed and were written part by part
    store_down: int = 0
    settlements_lost: int = 0
    largest_group: int = 0
    commit_seconds: float = 0.0

    def add(self, answers: Sequence[Advanced | None], seconds: float) -> None:
        """Count one committed group and the `seconds` that its transaction took."""
        self.groups += 1
        self.events += len(answers)
        self.duplicates += sum(answer is not None and not answer.fresh for answer in answers)
        self.largest_group = max(self.largest_group, len(answers))
        self.commit_seconds += seconds


class GroupCommitter:
    """Holds the store, the desk that decides on each event, and the rule for failures.

    `sorry` words the apology to a person whose message was parked; None: say nothing. `lease`:
    seconds for which new rows belong to `holder`.
    """

    def __init__(
        self,
        store: Store,
        desk: Desk,
        *,
        holder: str,
        now: Callable[[], datetime],
        sorry: Callable[[Inbound], Draft | None],
        lease: float,
    ) -> None:
        self._store, self._desk, self._holder = store, desk, holder
        self._now, self._sorry, self._lease = now, sorry, lease
        self.counts = Counts()

    def write(self, group: WriteGroup) -> list[Settlement]:
        """Write the group and note each result in it; never raises.

        Returns the settlements that StoreDown kept from being written: the caller brings them
        again.
        """
        try:
            self._write(group)
        except StoreDown as down:
            self.counts.store_down += 1
            log.warning("writer.store_down", extra={"fault": fault(down)})
            return group.give_up(down)
        return []

    def _write(self, group: WriteGroup) -> None:
        while group:
            error = self._try(group)
            if error is None:
                for job in group.jobs:
                    group.finish(job)
                return
            if group.running is None:
                self._one_by_one(group, error)
                return
            # The job itself is at fault: the others are written without it.
            group.finish(group.running, error)

    def _try(self, group: WriteGroup) -> Exception | None:
        try:
            group.answers = self._commit(group)
        except StoreDown:
            raise
        except Exception as error:  # noqa: BLE001 - an error may stop one event at most
            return error
        return None

    def _commit(self, group: WriteGroup) -> list[Advanced | None]:
        began, now, arrivals = perf_counter(), self._now(), group.arrivals()
        answers: list[Advanced | None] = []
        group.running = None
        with self._store.write() as tx:
            if group.settlements:
                tx.outbox.settle(group.settlements, now=now)
            if arrivals:
                answers += tx.conversations.advance(
                    arrivals,
                    lambda event, seen: self._desk(event, seen, tx),
                    holder=self._holder,
                    now=now,
                    lease=self._lease,
                )
            for job in group.jobs:
                group.running = job
                job.result = job.work(tx)
            group.running = None  # from here on it is the COMMIT that fails
        self.counts.add(answers, perf_counter() - began)
        return answers

    def _one_by_one(self, group: WriteGroup, error: Exception) -> None:
        self.counts.retried += 1
        log.warning("writer.group_failed", extra={"fault": fault(error), "n": len(group.places)})
        while group.settlements:
            self._settle(group.settlements[0])
            group.settlements.pop(0)  # not earlier: after StoreDown it must still be in the group
        for place in group.places:
            group.answers.append(self._advance(group, place))
        for job in group.jobs:
            group.finish(job, self._try(WriteGroup([], [], [job])))

    def _settle(self, settlement: Settlement) -> None:
        if error := self._thrice(WriteGroup([settlement], [], [])):
            self.counts.settlements_lost += 1
            log.error("writer.settlement_lost", extra={"fault": fault(error)})

    def _advance(self, group: WriteGroup, place: ArrivalRef) -> Advanced | None:
        alone = WriteGroup([], [place], [])
        if error := self._thrice(alone):
            return self._park(group, *alone.arrivals(), why=fault(error))
        return alone.answers[0]

    def _thrice(self, alone: WriteGroup) -> Exception | None:
        for _ in range(TRIES):
            error = self._try(alone)
            if error is None:
                return None
        return error

    def _park(self, group: WriteGroup, arrival: Arrival, *, why: str) -> Advanced | None:
        """Set the arrival aside, with an apology; when that fails, without one.

        None, so not confirmed to the provider, when parking fails too.
        """
        log.error("writer.parked", extra={"why": why, "arrival": type(arrival).__name__})
        for kindly in (True, False):
            if error := self._try_park(arrival, why, kindly=kindly):
                log.error("writer.park_failed", extra={"fault": fault(error), "kindly": kindly})
                continue
            self.counts.parked += 1
            group.parked = True
            return Advanced(fresh=True)
        return None

    def _try_park(self, arrival: Arrival, why: str, *, kindly: bool) -> Exception | None:
        try:
            with self._store.write() as tx:
                tx.conversations.park(arrival, why, now=self._now())
                if kindly and isinstance(arrival, Inbound) and arrival.kind not in SILENT:
                    self._apologise(tx, arrival)
        except StoreDown:
            raise
        except Exception as error:  # noqa: BLE001 - as in _try
            return error
        return None

    def _apologise(self, tx: Tx, event: Inbound) -> None:
        draft = self._sorry(event)
        if draft is not None:
            tx.outbox.enqueue([draft], now=self._now())
