"""Files that a provider fetches from us: sealed, for minutes, whatever becomes of their message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.model import Document
from storage.codec import dumps, loads
from storage.tables_kanal import titipan
from storage.work import Work, fresh_id, insert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.crypto import Vault

PURPOSE = "titipan"
HEAD = b"\n"  # between what is told of a file and its bytes; JSON holds no bare line feed


class Lent(Work):
    def lend(self, file: Document, *, until: datetime, now: datetime) -> bytes:
        """Lay a file ready until then; the id by which it is fetched."""
        self.conn.execute(delete(titipan).where(titipan.c.sampai <= now))
        told = dumps([file.name, file.mime])
        row = {"id": fresh_id(), "isi": self.vault.seal(PURPOSE, told + HEAD + file.data)}
        self.conn.execute(insert(titipan, self.dialect).values(**row, sampai=until))
        return row["id"]


def lent(conn: Connection, vault: Vault, file: bytes, now: datetime) -> Document | None:
    mine = (titipan.c.id == file, titipan.c.sampai > now)
    sealed = conn.execute(select(titipan.c.isi).where(*mine)).scalar_one_or_none()
    if sealed is None:
        return None
    told, _, data = vault.open(PURPOSE, sealed).partition(HEAD)
    name, mime = loads(told)
    return Document(data, name, mime)
