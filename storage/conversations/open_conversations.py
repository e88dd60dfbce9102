"""Conversations that are open: of whoever may be asked again, or reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, exists, select

from core.ports.conversations import OpenConversation
from storage.conversations.group import PURPOSE
from storage.database.codec import loads
from storage.database.column_types import IS_WAITING
from storage.people.addresses import address_key, open_address
from storage.tables.messaging import alamat, outbox, percakapan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from core.messaging.address import Address
    from storage.database.session import ReadSession

# A reply that still waits brings the question itself.
ANSWERED = ~exists().where(
    outbox.c.alamat == alamat.c.id,
    outbox.c.keadaan == IS_WAITING,
    outbox.c.sebab.is_not(None),
)
OPEN = (
    select(alamat.c.isi.label("alamat"), percakapan.c.aktif, percakapan.c.bahasa, percakapan.c.isi)
    .select_from(percakapan.join(alamat, alamat.c.id == percakapan.c.alamat))
    .where(percakapan.c.isi.is_not(None), alamat.c.terjangkau)
    .order_by(percakapan.c.aktif.desc(), percakapan.c.kunci)
)


def open_between(
    session: ReadSession, account: tuple[str, str] | None, since: datetime, until: datetime
) -> list[OpenConversation]:
    asked = OPEN.where(percakapan.c.aktif.between(since, until), ANSWERED)
    return [
        one
        for one in _found(session, asked)
        if account in (None, (one.address.channel, one.address.account)) and _private(one.address)
    ]


def open_at(session: ReadSession, to: Address) -> OpenConversation | None:
    key = address_key(session.vault, to)
    return next(_found(session, OPEN.where(alamat.c.kunci == key).limit(1)), None)


def _found(session: ReadSession, asked: Select[*tuple[Any, ...]]) -> Iterator[OpenConversation]:
    vault = session.vault
    for row in session.conn.execute(asked):
        state = loads(vault.open(PURPOSE, row.isi))
        yield OpenConversation(open_address(vault, row.alamat), row.aktif, row.bahasa, state)


def _private(to: Address) -> bool:
    return not to.chat.startswith("-")
