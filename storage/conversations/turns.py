"""A group of arrivals in one transaction: what is new, what the desk decides, what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from core.messaging.incoming import EventKind, Inbound, Receipt
from core.ports.turns import Advanced, Seen
from storage.answers.publications import Books, event_name, event_row, insert_event
from storage.answers.responses import Answers
from storage.conversations.loaded import LoadedGroup, Talk, Talks, Who, who
from storage.database.codec import dumps, loads
from storage.database.fast_sql import add
from storage.outbox.delivery_reports import Receipts
from storage.people.addresses import AddressRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.answers.response import Response
    from core.messaging.incoming import Arrival
    from core.ports.store import Desk, Tx
    from core.ports.turns import Decision

HEARD_STEP = timedelta(minutes=1)  # a window that is known to end a little early costs fewer writes
QUIET = {
    EventKind.REACHABLE,
    EventKind.UNREACHABLE,
    EventKind.MOVED,
}  # about an address, not by a human


class Turns(Talks, Receipts, Answers, Books):
    def __init__(self, *of_work: Any) -> None:
        super().__init__(*of_work)
        self.given: list[Response] = []  # by the events of this group so far

    def advance(
        self, arrivals: Sequence[Arrival], desk: Desk, *, holder: str, now: datetime, lease: float
    ) -> list[Advanced]:
        lease_end = now + timedelta(seconds=lease)
        group = self.group = LoadedGroup((holder, lease_end), now, rows=[[] for _ in arrivals])
        fresh = self._accept(arrivals, now)
        new = [one for one, is_new in zip(arrivals, fresh, strict=True) if is_new]
        known = {
            index: self.taken_in(event_name(one))
            for index, (one, is_new) in enumerate(zip(arrivals, fresh, strict=True))
            if not is_new
        }
        self.load([one for one in new if isinstance(one, Inbound) and _is_talk(one)])
        notices = [
            self._take(index, one, desk, now) if is_new else None
            for index, (one, is_new) in enumerate(zip(arrivals, fresh, strict=True))
        ]
        self.flush()
        return [
            Advanced(is_new, tuple(rows), notice, known.get(index), group.settled.get(index, ()))
            for index, (is_new, rows, notice) in enumerate(
                zip(fresh, group.rows, notices, strict=True)
            )
        ]

    def flush(self) -> None:
        given, self.given = self.given, []
        if given:
            self.add_respons(given)
        super().flush()

    def _accept(self, arrivals: Sequence[Arrival], now: datetime) -> list[bool]:
        """Remember the event ids; True for those that were not known and stand here first."""
        names = [event_name(one) for one in arrivals]
        rows = [event_row(name, now) for name in sorted(set(names))]
        new = {tuple(row) for row in add(self.conn, insert_event(self.dialect), rows)}
        fresh = []
        for name in names:
            fresh.append(name in new)
            new.discard(name)
        return fresh

    def _take(self, index: int, one: Arrival, desk: Desk, now: datetime) -> str | None:
        if isinstance(one, Inbound):
            if _is_talk(one):
                return self._turn(index, one, desk, now)
            return self._beside(index, one, desk, now)
        if isinstance(one, Receipt):
            self.group.settled[index] = self.received(one, now)
        else:
            self.park(one, one.why, now=now)
        return None

    # -- a human event -------------------------------------------------------------------------

    def _turn(self, index: int, event: Inbound, desk: Desk, now: datetime) -> str | None:
        key = who(event)
        talk = self._talk(key, event)
        self.group.hushed.discard(talk.place)  # who writes again may be written to again
        state = loads(talk.packed) if talk.packed else None
        waited = self._heard(index, event, talk, now)
        seen = Seen(
            talk.known, state, talk.language, talk.unseen, talk.replied_at, waited, talk.shown
        )
        talk.known, talk.shown = True, ()
        decision = desk(event, seen, cast("Tx", self))
        talk.unseen = talk.unseen or bool(decision.drafts)
        if self.group.talks.get(key) is talk:
            _remember(talk, decision)
        elif decision.state is not None:
            _remember(self._talk(key, event), decision)
        else:  # erased at this event: only the goodbye is left, and it leaves no trace
            self.group.goodbyes.add(event.address)
        self._keep(event, decision, now)
        self.group.drafts += [(index, draft) for draft in decision.drafts]
        return decision.notice

    def _heard(self, index: int, event: Inbound, talk: Talk, now: datetime) -> bool:
        """Where a window counts: note that it is open, and send what waited for that."""
        window = self.windows.get(event.address.channel)
        if window is None:
            return False
        at = max(event.at, talk.heard or event.at)
        if talk.heard is None or at - talk.heard >= HEARD_STEP:
            self.group.heard[talk.place] = talk.heard = at
        self.near[event.address] = AddressRow(talk.place, reachable=True, heard=at)
        if not talk.held or event.at + window <= now:
            return False
        talk.held = False
        rows = self.awake(talk.place, self.group.lease, now)
        self.group.rows[index] += [replace(row, heard_at=event.at) for row in rows]
        return True

    def _beside(self, index: int, event: Inbound, desk: Desk, now: datetime) -> str | None:
        """About an address, or in a group: a conversation is kept there only if one is begun."""
        decision = None
        if not event.private:
            talk = self.talk_there(event)
            state = loads(talk.packed) if talk and talk.packed else None
            seen = Seen(talk is not None, state, talk.language if talk else None)
            decision = desk(event, seen, cast("Tx", self))
        if event.kind in QUIET:
            self._hear(event, now)
        if decision is None:
            return None
        self.group.drafts += [(index, draft) for draft in decision.drafts]
        if event.kind not in QUIET and (decision.state is not None or talk is not None):
            _remember(self._talk(who(event), event), decision)
        return decision.notice

    def _talk(self, key: Who, event: Inbound) -> Talk:
        talk = self.group.talks.get(key)
        if talk is None:
            self.load([event])
            talk = self.group.talks[key]
        return talk

    def _keep(self, event: Inbound, decision: Decision, now: datetime) -> None:
        """At once what the next event of this group may ask for; nobody asks for an answer."""
        if decision.respons is not None:
            self.given.append(decision.respons)
        if decision.sekali is not None:
            self.set_answered(event.person, *decision.sekali)
        if decision.saran is not None:
            self.add_saran(decision.saran, event.address if decision.kabar else None, now)

    # -- what is not a human event -------------------------------------------------------------

    def _hear(self, event: Inbound, now: datetime) -> None:
        """A provider tells that an address closed, opened or moved."""
        self.flush()
        if event.kind is EventKind.MOVED and event.moved_to is not None:
            self.move(event.address, event.moved_to)
            for one in [one for one in self.group.talks if one[0] == event.address]:
                del self.group.talks[one]
            return
        place = self.place_of(event.address)
        if place is None:
            return
        reachable = event.kind is EventKind.REACHABLE
        self.set_reachable(place.id, reachable=reachable, now=now)
        if not reachable:
            self.group.drop_rows({event.address})


def _is_talk(event: Inbound) -> bool:
    return event.private and event.kind not in QUIET


def _remember(talk: Talk, decision: Decision) -> None:
    talk.language = decision.language or talk.language
    talk.packed = None if decision.state is None else dumps(dict(decision.state))
    talk.changed = True
