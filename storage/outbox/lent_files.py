"""Files that a provider fetches from us: sealed, for minutes, whether or not their message arrives.

The ticket of a file is signed under the hash key, which no new secret changes: a file that was sent
just before `skm rekey` can still be fetched after it.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.messaging.outgoing import Document
from storage.database.codec import dumps, loads
from storage.database.inserts import fresh_id, insert
from storage.tables.billing import lent_file_table

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.crypto import Vault
    from storage.database.session import ReadSession, WriteSession

PURPOSE = "titipan"
HEAD = b"\n"  # stands between name and kind (as JSON, without line feeds) and the bytes
ID, EXPIRY = 16, 4  # bytes of a ticket's parts; its signature follows


def lend_file(session: WriteSession, file: Document, until: datetime, now: datetime) -> bytes:
    """Keep a file until `until` (UTC) and return the ticket by which it is fetched.

    A ticket is the id (16 bytes), the expiry in seconds since 1970 (4 bytes), and a signature.
    """
    session.conn.execute(delete(lent_file_table).where(lent_file_table.c.expires_at <= now))
    told = dumps([file.name, file.mime])
    row = {"id": fresh_id(), "content": session.vault.seal(PURPOSE, told + HEAD + file.data)}
    session.conn.execute(insert(lent_file_table, session.dialect).values(**row, expires_at=until))
    said: bytes = row["id"] + int(until.timestamp()).to_bytes(EXPIRY)
    return said + _signature(session.vault, said)


def lent_file(session: ReadSession, ticket: bytes, now: datetime) -> Document | None:
    """Return the file of a ticket; None for one that is forged, late, or gone.

    A forged or late ticket is refused without a look into the table.
    """
    said, signature = ticket[: ID + EXPIRY], ticket[ID + EXPIRY :]
    if not hmac.compare_digest(signature, _signature(session.vault, said)):
        return None
    if int.from_bytes(said[ID:]) <= now.timestamp():
        return None
    mine = (lent_file_table.c.id == said[:ID], lent_file_table.c.expires_at > now)
    sealed = session.conn.execute(
        select(lent_file_table.c.content).where(*mine)
    ).scalar_one_or_none()
    if sealed is None:
        return None
    told, _, data = session.vault.open(PURPOSE, sealed).partition(HEAD)
    name, mime = loads(told)
    return Document(data, name, mime)


def _signature(vault: Vault, said: bytes) -> bytes:
    """Sign id and expiry of a ticket under the hash key."""
    return vault.hash(PURPOSE, said.hex())
