"""Reply windows: on WhatsApp we may write freely only for a time after the person's last message.

Rows to a shut window wait here until the person writes; `storage.store.WINDOWS` names the channels
and times, and nothing is written for other channels.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select, update

from core.messaging.outcomes import Sent, Unknown
from core.messaging.outgoing import Choice
from storage.database.codec import dumps, loads
from storage.database.column_types import HELD, WAITING, Moment
from storage.people.addresses import address_key, known_places
from storage.tables.messaging import address_table, outbox_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from core.messaging.address import Address
    from core.ports.outbox import Settlement
    from storage.database.crypto import Vault
    from storage.database.session import WriteSession

# Values of alamat.jendela: rows wait; a template told the person so; that template was refused.
HOLDS, SAID, REFUSED = "tahan", "templat", "tolak"
PURPOSE = "pilihan"  # of sealing shown choices

AT = bindparam("b_at", type_=Moment)
HEARD = (
    update(address_table)
    .where(address_table.c.id == bindparam("b_id"))
    .where(or_(address_table.c.heard_at.is_(None), address_table.c.heard_at < AT))
    .values(heard_at=AT)
)
HOLD = (
    update(outbox_table)
    .where(outbox_table.c.seq == bindparam("b_seq"), outbox_table.c.state == WAITING)
    .values(state=HELD, holder=None, leased_until=None, unsure=False, attempts=0)
)
AWAKE = (
    update(outbox_table)
    .where(outbox_table.c.seq == bindparam("b_seq"), outbox_table.c.state == WAITING)
    .values(
        not_before=bindparam("b_now", type_=Moment), holder=None, leased_until=None, unsure=False
    )
)
CLOSE = update(address_table).where(address_table.c.id == bindparam("b_id")).values(heard_at=None)
MARK = (
    update(address_table)
    .where(address_table.c.id == bindparam("b_id"))
    .values(window=bindparam("b_asked"))
)
SHOW = (
    update(address_table)
    .where(address_table.c.key == bindparam("b_key"))
    .values(choices=bindparam("b_content"))
)


def hold_rows(session: WriteSession, held: Sequence[Settlement], now: datetime) -> None:
    """Let rows wait until the person writes, and note whether a template has told them so."""
    places = known_places(session, {one.row.to for one in held})
    held = [one for one in held if one.row.to in places]  # an erased address has no row
    if not held:
        return
    # A person who wrote while the template was on its way need not write again.
    heard = [one for one in held if _later(places[one.row.to].heard, one.row.heard_at)]
    session.run(AWAKE, [{"b_seq": one.row.seq, "b_now": now} for one in heard])
    rest = [one for one in held if one not in heard]
    session.run(HOLD, [{"b_seq": one.row.seq} for one in rest])
    marked = {one.row.to: _mark(one) for one in rest if one.templated}
    waiting = {one.row.to: places[one.row.to] for one in rest}
    marks = [
        {"b_id": place.id, "b_asked": marked.get(to, place.window or HOLDS)}
        for to, place in waiting.items()
    ]
    session.change_addresses(MARK, marks)
    close_windows(session, waiting)


def close_windows(session: WriteSession, addresses: Iterable[Address]) -> None:
    """Note the windows of these addresses as shut: the provider says so, and knows best."""
    places = known_places(session, set(addresses))
    session.change_addresses(CLOSE, [{"b_id": place.id} for place in places.values()])


def mark_window(session: WriteSession, place: bytes, window: str | None) -> None:
    """Set the mark of an address: HOLDS, SAID or REFUSED; None: no row waits."""
    session.change_addresses(MARK, [{"b_id": place, "b_asked": window}])


def release_held(
    session: WriteSession, place: bytes, *, holder: str | None, until: datetime, now: datetime
) -> list[int]:
    """Make the rows due that waited for this person, in their old order; return their numbers."""
    # The address cache needs no clearing: `turns._heard` has put the new state there.
    session.run(MARK, [{"b_id": place, "b_asked": None}])
    mine = (outbox_table.c.address == place, outbox_table.c.state == HELD)
    seqs = session.conn.execute(
        select(outbox_table.c.seq).where(*mine).order_by(outbox_table.c.seq)
    )
    found = list(seqs.scalars())
    lease = {"holder": holder, "leased_until": until if holder else None}
    session.conn.execute(
        update(outbox_table).where(*mine).values(state=WAITING, not_before=now, **lease)
    )
    return found


def forget_refusals(session: WriteSession) -> None:
    """Let templates be tried again where one was refused; the hourly purge calls it."""
    refused = update(address_table).where(address_table.c.window == REFUSED)
    session.change_addresses(refused.values(window=HOLDS))


def is_templated(window: str | None) -> bool:
    """Tell whether no template may be sent to an address: one was, or was refused."""
    return window in (SAID, REFUSED)


def _mark(one: Settlement) -> str:
    """Return the new mark of an address after a template was tried.

    After a refusal not every row tries again, but the first one after the next purge.
    """
    return SAID if isinstance(one.outcome, Sent | Unknown) else REFUSED


def _later(heard: datetime | None, before: datetime | None) -> bool:
    return heard is not None and (before is None or heard > before)


# -- choices of the last screen, for people who type a number --------------------------------------


def keep_choices(session: WriteSession, settlements: Sequence[Settlement]) -> None:
    """Keep the choices of the last screen of each chat, sealed."""
    last = {one.row.to: one.shown for one in settlements if one.shown is not None}
    rows = [
        {"b_key": address_key(session.vault, to), "b_content": _sealed(session.vault, shown)}
        for to, shown in last.items()
    ]
    session.run(SHOW, sorted(rows, key=itemgetter("b_key")))


def _sealed(vault: Vault, shown: Sequence[Choice]) -> bytes | None:
    if not shown:
        return None
    return vault.seal(PURPOSE, dumps([[one.payload, one.label] for one in shown]))


def open_choices(vault: Vault, sealed: bytes | None) -> tuple[Choice, ...]:
    """Open sealed choices; an empty tuple for none."""
    if sealed is None:
        return ()
    return tuple(Choice(*one) for one in loads(vault.open(PURPOSE, sealed)))
