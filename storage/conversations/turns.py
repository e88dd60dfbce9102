"""A group of arrivals in one transaction: accept, load, let the desk decide, write.

`StoreWriter` reaches it by `tx.conversations.advance`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from core.messaging.incoming import EventKind, Inbound, Receipt
from core.ports.conversations import Advanced, Seen
from storage.answers.responses import add_saran
from storage.conversations.group import LoadedGroup, Talk, who
from storage.conversations.loading import load, talk_of, talk_there
from storage.conversations.received_events import accept, first_received, park
from storage.database.codec import dumps, loads
from storage.database.session import AddressRow
from storage.outbox.delivery_reports import received
from storage.outbox.queue import wake_rows
from storage.people.addresses import move, place_of, set_reachable
from storage.people.answered_marks import mark_answered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.messaging.incoming import Arrival
    from core.ports.conversations import Decide, Decision
    from storage.database.session import WriteSession

HEARD_STEP = timedelta(minutes=1)  # `heard_at` may be so much too old: it spares writes
# Events about an address, not by a human.
QUIET = {
    EventKind.REACHABLE,
    EventKind.UNREACHABLE,
    EventKind.MOVED,
}


def advance(
    session: WriteSession,
    arrivals: Sequence[Arrival],
    decide: Decide,
    *,
    holder: str,
    now: datetime,
    lease: float,
) -> list[Advanced]:
    """Take arrivals through the desk and write the consequences; one Advanced for each, in order.

    New outbox rows that are due are leased to `holder` for `lease` seconds from `now` (UTC). An
    arrival with a known event id does nothing.
    """
    lease_end = now + timedelta(seconds=lease)
    group = LoadedGroup(session, (holder, lease_end), now, [[] for _ in arrivals])
    session.group = group
    try:
        return _advance(group, arrivals, decide)
    finally:
        session.group = None


def _advance(group: LoadedGroup, arrivals: Sequence[Arrival], decide: Decide) -> list[Advanced]:
    """Accept, load, decide and write; arrivals with a known id are only reported."""
    session = group.session
    fresh = accept(session, arrivals, group.now)
    new = [one for one, is_new in zip(arrivals, fresh, strict=True) if is_new]
    known = {
        index: first_received(session, one)
        for index, (one, is_new) in enumerate(zip(arrivals, fresh, strict=True))
        if not is_new
    }
    load(group, [one for one in new if isinstance(one, Inbound) and _is_talk(one)])
    notices = [
        _take(group, index, one, decide) if is_new else None
        for index, (one, is_new) in enumerate(zip(arrivals, fresh, strict=True))
    ]
    group.end()
    return [
        Advanced(is_new, tuple(rows), notice, known.get(index), group.settled.get(index, ()))
        for index, (is_new, rows, notice) in enumerate(zip(fresh, group.rows, notices, strict=True))
    ]


def _take(group: LoadedGroup, index: int, one: Arrival, decide: Decide) -> str | None:
    if isinstance(one, Inbound):
        if _is_talk(one):
            return _turn(group, index, one, decide)
        return _beside(group, index, one, decide)
    if isinstance(one, Receipt):
        group.settled[index] = received(group.session, one, group.now)
    else:
        park(group.session, one, one.why, group.now)
    return None


def _is_talk(event: Inbound) -> bool:
    return event.private and event.kind not in QUIET


# -- a human event ---------------------------------------------------------------------------------


def _turn(group: LoadedGroup, index: int, event: Inbound, decide: Decide) -> str | None:
    """Take a human event through the desk; return the notice of its decision."""
    key = who(event)
    talk = talk_of(group, key, event)
    group.silent.discard(talk.place)  # a person who writes again may be written to again
    state = loads(talk.packed) if talk.packed else None
    waited = _heard(group, index, event, talk)
    seen = Seen(talk.known, state, talk.language, talk.unseen, talk.replied_at, waited, talk.shown)
    talk.known, talk.shown = True, ()
    decision = decide(event, seen)
    talk.unseen = talk.unseen or bool(decision.drafts)
    if group.talks.get(key) is talk:
        _remember(talk, decision)
    elif decision.state is not None:
        _remember(talk_of(group, key, event), decision)
    else:  # the person was erased at this event: only the goodbye is sent, and leaves no trace
        group.goodbyes.add(event.address)
    _keep(group, event, decision)
    group.drafts += [(index, draft) for draft in decision.drafts]
    return decision.notice


def _heard(group: LoadedGroup, index: int, event: Inbound, talk: Talk) -> bool:
    """Note the reply window of a chat as open, and send the messages that waited for it.

    True when messages waited. A channel without a window changes nothing.
    """
    session = group.session
    window = session.windows.get(event.address.channel)
    if window is None:
        return False
    at = max(event.at, talk.heard or event.at)
    if talk.heard is None or at - talk.heard >= HEARD_STEP:
        group.heard[talk.place] = talk.heard = at
    session.addresses[event.address] = AddressRow(talk.place, reachable=True, heard=at)
    if not talk.held or event.at + window <= group.now:
        return False
    talk.held = False
    rows = wake_rows(session, talk.place, group.lease, group.now)
    group.rows[index] += [replace(row, heard_at=event.at) for row in rows]
    return True


def _keep(group: LoadedGroup, event: Inbound, decision: Decision) -> None:
    """Keep the answer, mark and saran of a decision.

    Mark and saran are written at once, because the next event of the group may ask for them; a
    response may wait.
    """
    if decision.response is not None:
        group.given.append(decision.response)
    if decision.answered_mark is not None:
        mark_answered(group.session, event.person, *decision.answered_mark)
    if decision.saran is not None:
        tell = event.address if decision.wants_follow_up else None
        add_saran(group.session, decision.saran, tell, group.now)


def _remember(talk: Talk, decision: Decision) -> None:
    talk.language = decision.language or talk.language
    talk.packed = None if decision.state is None else dumps(dict(decision.state))
    talk.changed = True


# -- an event about an address, or in a group chat -------------------------------------------------


def _beside(group: LoadedGroup, index: int, event: Inbound, decide: Decide) -> str | None:
    """Handle an event about an address or in a group chat.

    A conversation is kept for a group chat only if the desk begins one.
    """
    decision = None
    if not event.private:
        talk = talk_there(group, event)
        state = loads(talk.packed) if talk and talk.packed else None
        seen = Seen(talk is not None, state, talk.language if talk else None)
        decision = decide(event, seen)
    if event.kind in QUIET:
        _hear(group, event)
    if decision is None:
        return None
    group.drafts += [(index, draft) for draft in decision.drafts]
    if event.kind not in QUIET and (decision.state is not None or talk is not None):
        _remember(talk_of(group, who(event), event), decision)
    return decision.notice


def _hear(group: LoadedGroup, event: Inbound) -> None:
    """Apply a provider's notice that an address closed, opened or moved."""
    session = group.session
    group.write()
    if event.kind is EventKind.MOVED and event.moved_to is not None:
        move(session, event.address, event.moved_to)
        for one in [one for one in group.talks if one[0] == event.address]:
            del group.talks[one]
        return
    place = place_of(session, event.address)
    if place is None:
        return
    reachable = event.kind is EventKind.REACHABLE
    set_reachable(session, place.id, reachable=reachable, now=group.now)
    if not reachable:
        group.drop_rows({event.address})
