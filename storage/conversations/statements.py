"""The SQL statements of conversations, built once for the hot path (see `compiled_statements`)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update

from storage.database.inserts import insert
from storage.tables.messaging import (
    address_table,
    conversation_table,
    outbox_table,
    staff_role_table,
)

if TYPE_CHECKING:
    from sqlalchemy.dialects.sqlite import Insert

last = outbox_table.alias("terakhir")
own = outbox_table.alias("miliknya")
# The newest reply of the chat. Its row tells whether and when the reply left: words typed before
# that moment do not answer it. A message of the clock is no screen of a conversation.
LAST_REPLY = (
    select(func.max(own.c.seq))
    .where(own.c.address == conversation_table.c.address, own.c.caused_at.is_not(None))
    .scalar_subquery()
)
TALKS = (
    select(
        conversation_table.c.key,
        conversation_table.c.address,
        conversation_table.c.language,
        conversation_table.c.content,
        address_table.c.reachable,
        address_table.c.temporary,
        address_table.c.heard_at,
        address_table.c.window,
        address_table.c.choices,
        last.c.state,
        last.c.settled_at,
    )
    .select_from(
        conversation_table.join(
            address_table, address_table.c.id == conversation_table.c.address
        ).outerjoin(last, last.c.seq == LAST_REPLY)
    )
    .where(conversation_table.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(conversation_table.c.key)
    .with_for_update(of=conversation_table)
)
SAVE = (
    update(conversation_table)
    .where(conversation_table.c.key == bindparam("b_key"))
    .values(
        content=bindparam("b_content"),
        language=bindparam("b_language"),
        active_at=bindparam("b_active_at"),
        expires_at=bindparam("b_expires_at"),
    )
)
REVIVE = (
    update(address_table)
    .where(address_table.c.id == bindparam("b_id"))
    .values(reachable=True, temporary=False)
)
REATTACH = (
    update(staff_role_table)
    .where(staff_role_table.c.person == bindparam("b_person"), staff_role_table.c.address.is_(None))
    .values(address=bindparam("b_address"))
)


@cache
def insert_talk(dialect: str) -> Insert:
    return insert(conversation_table, dialect).on_conflict_do_nothing()
