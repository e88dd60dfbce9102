"""A group of arrivals in one transaction: what is new, what the desk decides, what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from sqlalchemy import bindparam, or_, select, update

from core.model import Inbound, Kind, Receipt, Sent
from core.ports import Advanced, Seen
from storage.answers import Answers
from storage.books import Books, event_name, event_row, insert_event
from storage.codec import dumps, loads
from storage.endings import ended
from storage.tables import outbox
from storage.talks import Group, Talk, Talks, Who, who

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.model import Arrival
    from core.ports import Decision, Desk, Tx

QUIET = {Kind.REACHABLE, Kind.UNREACHABLE, Kind.MOVED}  # about an address, not by a human
ARRIVED = {"sent", "delivered", "read"}
FAILED = {"failed", "undelivered"}

UNDELIVERED = (
    update(outbox)
    .where(outbox.c.seq == bindparam("b_seq"))
    .values(
        keadaan="gagal",
        kode=bindparam("b_kode"),
        isi=None,
        pemegang=None,
        selesai=bindparam("b_now"),
    )
)


class Turns(Talks, Answers, Books):
    def advance(
        self, arrivals: Sequence[Arrival], desk: Desk, *, holder: str, now: datetime, lease: float
    ) -> list[Advanced]:
        lease_end = now + timedelta(seconds=lease)
        group = self.group = Group((holder, lease_end), now, rows=[[] for _ in arrivals])
        fresh = self._accept(arrivals, now)
        new = [one for one, is_new in zip(arrivals, fresh, strict=True) if is_new]
        self.load([one for one in new if isinstance(one, Inbound) and _is_talk(one)])
        notices = [
            self._take(index, one, desk, now) if is_new else None
            for index, (one, is_new) in enumerate(zip(arrivals, fresh, strict=True))
        ]
        self.flush()
        return [
            Advanced(*one)
            for one in zip(fresh, (tuple(rows) for rows in group.rows), notices, strict=True)
        ]

    def _accept(self, arrivals: Sequence[Arrival], now: datetime) -> list[bool]:
        """Remember the event ids; True for those that were not known and stand here first."""
        names = [event_name(one) for one in arrivals]
        rows = [event_row(name, now) for name in sorted(set(names))]
        if not rows:
            return []
        new = {tuple(row) for row in self.conn.execute(insert_event(self.dialect), rows)}
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
            self._receipt(one, now)
        else:
            self.park(one, one.why, now=now)
        return None

    # -- a human event -------------------------------------------------------------------------

    def _turn(self, index: int, event: Inbound, desk: Desk, now: datetime) -> str | None:
        key = who(event)
        talk = self._talk(key, event)
        state = loads(talk.packed) if talk.packed else None
        seen = Seen(talk.known, state, talk.language, talk.unseen, talk.replied_at)
        talk.known = True
        decision = desk(event, seen, cast("Tx", self))
        talk.unseen = talk.unseen or bool(decision.drafts)
        if decision.state is not None or self.group.talks.get(key) is talk:
            _remember(self._talk(key, event), decision)
        else:  # erased at this event: only the goodbye is left, and it leaves no trace
            self.group.goodbyes.add(event.address)
        self._keep(event, decision, now)
        self.group.drafts += [(index, draft) for draft in decision.drafts]
        return decision.notice

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
        """At once, so that the next event of this group finds it."""
        if decision.respons is not None:
            self.add_respons([decision.respons])
        if decision.sekali is not None:
            self.set_answered(event.person, *decision.sekali)
        if decision.saran is not None:
            self.add_saran(decision.saran, event.address if decision.kabar else None, now)

    # -- what is not a human event -------------------------------------------------------------

    def _hear(self, event: Inbound, now: datetime) -> None:
        """A provider tells that an address closed, opened or moved."""
        self.flush()
        if event.kind is Kind.MOVED and event.moved_to is not None:
            self.move(event.address, event.moved_to)
            for one in [one for one in self.group.talks if one[0] == event.address]:
                del self.group.talks[one]
            return
        place = self.place_of(event.address)
        if place is None:
            return
        reachable = event.kind is Kind.REACHABLE
        self.set_reachable(place.id, reachable=reachable, now=now)
        if not reachable:
            self.group.drop_rows({event.address})

    def _receipt(self, one: Receipt, now: datetime) -> None:
        """Settle a row whose answer was lost; a failure told later is recorded in any case."""
        mine = [outbox.c.id == one.outbox_id] if one.outbox_id else []
        if one.provider_id:
            mine.append(outbox.c.provider_id == one.provider_id)
        if not mine:
            return
        here = (outbox.c.channel == one.channel, outbox.c.account == one.account)
        seqs = self.conn.execute(select(outbox.c.seq).where(*here, or_(*mine))).scalars().all()
        if one.status in ARRIVED:
            sent = Sent(one.provider_id)
            self.settle_all([ended(seq, sent, now, unsure=False) for seq in seqs])
        elif one.status in FAILED:
            rows = [{"b_seq": seq, "b_kode": one.code, "b_now": now} for seq in seqs]
            self.run(UNDELIVERED, rows)


def _is_talk(event: Inbound) -> bool:
    return event.private and event.kind not in QUIET


def _remember(talk: Talk, decision: Decision) -> None:
    talk.language = decision.language or talk.language
    talk.packed = None if decision.state is None else dumps(dict(decision.state))
    talk.changed = True
