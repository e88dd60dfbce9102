"""`StoreWriter`: an event is answered only after its COMMIT, and one bad event stops nobody."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pipeline.group import SIZE, ReceiveRequest, pick
from bot.pipeline.writer import StoreWriter
from core.errors import StoreDown
from core.messaging.incoming import EventKind, Unreadable
from core.messaging.outcomes import Sent
from core.messaging.outgoing import Draft, Message
from core.ports.outbox import Settlement
from tests.support.fakes import T0, FakeOutbox, FakeStore, chat, echo, said


class Outlet:
    def __init__(self):
        self.rows, self.looks = [], 0

    def take(self, rows):
        self.rows += rows

    def look(self):
        self.looks += 1


def sorry(event):
    return Draft(
        event.address, Message("maaf"), caused_at=event.at, unique=f"sorry:{event.event_id}"
    )


@asynccontextmanager
async def writing(store, desk=echo):
    writer = StoreWriter(store, desk, holder="p1", now=lambda: T0, sorry=sorry)
    writer.outlet = Outlet()
    await writer.start()
    try:
        yield writer
    finally:
        await writer.stop()


async def until(true):
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.001)


class Gate:
    """Holds the writer's thread in COMMIT until it is opened."""

    def __init__(self, store):
        self.entered, self.opened = threading.Event(), threading.Event()
        store.on_commit = self._wait

    def _wait(self):
        self.entered.set()
        assert self.opened.wait(10)


def test_nothing_is_answered_before_commit():
    """While COMMIT hangs, neither the caller nor the dispatcher hears of the event."""

    async def main():
        store = FakeStore()
        gate = Gate(store)
        async with writing(store) as writer:
            call = asyncio.create_task(writer.receive([said(1)]))
            await until(gate.entered.is_set)
            assert not call.done()
            assert writer.outlet.rows == []
            gate.opened.set()
            [answer] = await call
            assert answer.fresh
            assert [row.body.text for row in writer.outlet.rows] == ["halo"]

    asyncio.run(main())


def test_what_waits_goes_as_one_transaction():
    """200 arrivals of 200 chats that wait during one COMMIT make groups of 128 and 72."""

    async def main():
        store = FakeStore()
        gate = Gate(store)
        async with writing(store) as writer:
            first = asyncio.create_task(writer.receive([said("first")]))
            await until(gate.entered.is_set)
            calls = [asyncio.create_task(writer.receive([said(n, to=chat(n))])) for n in range(200)]
            await asyncio.sleep(0)
            gate.opened.set()
            await asyncio.gather(first, *calls)
            assert [tx.did for tx in store.commits] == [
                [("advance", 1)],
                [("advance", 128)],
                [("advance", 72)],
            ]
            assert (writer.counts.groups, writer.counts.largest_group) == (3, 128)

    asyncio.run(main())


def test_a_known_event_does_nothing():
    async def main():
        store = FakeStore()
        async with writing(store) as writer:
            await writer.receive([said(1)])
            [again] = await writer.receive([said(1)])
            assert not again.fresh
            assert again.rows == ()
            assert writer.counts.duplicates == 1
            assert len(store.data.rows) == 1

    asyncio.run(main())


def test_an_event_that_always_fails_is_parked_and_kindly_answered_and_the_rest_commits():
    """Tried once with its group and three times alone."""
    tries = []

    def desk(event, seen, tx):
        if event.text == "boom":
            tries.append(event.event_id)
        return echo(event, seen, tx)

    async def main():
        store = FakeStore()
        async with writing(store, desk) as writer:
            events = [said(1, "satu"), said(2, "boom", to=chat(8)), said(3, "tiga")]
            answers = await writer.receive(events)
            assert [len(answer.rows) for answer in answers] == [1, 0, 1]
            assert all(answer.fresh for answer in answers)
            assert tries == ["2"] * 4
            assert [event for event, _ in store.data.parked] == ["2"]
            assert store.data.parked[0][1].startswith("ValueError in echo:")
            assert store.row("maaf").row.to == chat(8)
            assert writer.outlet.looks == 1
            assert writer.counts.parked == 1

    asyncio.run(main())


def test_an_event_that_fails_twice_is_not_parked():
    fails = [True, True, True, False]  # with its group, alone, alone, alone

    def desk(event, seen, tx):
        if fails.pop(0):
            raise OSError("for a moment")
        return echo(event, seen, tx)

    async def main():
        store = FakeStore()
        async with writing(store, desk) as writer:
            [answer] = await writer.receive([said(1)])
            assert len(answer.rows) == 1
            assert store.data.parked == []

    asyncio.run(main())


def test_a_sorry_that_fails_does_not_keep_an_event_from_being_parked():
    async def main():
        store = FakeStore()
        async with writing(store) as writer:
            writer._committer._sorry = lambda event: 1 / 0
            [answer] = await writer.receive([said(1, "boom")])
            assert answer.fresh
            assert len(store.data.parked) == 1

    asyncio.run(main())


@pytest.mark.parametrize(
    "kind", [EventKind.UNREACHABLE, EventKind.MOVED, EventKind.REACHABLE, EventKind.OTHER]
)
def test_nobody_is_told_sorry_who_said_nothing(kind):
    def desk(event, seen, tx):
        raise ValueError

    async def main():
        store = FakeStore()
        async with writing(store, desk) as writer:
            event = said(1)
            object.__setattr__(event, "kind", kind)
            await writer.receive([event])
            assert len(store.data.parked) == 1
            assert store.data.rows == []

    asyncio.run(main())


def test_what_cannot_be_read_blocks_nothing():
    async def main():
        store = FakeStore()
        async with writing(store) as writer:
            bad = Unreadable("9", "telegram", "bot", b"?", "no id", T0)
            answers = await writer.receive([bad, said(1)])
            assert [len(answer.rows) for answer in answers] == [0, 1]
            assert store.data.parked == [("9", "no id")]

    asyncio.run(main())


def test_store_down_confirms_nothing_and_parks_nothing():
    async def main():
        store = FakeStore()
        store.down = True
        async with writing(store) as writer:
            with pytest.raises(StoreDown):
                await writer.receive([said(1)])
            with pytest.raises(StoreDown):
                await writer.run(lambda tx: tx.outbox.release("p1"))
            store.down = False
            [answer] = await writer.receive([said(1)])
            assert answer.fresh
            assert store.data.parked == []
            assert writer.counts.store_down == 2

    asyncio.run(main())


def test_store_down_in_the_middle_of_going_one_by_one_confirms_what_is_written():
    """The first is committed, the second meets the full disk: its whole call is not confirmed."""

    async def main():
        store = FakeStore()
        async with writing(store) as writer:
            gate = Gate(store)
            held = asyncio.create_task(writer.receive([said("held")]))
            await until(gate.entered.is_set)
            calls = [
                asyncio.create_task(writer.receive([said(n, text, to=chat(n))]))
                for n, text in enumerate(["satu", "boom", "tiga"])
            ]
            await asyncio.sleep(0)

            def fill_after_two():
                if len(store.commits) == 1:  # held, and then "satu" just now
                    store.down = True

            store.on_commit = fill_after_two
            gate.opened.set()
            held_answer, *results = await asyncio.gather(held, *calls, return_exceptions=True)
            assert held_answer[0].fresh
            assert results[0][0].fresh
            assert [type(result) for result in results[1:]] == [StoreDown, StoreDown]
            assert store.data.parked == []

    asyncio.run(main())


def test_outcomes_join_the_next_group_and_come_first():
    async def main():
        store = FakeStore()
        async with writing(store) as writer:
            await writer.receive([said(1)])
            [row] = writer.outlet.rows
            writer.settle(Settlement(row, Sent("m1"), None))
            await writer.run(lambda tx: tx.outbox.claim([], holder="p1", now=T0, lease=60, limit=1))
            assert store.commits[-1].did == [("settle", 1), ("claim", 0)]

    asyncio.run(main())


def test_outcomes_are_written_when_nothing_else_happens():
    async def main():
        store = FakeStore()
        async with writing(store) as writer:
            await writer.receive([said(1)])
            writer.settle(Settlement(writer.outlet.rows[0], Sent("m1"), None))
            await until(lambda: store.open_rows() == [])

    asyncio.run(main())


def test_outcomes_outlive_store_down():
    async def main():
        store = FakeStore()
        async with writing(store) as writer:
            await writer.receive([said(1)])
            store.down = True
            writer.settle(Settlement(writer.outlet.rows[0], Sent("m1"), None))
            with pytest.raises(StoreDown):
                await writer.receive([said(2)])
            store.down = False
            await writer.receive([said(2)])
            assert store.row("halo").outcome == Sent("m1")

    asyncio.run(main())


def test_a_job_that_fails_hears_so_itself_and_the_rest_goes():
    async def main():
        store = FakeStore()
        gate = Gate(store)
        async with writing(store) as writer:
            first = asyncio.create_task(writer.receive([said("first")]))
            await until(gate.entered.is_set)
            bad = asyncio.create_task(writer.run(lambda tx: 1 / 0))
            good = asyncio.create_task(writer.run(lambda tx: "ok"))
            event = asyncio.create_task(writer.receive([said(2)]))
            await asyncio.sleep(0)
            gate.opened.set()
            with pytest.raises(ZeroDivisionError):
                await bad
            assert await good == "ok"
            assert (await event)[0].fresh
            assert (await first)[0].fresh
            assert writer.counts.retried == 0

    asyncio.run(main())


def test_what_failed_in_commit_goes_one_by_one():
    async def main():
        store = FakeStore()
        fails = [OSError("sync")]

        def fail_once():
            if fails:
                raise fails.pop()

        async with writing(store) as writer:
            store.on_commit = fail_once
            answers = await writer.receive([said(1), said(2, to=chat(8))])
            assert [answer.fresh for answer in answers] == [True, True]
            assert len(store.data.rows) == 2
            assert writer.counts.retried == 1

    asyncio.run(main())


def test_an_outcome_that_cannot_be_written_is_counted_and_stops_nobody(monkeypatch):
    async def main():
        store = FakeStore()
        async with writing(store) as writer:
            await writer.receive([said(1), said(2, "dua")])
            good, bad = writer.outlet.rows

            settle = FakeOutbox.settle

            def refuse(tx, settlements, *, now):
                if any(one.row is bad for one in settlements):
                    raise ValueError
                settle(tx, settlements, now=now)

            monkeypatch.setattr(FakeOutbox, "settle", refuse)
            writer.settle(Settlement(bad, Sent("m2"), None))
            writer.settle(Settlement(good, Sent("m1"), None))
            [answer] = await writer.receive([said(3)])
            assert answer.fresh
            assert store.row("halo").outcome == Sent("m1")
            assert writer.counts.settlements_lost == 1

    asyncio.run(main())


def test_a_dispatcher_that_fails_does_not_leave_the_caller_waiting():
    """The rows are committed and leased: when the lease ends, a look finds them."""
    told = []

    async def main():
        asyncio.get_running_loop().set_exception_handler(lambda loop, facts: told.append(facts))
        async with writing(FakeStore()) as writer:
            writer.outlet.take = lambda rows: 1 / 0
            [answer] = await writer.receive([said(1)])
            assert answer.fresh

    asyncio.run(main())
    assert len(told) == 1


def test_stopping_writes_what_waits():
    async def main():
        store = FakeStore()
        gate = Gate(store)
        async with writing(store) as writer:
            calls = [asyncio.create_task(writer.receive([said(n)])) for n in range(3)]
            await until(gate.entered.is_set)
            stopping = asyncio.create_task(writer.stop())
            await asyncio.sleep(0)
            gate.opened.set()
            answers = await asyncio.gather(*calls)
            await stopping
            assert all(answer[0].fresh for answer in answers)
            assert not writer.is_running
            with pytest.raises(StoreDown):
                await writer.receive([said(9)])

    asyncio.run(main())


def test_a_log_line_quotes_nobody(caplog):
    """The event's words are in the exception's message; they reach no record."""

    def desk(event, seen, tx):
        raise ValueError(event.text)

    async def main():
        async with writing(FakeStore(), desk) as writer:
            await writer.receive([said(1, "nama saya Budi", to=chat(628123))])

    with caplog.at_level(logging.DEBUG):
        asyncio.run(main())
    lines = [str(vars(record)) for record in caplog.records if record.name.startswith("bot")]
    assert lines
    assert not [line for line in lines if "Budi" in line or "628123" in line]


# -- fairness ------------------------------------------------------------------------------------


def waiting(chats):
    return [(ReceiveRequest([said(n, to=chat(c))], None), 0) for n, c in enumerate(chats)]


def heard(places):
    return [(call.arrivals[i].address.chat, int(call.arrivals[i].event_id)) for call, i in places]


def test_a_flood_from_one_chat_starves_nobody():
    """1000 of one chat stand before 10 others: all ten are in the first group."""
    taken, left = pick(waiting(["flood"] * 1000 + [str(n) for n in range(10)]))
    assert len(taken) == 128
    assert {chat for chat, _ in heard(taken)} == {"flood", *(str(n) for n in range(10))}
    assert len(left) == 882


def test_a_flood_alone_fills_the_group():
    taken, left = pick(waiting(["flood"] * 200))
    assert [n for _, n in heard(taken)] == list(range(128))
    assert [n for _, n in heard(left)] == list(range(128, 200))


@given(st.lists(st.sampled_from("abcdefghij"), max_size=300))
def test_within_a_chat_order_is_kept_and_nothing_is_lost(chats):
    left, order = waiting(chats), []
    while left:
        taken, left = pick(left)
        assert 0 < len(taken) <= SIZE
        order += heard(taken)
    assert sorted(n for _, n in order) == list(range(len(chats)))
    for name in set(chats):
        mine = [n for chat, n in order if chat == name]
        assert mine == sorted(mine)
