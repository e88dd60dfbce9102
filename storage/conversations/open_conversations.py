"""Open conversations in private chats: the clock reminds their people, the desk asks again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, exists, select

from core.ports.conversations import OpenConversation
from storage.conversations.group import PURPOSE
from storage.database.codec import loads
from storage.database.column_types import IS_WAITING
from storage.people.addresses import address_key, open_address
from storage.tables.messaging import address_table, conversation_table, outbox_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from core.messaging.address import Address
    from storage.database.session import ReadSession

# True where no reply waits in the outbox: such a reply brings the question itself.
ANSWERED = ~exists().where(
    outbox_table.c.address == address_table.c.id,
    outbox_table.c.state == IS_WAITING,
    outbox_table.c.caused_at.is_not(None),
)
OPEN = (
    select(
        address_table.c.content.label("address"),
        conversation_table.c.active_at,
        conversation_table.c.language,
        conversation_table.c.content,
    )
    .select_from(
        conversation_table.join(address_table, address_table.c.id == conversation_table.c.address)
    )
    .where(conversation_table.c.content.is_not(None), address_table.c.reachable)
    .order_by(conversation_table.c.active_at.desc(), conversation_table.c.key)
)


def open_between(
    session: ReadSession, account: tuple[str, str] | None, since: datetime, until: datetime
) -> list[OpenConversation]:
    """Return open conversations with their last event between two moments (UTC), newest first.

    `account`: (channel, account), or None for all. Left out are groups, unreachable chats, and
    chats to which a reply of ours is under way.
    """
    asked = OPEN.where(conversation_table.c.active_at.between(since, until), ANSWERED)
    return [
        one
        for one in _found(session, asked)
        if account in (None, (one.address.channel, one.address.account)) and _private(one.address)
    ]


def open_at(session: ReadSession, to: Address) -> OpenConversation | None:
    """Return the open conversation of one chat that can be reached; None if there is none."""
    key = address_key(session.vault, to)
    return next(_found(session, OPEN.where(address_table.c.key == key).limit(1)), None)


def _found(session: ReadSession, asked: Select[*tuple[Any, ...]]) -> Iterator[OpenConversation]:
    vault = session.vault
    for row in session.conn.execute(asked):
        state = loads(vault.open(PURPOSE, row.content))
        yield OpenConversation(open_address(vault, row.address), row.active_at, row.language, state)


def _private(to: Address) -> bool:
    return not to.chat.startswith("-")
