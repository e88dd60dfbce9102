"""Doubles behind the ports: a clock that jumps, a channel with outcomes, a store in memory."""

from __future__ import annotations

import asyncio
import selectors
from collections import deque
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from core.errors import StoreDown
from core.messaging.address import Address, Person
from core.messaging.channel_limits import Caps
from core.messaging.incoming import EventKind, Inbound
from core.messaging.outcomes import Gone, Moved, Sent
from core.messaging.outdated_screens import outdated_drafts
from core.messaging.outgoing import Draft, Message, Outgoing, ResendPolicy
from core.ports.conversations import Advanced, Decision, Seen
from core.ports.outbox import Settlement

T0 = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
CAPS = Caps(text=4096, choices=100, choice_label=64, edit=True)


# -- time --------------------------------------------------------------------------------------


class _Leaping(selectors.DefaultSelector):
    """A selector that does not wait for a timer, but moves the loop's time there."""

    now = 0.0

    def select(self, timeout=None):
        ready = super().select(0 if timeout is not None else None)
        if not ready and timeout:
            self.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop on which hours pass in no time; the work of threads is done at once, on the loop."""

    def __init__(self):
        self.leaping = _Leaping()
        super().__init__(self.leaping)

    def time(self):
        return self.leaping.now

    def run_in_executor(self, executor, func, *args):
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - handed on
            done.set_exception(error)
        return done


def virtually(main):
    """Run `main()` on a loop whose time is virtual."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main())


def wall_clock():
    """The wall clock of the running (virtual) loop: T0 and what has passed."""
    return T0 + timedelta(seconds=asyncio.get_running_loop().time())


# -- what comes in -----------------------------------------------------------------------------


def chat(number="7", *, channel="telegram", account="bot", thread=None):
    """An address of the channel port; by default the Telegram chat 7 at `bot`."""
    return Address(channel, account, str(number), thread)


def said(event_id, text="halo", *, to=None, at=T0, **fields):
    """A text message that arrives from the chat's own person."""
    to = to or chat()
    person = Person((f"tg:{to.chat}",))
    return Inbound(str(event_id), at, EventKind.TEXT, person, to, text=text, **fields)


def echo(event: Inbound, seen: Seen, tx) -> Decision:
    """A desk that repeats what it hears and fails at "boom"."""
    if event.text == "boom":
        raise ValueError(event.text)
    heard = {"flow": "echo", "version": 1, "data": {"heard": event.text}}
    return Decision(heard, drafts=(Draft(event.address, Message(event.text), caused_at=event.at),))


def bound(desk, tx):
    """A desk that decides in this transaction, as the writer hands it to `advance`."""
    return lambda event, seen: desk(event, seen, tx)


# -- a channel ---------------------------------------------------------------------------------


@dataclass
class FakeChannel:
    """A channel that answers each send, after `seconds`, with the next of `outcomes`, then Sent."""

    name: str = "telegram"
    account: str = "bot"
    caps: Caps = CAPS
    outcomes: deque = field(default_factory=deque)
    seconds: float = 0.0
    sent: list = field(default_factory=list)  # (loop time, chat, text), as they were begun
    flying: list = field(default_factory=list)
    most_flying: int = 0
    doubled: int = 0  # sends to an address that had one in flight
    closed: bool = False
    pulls: int = 0

    async def send(self, row, message):
        loop = asyncio.get_running_loop()
        self.doubled += row.to in self.flying
        self.flying.append(row.to)
        self.most_flying = max(self.most_flying, len(self.flying))
        self.sent.append((loop.time(), row.to.chat, message.text))
        number = len(self.sent)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.flying.remove(row.to)
        outcome = self.outcomes.popleft() if self.outcomes else Sent(f"m{number}")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    @property
    def texts(self):
        return [text for _, _, text in self.sent]

    async def pull(self, inbox):
        self.pulls += 1
        await asyncio.Event().wait()

    async def settle(self, token, notice):
        pass

    async def close(self):
        self.closed = True


# -- the writer without its thread -------------------------------------------------------------


class InlineWriter:
    """The writer's `run` and `settle`, at once and in the loop, for tests on virtual time."""

    def __init__(self, store, now=wall_clock):
        self.store, self.now = store, now
        self.settlements: list[Settlement] = []

    async def run(self, work):
        await asyncio.sleep(0)
        with self.store.write() as tx:
            return work(tx)

    def settle(self, settlement):
        self.settlements.append(settlement)
        with self.store.write() as tx:
            tx.outbox.settle([settlement], now=self.now())


# -- a store in memory -------------------------------------------------------------------------


@dataclass
class FakeRow:
    """One row of the outbox in memory, with its lease."""

    row: Outgoing
    due: datetime
    holder: str | None
    lease_end: datetime | None
    outcome: Any = None  # set: settled


@dataclass
class _Data:
    events: set = field(default_factory=set)
    rows: list = field(default_factory=list)
    parked: list = field(default_factory=list)
    unreachable: set = field(default_factory=set)
    seq: int = 0

    def copy(self):
        rows = [copy(row) for row in self.rows]
        return _Data(set(self.events), rows, list(self.parked), set(self.unreachable), self.seq)


class FakeStore:
    """A store in memory that keeps the ports' promises; a failing transaction leaves no trace."""

    def __init__(self):
        self.data = _Data()
        self.down = False
        self.closed = False
        self.on_commit = lambda: None  # raise here to fail a COMMIT, wait here to slow it
        self.commits: list[FakeTx] = []

    @contextmanager
    def write(self):
        if self.down:
            raise StoreDown("switched off")
        before = self.data.copy()
        tx = FakeTx(self.data)
        try:
            yield tx
            self.on_commit()
        except BaseException:
            self.data = before
            raise
        self.commits.append(tx)

    @contextmanager
    def read(self):
        if self.down:
            raise StoreDown("switched off")
        yield self

    def close(self):
        self.closed = True

    def row(self, text):
        """The row whose message has this text."""
        return next(r for r in self.data.rows if getattr(r.row.body, "text", None) == text)

    def open_rows(self):
        """The rows that no outcome has settled."""
        return [r for r in self.data.rows if r.outcome is None]


class FakeTx:
    """The two parts of a transaction that the pipeline uses, over the data of the store."""

    def __init__(self, data):
        self.data = data
        self.did: list[tuple[str, int]] = []
        self.conversations = FakeConversations(self)
        self.outbox = FakeOutbox(self)


class FakeConversations:
    """The `conversations` part of a transaction: `advance` and `park`."""

    def __init__(self, session):
        self.session = session

    def advance(self, arrivals, decide, *, holder, now, lease):
        self.session.did.append(("advance", len(arrivals)))
        made = [self._one(a, decide, now) for a in arrivals]
        gone = outdated_drafts([draft for _, drafts in made for draft in drafts])
        places, end = count(), now + timedelta(seconds=lease)
        write = self.session.outbox.write
        return [
            replace(one, rows=tuple(write(draft, now, holder, end).row for draft in kept))
            for one, drafts in made
            for kept in [[draft for draft in drafts if next(places) not in gone]]
        ]

    def _one(self, arrival, decide, now):
        if arrival.event_id in self.session.data.events:
            return Advanced(fresh=False), ()
        self.session.data.events.add(arrival.event_id)
        if not isinstance(arrival, Inbound):
            self.park(arrival, arrival.why, now=now)
            return Advanced(fresh=True), ()
        decision = decide(arrival, Seen(known=True, state=None, language=None))
        return Advanced(fresh=True, notice=decision.notice), decision.drafts

    def park(self, arrival, why, *, now):
        self.session.data.events.add(arrival.event_id)
        self.session.data.parked.append((arrival.event_id, why))


class FakeOutbox:
    """The `outbox` part of a transaction, on rows in memory."""

    def __init__(self, session):
        self.session = session

    def write(self, draft, now, holder=None, end=None):
        data = self.session.data
        data.seq += 1
        row = Outgoing(
            seq=data.seq,
            id=f"r{data.seq}",
            to=draft.to,
            body=draft.body,
            policy=draft.policy,
            replace=draft.replace,
            caused_at=draft.caused_at,
            attempts=0,
            unsure=False,
            expires_at=draft.expires_at,
        )
        kept = FakeRow(row, draft.not_before or now, holder, end)
        data.rows.append(kept)
        return kept

    def enqueue(self, drafts, *, now):
        return [self.write(draft, now).row.id for draft in drafts]

    def settle(self, settlements, *, now):
        self.session.did.append(("settle", len(settlements)))
        for one in settlements:
            kept = self._kept(one.row)
            kept.holder = kept.lease_end = None
            if isinstance(one.outcome, Gone):
                self.session.data.unreachable.add(one.row.to)
            if isinstance(one.outcome, Moved):
                kept.row = replace(kept.row, to=one.outcome.to)
            if one.retry_at is None:
                kept.outcome = one.outcome
                continue
            kept.due = one.retry_at
            kept.row = replace(kept.row, attempts=kept.row.attempts + 1, unsure=one.unsure)

    def claim(self, accounts, *, holder, now, lease, limit):
        self.session.did.append(("claim", 0))
        taken, heads = [], set()
        for kept in self.session.data.rows:
            if kept.outcome is not None or kept.row.to in heads:
                continue
            heads.add(kept.row.to)
            free = kept.holder is None or kept.lease_end <= now
            ours = (kept.row.to.channel, kept.row.to.account) in accounts
            if free and ours and kept.due <= now and len(taken) < limit:
                died = kept.holder is not None
                kept.row = replace(kept.row, unsure=kept.row.unsure or died)
                kept.holder, kept.lease_end = holder, now + timedelta(seconds=lease)
                taken.append(kept.row)
        return taken

    def release(self, holder):
        rows = self.session.data.rows
        mine = [r for r in rows if r.holder == holder and r.outcome is None]
        for kept in mine:
            kept.holder = kept.lease_end = None
        return len(mine)

    def save_composed(self, row, message):
        kept = self._kept(row)
        kept.row = replace(kept.row, body=message)

    def _kept(self, row):
        return next(r for r in self.session.data.rows if r.row.seq == row.seq)


def note(text, to=None, *, policy=ResendPolicy.REPLY, caused_at=T0, **fields):
    """A draft with this text."""
    return Draft(to or chat(), Message(text), policy=policy, caused_at=caused_at, **fields)
