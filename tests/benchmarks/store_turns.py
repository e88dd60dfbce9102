"""Cost of one event at the store, in groups of 50: `python -m tests.benchmarks.store_turns`."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.messaging.outcomes import Sent
from core.messaging.outgoing import Choice, Draft, Message
from core.ports.conversations import Decision
from core.ports.outbox import Settlement
from storage.store import open_store

GROUP, PEOPLE, ROUNDS = 50, 500, 400
STATE = {"flow": "survei", "version": 1, "data": {f"k{i}": "sesuai" for i in range(20)}}
SCREEN = Message(
    "Bagaimana pendapat Anda tentang kecepatan waktu pelayanan?",
    note="Tercatat: Sesuai.",
    heading="3/9 Waktu",
    choices=tuple(Choice(f"q:3:{n}", f"{n}. Sangat sesuai") for n in range(1, 5)),
)
START = datetime(2026, 11, 23, 8, tzinfo=UTC)


def decide(event, seen):
    return Decision(
        STATE, language="id", drafts=(Draft(event.address, SCREEN, caused_at=event.at),)
    )


def event(number: int) -> Inbound:
    who = str(number % PEOPLE)
    address = Address("telegram", "42", who)
    return Inbound(
        str(number), START, EventKind.CHOICE, Person((f"tg:{who}",)), address, choice="q:3:1"
    )


def measure(store) -> dict[str, float]:
    """CPU and wall microseconds an event, of turns alone and with settling in the group."""
    rows, cpu, wall = [], time.process_time(), time.perf_counter()
    for turn in range(ROUNDS):
        now = START + timedelta(seconds=turn)
        with store.write() as tx:
            tx.outbox.settle([Settlement(row, Sent(row.id), None) for row in rows], now=now)
            group = [event(turn * GROUP + place) for place in range(GROUP)]
            done = tx.conversations.advance(group, decide, holder="bench", now=now, lease=60)
        rows = [row for one in done for row in one.rows]
    events = ROUNDS * GROUP
    return {
        "cpu": (time.process_time() - cpu) / events * 1e6,
        "wall": (time.perf_counter() - wall) / events * 1e6,
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'bench.db'}", [b"x" * 32])
        for place in range(3):
            figures = measure_fresh(store, place)
            print(f"{figures['cpu']:6.1f} us CPU, {figures['wall']:6.1f} us wall an event")
        store.close()


def measure_fresh(store, place: int) -> dict[str, float]:
    """Event ids are known after a round, so each starts from an empty list of them."""
    with store.write() as tx:
        tx.upkeep.purge(now=START + timedelta(days=9 * place))
    return measure(store)


if __name__ == "__main__":
    main()
