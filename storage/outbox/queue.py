"""The queue of messages to humans: adding rows, leasing them to a Dispatcher, the mailbox."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from secrets import token_bytes
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update

from core.messaging.outcomes import Sent
from core.messaging.outgoing import Outgoing, ResendPolicy
from storage.database.codec import pack_body, unpack_row
from storage.database.column_types import WAITING
from storage.database.compiled_statements import add
from storage.outbox.reply_windows import is_templated, release_held
from storage.outbox.rows import ended, outgoing, resting
from storage.outbox.settling import end_rows, mark_left
from storage.outbox.statements import (
    CLAIMABLE,
    EXPIRED,
    FIELDS,
    JOINED,
    LEASE,
    OPEN,
    RELEASE,
    UNSURE,
    insert_rows,
)
from storage.people.addresses import open_address, place_of, places_of
from storage.tables.messaging import outbox_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.messaging.address import Address
    from core.messaging.outgoing import Draft, Message
    from storage.database.session import AnyRow, WriteSession

PURPOSE = "pesan"  # of sealing a row's content
RowLease = tuple[str, "datetime"]  # holder, until
FETCHED = Sent()  # the outcome of a row that a mailbox client has read
RANDOM_BYTES, LETTERS = 9, 12  # of an id, behind the second of its making in hexadecimal


# -- adding rows -----------------------------------------------------------------------------------


def enqueue(
    session: WriteSession, drafts: Sequence[Draft], *, now: datetime, temporary: bool
) -> list[str | None]:
    """Write drafts as waiting rows; return their ids, in order.

    None for a draft to an unreachable address, or with a `unique` key that is known.
    `temporary`: a new address is kept no longer than these rows.
    """
    rows = add_rows(session, drafts, lease=None, now=now, temporary=temporary)
    return [row.id if row else None for row in rows]


def add_rows(
    session: WriteSession,
    drafts: Sequence[Draft],
    *,
    lease: RowLease | None,
    now: datetime,
    temporary: bool = False,
) -> list[Outgoing | None]:
    """Write drafts; return the rows in order, and None where `enqueue` gives none.

    `lease` (holder, until): rows that are due now on a pushing channel are leased at once.
    """
    if not drafts:
        return []
    places = places_of(session, {draft.to for draft in drafts}, temporary=temporary)
    homes = [places[draft.to] for draft in drafts]
    ids = _fresh_ids(len(drafts), now)
    rows = [
        _new_row(session, draft, row_id, home.id, lease, now)
        for draft, row_id, home in zip(drafts, ids, homes, strict=True)
        if home.reachable
    ]
    written = _write(session, rows)
    return [
        outgoing(draft, row_id, written[row_id], home) if row_id in written else None
        for draft, row_id, home in zip(drafts, ids, homes, strict=True)
    ]


def _write(session: WriteSession, rows: list[dict[str, Any]]) -> dict[str, int]:
    pairs = add(session.conn, insert_rows(session.dialect), rows)
    return {row_id: seq for row_id, seq in pairs}  # noqa: C416 - rows are not pairs to the checker


def _new_row(
    session: WriteSession,
    draft: Draft,
    row_id: str,
    place: bytes,
    lease: RowLease | None,
    now: datetime,
) -> dict[str, Any]:
    holder, until = lease if lease and is_leased(session, draft, now) else (None, None)
    vault = session.vault
    return {
        "id": row_id,
        "address": place,
        "channel": draft.to.channel,
        "account": draft.to.account,
        "content": vault.seal(PURPOSE, pack_body(draft.body, draft.unit)),
        "policy": draft.policy,
        "replace": draft.replace,
        "caused_at": draft.caused_at,
        "not_before": draft.not_before or now,
        "expires_at": draft.expires_at,
        "attempts": 0,
        "unsure": False,
        "state": WAITING,
        "holder": holder,
        "leased_until": until,
        "unique": None if draft.unique is None else vault.hash("unik", draft.unique),
    }


def is_leased(session: WriteSession, draft: Draft, now: datetime) -> bool:
    """Tell whether a new row is leased to its maker: due now, on a channel that pushes."""
    due = draft.not_before is None or draft.not_before <= now
    return due and draft.to.channel not in session.mailbox


def save_composed(session: WriteSession, row: Outgoing, message: Message) -> None:
    """Put the composed message into the row in the place of the request for it."""
    sealed = session.vault.seal(PURPOSE, pack_body(message, row.unit))
    session.conn.execute(
        update(outbox_table).where(outbox_table.c.seq == row.seq, OPEN).values(content=sealed)
    )


# -- leasing and reading ---------------------------------------------------------------------------


def claim(
    session: WriteSession,
    accounts: Sequence[tuple[str, str]],
    *,
    holder: str,
    now: datetime,
    lease: float,
    limit: int,
) -> list[Outgoing]:
    """Lease at most `limit` due rows of these (channel, account) pairs to `holder`, oldest first.

    The lease lasts `lease` seconds from `now` (UTC). A row that becomes out of date is settled
    instead.
    """
    pushing = [account for account in accounts if account[0] not in session.mailbox]
    due = [row for account in pushing for row in _due(session, account, now, limit)]
    rows = sorted(due, key=lambda row: row.seq)[:limit]
    until = now + timedelta(seconds=lease)
    # A row whose lease ran out was perhaps sent by a process that died before it settled the row.
    taken = [{"b_seq": row.seq, "b_unsure": row.unsure or row.holder is not None} for row in rows]
    session.run(LEASE, [one | {"b_holder": holder, "until": until} for one in taken])
    return [_row_out(session, row, one["b_unsure"]) for row, one in zip(rows, taken, strict=True)]


def _due(
    session: WriteSession, account: tuple[str, str], now: datetime, limit: int
) -> list[AnyRow]:
    """Return the first due rows of one account; settle those that are out of date on the way."""
    asked = {"now": now, "channel": account[0], "account": account[1], "most": limit}
    while True:
        rows = list(session.conn.execute(CLAIMABLE, asked))
        over = [(row.seq, why) for row in rows if (why := _over(row, now))]
        if not over:
            return rows
        end_rows(session, [resting(seq, why, now) for seq, why in over])


def release(session: WriteSession, holder: str) -> int:
    """Give back the rows that are leased to `holder`; return their number."""
    return len(session.conn.execute(RELEASE, {"b_holder": holder}).all())


def wake_rows(
    session: WriteSession, place: bytes, lease: RowLease | None, now: datetime
) -> list[Outgoing]:
    """Make the rows due that waited for this person to write; lease them like a reply.

    Returns the leased rows; none without a living lease.
    """
    holder, until = lease if lease and lease[1] > now else (None, now)
    seqs = release_held(session, place, holder=holder, until=until, now=now)
    rows = select(*FIELDS).select_from(JOINED).where(outbox_table.c.seq.in_(seqs))
    found = session.conn.execute(rows.order_by(outbox_table.c.seq)).all() if seqs else []
    return [_row_out(session, row, row.unsure) for row in found] if holder else []


def fetch_mailbox(
    session: WriteSession, to: Address, *, after: int, now: datetime
) -> list[Outgoing]:
    """Settle the rows of a mailbox address up to number `after`, and return the later due ones."""
    place = place_of(session, to)
    if place is None:
        return []
    mine = (outbox_table.c.address == place.id, OPEN)
    read = session.conn.execute(
        select(outbox_table.c.seq, outbox_table.c.id, outbox_table.c.policy).where(
            *mine, outbox_table.c.seq <= after, outbox_table.c.not_before <= now
        )
    ).all()
    end_rows(session, [ended(row.seq, FETCHED, now, unsure=False) for row in read])
    mark_left(session, [row.id for row in read if row.policy == ResendPolicy.POST], now)
    rows = session.conn.execute(
        select(*FIELDS)
        .select_from(JOINED)
        .where(*mine, outbox_table.c.not_before <= now)
        .where(or_(outbox_table.c.expires_at.is_(None), outbox_table.c.expires_at >= now))
        .order_by(outbox_table.c.seq)
    )
    return [_row_out(session, row, row.unsure) for row in rows]


def _row_out(session: WriteSession, row: AnyRow, unsure: bool) -> Outgoing:
    body, unit = unpack_row(session.vault.open(PURPOSE, row.content))
    return Outgoing(
        seq=row.seq,
        id=row.id,
        to=open_address(session.vault, row.address),
        body=body,
        policy=ResendPolicy(row.policy),
        replace=row.replace,
        caused_at=row.caused_at,
        attempts=row.attempts,
        unsure=unsure,
        expires_at=row.expires_at,
        heard_at=row.heard_at,
        templated=is_templated(row.window),
        unit=unit,
    )


def _fresh_ids(n: int, now: datetime) -> list[str]:
    """Make ids that nobody can guess.

    An id begins with its second, so that rows of one second stand beside each other in the index.
    """
    second = f"{int(now.timestamp()):08x}"
    told = b64encode(token_bytes(RANDOM_BYTES * n), b"-_").decode()
    return [second + told[at : at + LETTERS] for at in range(0, len(told), LETTERS)]


def _over(row: AnyRow, now: datetime) -> str | None:
    """Return the state under which a row ends that may not be sent (again); None: it may."""
    if row.expires_at and row.expires_at < now:
        return EXPIRED
    # Two processes died with the row leased: it may have gone out twice, a third time is too much.
    twice = row.unsure and row.holder is not None
    return UNSURE if twice and row.policy == ResendPolicy.POST else None
