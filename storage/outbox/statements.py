"""The SQL statements of the outbox, built once; `queue` and `settling` run them."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import (
    BindParameter,
    Boolean,
    String,
    and_,
    bindparam,
    case,
    delete,
    exists,
    not_,
    null,
    or_,
    select,
    update,
)

from storage.database.column_types import GOODBYE, IS_OPEN, IS_WAITING, Moment
from storage.database.inserts import insert
from storage.tables.messaging import address_table, outbox_table
from storage.tables.rtl import posted_summary_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.sql.dml import Delete, ReturningInsert

EXPIRED, UNSURE = "kedaluwarsa", "tak_pasti"

OPEN = outbox_table.c.state == IS_WAITING
NOW: BindParameter[datetime] = bindparam("now", type_=Moment)
HOLDER: BindParameter[str] = bindparam("b_holder", type_=String)
FREE = or_(outbox_table.c.holder.is_(None), outbox_table.c.leased_until <= NOW)
OURS = and_(
    outbox_table.c.channel == bindparam("channel"), outbox_table.c.account == bindparam("account")
)
older = outbox_table.alias("lebih_tua")
# True for a row that no older one of its address holds up: an older row that is planned for later
# does not hold it up, one that waits for its retry does.
HEAD = ~exists().where(
    older.c.address == outbox_table.c.address,
    older.c.state == IS_WAITING,
    older.c.seq < outbox_table.c.seq,
    or_(older.c.attempts > 0, older.c.not_before <= NOW),
)
FIELDS = (
    outbox_table.c.seq,
    outbox_table.c.id,
    address_table.c.content.label("address"),
    address_table.c.heard_at,
    address_table.c.window,
    outbox_table.c.content,
    outbox_table.c.policy,
    outbox_table.c.replace,
    outbox_table.c.caused_at,
    outbox_table.c.attempts,
    outbox_table.c.unsure,
    outbox_table.c.expires_at,
    outbox_table.c.holder,
)
JOINED = outbox_table.join(address_table, address_table.c.id == outbox_table.c.address)

CLAIMABLE = (
    select(*FIELDS)
    .select_from(JOINED)
    .where(OPEN, OURS, outbox_table.c.not_before <= NOW, FREE, HEAD)
    .order_by(outbox_table.c.seq)
    .limit(bindparam("most"))
    .with_for_update(of=outbox_table, skip_locked=True)
)
LEASE = (
    update(outbox_table)
    .where(outbox_table.c.seq == bindparam("b_seq"))
    .values(holder=HOLDER, leased_until=bindparam("until"), unsure=bindparam("b_unsure"))
)
SETTLE = (
    update(outbox_table)
    .where(outbox_table.c.seq == bindparam("b_seq"), OPEN)
    .values(
        state=bindparam("b_state"),
        provider_id=bindparam("b_provider"),
        code=bindparam("b_code"),
        unsure=bindparam("b_unsure"),
        settled_at=bindparam("b_now"),
        content=case((bindparam("b_kept", type_=Boolean), outbox_table.c.content), else_=None),
        holder=null(),
        leased_until=null(),
    )
)
RETRY = (
    update(outbox_table)
    .where(outbox_table.c.seq == bindparam("b_seq"), OPEN)
    .values(
        not_before=bindparam("b_not_before"),
        unsure=bindparam("b_unsure"),
        # 0 stands for a row not tried yet, which holds no later one up: see HEAD.
        attempts=case(
            (bindparam("b_planned", type_=Boolean), 0), else_=outbox_table.c.attempts + 1
        ),
        holder=None,
        leased_until=None,
    )
)
RELEASE = (
    update(outbox_table)
    .where(OPEN, outbox_table.c.holder == HOLDER)
    .values(holder=None, leased_until=None)
    .returning(outbox_table.c.seq)
)
# A posted summary counts as told only once its outbox row has left.
LEFT = (
    update(posted_summary_table)
    .where(posted_summary_table.c.message == bindparam("b_id"))
    .values(sent_at=bindparam("b_now"))
)
GOODBYES = select(address_table.c.id).where(GOODBYE)
FORGET_ROWS = delete(outbox_table).where(
    outbox_table.c.address.in_(bindparam("ids", expanding=True)), not_(IS_OPEN)
)


@cache
def insert_rows(dialect: str) -> ReturningInsert[str, int]:
    """Build the INSERT of outbox rows; a row with a known `unique` key is left out."""
    return (
        insert(outbox_table, dialect)
        .on_conflict_do_nothing()
        .returning(outbox_table.c.id, outbox_table.c.seq)
    )


def forget_addresses(ids: Sequence[bytes]) -> Delete:
    """Build the DELETE of those addresses to which no outbox row is left."""
    return delete(address_table).where(
        address_table.c.id.in_(ids), ~exists().where(outbox_table.c.address == address_table.c.id)
    )
