"""Received events: known by their ids for some days, and parked when they cannot be handled."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.messaging.incoming import Inbound, Unreadable
from storage.database.codec import dumps
from storage.database.compiled_statements import add
from storage.database.inserts import fresh_id, insert
from storage.people.addresses import address_key
from storage.tables.messaging import parked_event_table, received_event_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.sql.dml import ReturningInsert

    from core.messaging.incoming import Arrival
    from storage.database.session import WriteSession

PURPOSE = "terparkir"


@cache
def insert_event(dialect: str) -> ReturningInsert[str, str, str]:
    """Build the INSERT that returns the ids of new events only."""
    made = insert(received_event_table, dialect).on_conflict_do_nothing()
    return made.returning(
        received_event_table.c.channel,
        received_event_table.c.account,
        received_event_table.c.event_id,
    )


def accept(session: WriteSession, arrivals: Sequence[Arrival], now: datetime) -> list[bool]:
    """Remember the event ids; True for each arrival whose id is new, at its first place."""
    names = [_name(one) for one in arrivals]
    rows = [_row(name, now) for name in sorted(set(names))]
    new = {tuple(row) for row in add(session.conn, insert_event(session.dialect), rows)}
    fresh = []
    for name in names:
        fresh.append(name in new)
        new.discard(name)
    return fresh


def first_received(session: WriteSession, arrival: Arrival) -> datetime | None:
    """Return the moment (UTC) at which an event was first accepted; None: never."""
    channel, account, event_id = _name(arrival)
    mine = (received_event_table.c.channel == channel, received_event_table.c.account == account)
    asked = select(received_event_table.c.at).where(
        *mine, received_event_table.c.event_id == event_id
    )
    return session.conn.execute(asked).scalar_one_or_none()


def park(session: WriteSession, arrival: Arrival, why: str, now: datetime) -> None:
    """Set aside a failed arrival, sealed, with the reason `why`; it is never tried again."""
    if isinstance(arrival, Inbound):
        channel, where = arrival.address.channel, address_key(session.vault, arrival.address)
    else:
        channel, where = arrival.channel, None
    raw = arrival.raw if isinstance(arrival, Unreadable) else dumps(arrival)
    row = {"id": fresh_id(), "channel": channel, "reason": why, "address": where, "at": now}
    sealed = {"content": session.vault.seal(PURPOSE, raw)}
    session.conn.execute(insert(parked_event_table, session.dialect), row | sealed)
    # Its own transaction failed, so its id must be remembered here.
    session.conn.execute(insert_event(session.dialect), [_row(_name(arrival), now)])


def _name(one: Arrival) -> tuple[str, str, str]:
    """Return the identity of an event: channel, account, and its id there."""
    if isinstance(one, Inbound):
        return one.address.channel, one.address.account, one.event_id
    return one.channel, one.account, one.event_id


def _row(name: tuple[str, str, str], now: datetime) -> dict[str, object]:
    channel, account, event_id = name
    return {"channel": channel, "account": account, "event_id": event_id, "at": now}
