"""Opening the store: schema at head, keys in place, transactions with their errors translated."""

from __future__ import annotations

import logging
import os
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import IO, TYPE_CHECKING

from sqlalchemy import select

from storage.answers.part import SqlAnswersReader, SqlAnswersTx
from storage.conversations.part import SqlConversationsReader, SqlConversationsTx
from storage.database.crypto import Vault
from storage.database.engines import SETTINGS, file_of, reading_engine, writing_engine
from storage.database.inserts import insert
from storage.database.locks import only_one
from storage.database.outages import told_as_down
from storage.database.session import ReadSession, WriteSession
from storage.migrations.upgrade import migrate
from storage.outbox.part import SqlOutboxReader, SqlOutboxTx
from storage.outbox.takeover import end_leases
from storage.people.part import SqlPeopleReader, SqlPeopleTx
from storage.people.staff.part import SqlStaffReader, SqlStaffTx
from storage.results.part import SqlResultsReader, SqlResultsTx
from storage.rtl.part import SqlRtlReader, SqlRtlTx
from storage.tables.survey import meta_table
from storage.upkeep.part import SqlUpkeepReader, SqlUpkeepTx

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Engine

    from core.ports.store import Store

log = logging.getLogger(__name__)

MAILBOX = frozenset({"web", "terminal"})
WINDOWS = {"whatsapp": timedelta(hours=24)}  # how long one may write after hearing from somebody
HASH_KEY = "kunci_hash"
SWEEPS, SWEEP_PAUSE = 5, 0.1


def open_store(
    url: str,
    secret: Sequence[bytes],
    mailbox: frozenset[str] = MAILBOX,
    *,
    sending: bool = False,
) -> Store:
    """The store at `url`, migrated. The first secret seals, the others still open.

    Channels named in `mailbox` fetch their messages themselves: no row of theirs is leased.
    `sending`: this process will deliver, and takes over from one that was killed.
    """
    vault, writer = Vault(secret), writing_engine(url)
    store = SqlStore(writer, reading_engine(url), vault, mailbox)
    try:
        with told_as_down():
            migrate(writer)
            with writer.begin() as conn:
                _share_hash_key(conn, vault)
            store.sweep(patient=False)  # an erasure just before a crash may have left its log
            if sending:
                store.inherit()
    except BaseException:
        store.close()
        raise
    return store


class SqlTx:
    """What `Store.write` hands out: the parts of a transaction, over one session."""

    __slots__ = (
        *("session", "conversations", "outbox", "people", "staff"),
        *("answers", "results", "rtl", "upkeep"),
    )

    def __init__(self, session: WriteSession) -> None:
        self.session = session
        self.conversations = SqlConversationsTx(session)
        self.outbox = SqlOutboxTx(session)
        self.people = SqlPeopleTx(session)
        self.staff = SqlStaffTx(session)
        self.answers = SqlAnswersTx(session)
        self.results = SqlResultsTx(session)
        self.rtl = SqlRtlTx(session)
        self.upkeep = SqlUpkeepTx(session)


class SqlReader:
    """What `Store.read` hands out: the parts of a reader, over one session."""

    __slots__ = SqlTx.__slots__

    def __init__(self, session: ReadSession) -> None:
        self.session = session
        self.conversations = SqlConversationsReader(session)
        self.outbox = SqlOutboxReader(session)
        self.people = SqlPeopleReader(session)
        self.staff = SqlStaffReader(session)
        self.answers = SqlAnswersReader(session)
        self.results = SqlResultsReader(session)
        self.rtl = SqlRtlReader(session)
        self.upkeep = SqlUpkeepReader(session)


class SqlStore:
    """One database: `write` for the writer's transactions, `read` for stable views."""

    def __init__(
        self, writer: Engine, reader: Engine, vault: Vault, mailbox: frozenset[str]
    ) -> None:
        self.writer, self.reader, self.vault, self.mailbox = writer, reader, vault, mailbox
        self._unswept = False
        self._locks: dict[str, IO[bytes]] = {}

    @contextmanager
    def write(self) -> Iterator[SqlTx]:
        with told_as_down():
            with self.writer.begin() as conn:
                session = WriteSession(conn, self.vault, self.mailbox, WINDOWS)
                yield SqlTx(session)
            if session.erased or self._unswept:
                self.sweep(patient=session.erased)

    @contextmanager
    def read(self) -> Iterator[SqlReader]:
        with told_as_down(), self.reader.connect() as conn:
            yield SqlReader(ReadSession(conn, self.vault))

    def sweep(self, *, patient: bool) -> None:
        """Empty the write-ahead log, where erased pages would else live on.

        A long reader can hold it up for a while: then each later write tries once again.
        """
        if self.writer.dialect.name != "sqlite":
            return
        for attempt in range(SWEEPS if patient else 1):
            if attempt:
                time.sleep(SWEEP_PAUSE)
            self._unswept = not _truncate_log(self.writer)
            if not self._unswept:
                return
        log.warning("storage.sweep_waits")

    def alone(self, name: str) -> bool | None:
        """Between servers nobody can tell who is dead: there the leases run out by themselves."""
        database = file_of(self.writer.url.render_as_string(hide_password=False))
        if database is None:
            return None
        if name not in self._locks and (lock := only_one(database, name)):
            self._locks[name] = lock
        return name in self._locks

    def inherit(self) -> None:
        """Take over what a sender leased that was killed."""
        if self.alone("kirim"):
            with self.writer.begin() as conn:
                end_leases(conn, datetime.now(UTC))

    def close(self) -> None:
        self.reader.dispose()
        self.writer.dispose()
        for lock in self._locks.values():
            lock.close()


def _truncate_log(writer: Engine) -> bool:
    """Whether the log is empty now. Outside a transaction: within one it would be refused."""
    raw = writer.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout = 0")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(SETTINGS[0])
        return not busy
    finally:
        raw.close()


def _share_hash_key(conn: Connection, vault: Vault) -> None:
    """The first process makes the hash key; a changed secret seals it anew."""
    mine = select(meta_table.c.content).where(meta_table.c.key == HASH_KEY)
    made = insert(meta_table, conn.dialect.name).values(
        key=HASH_KEY, content=vault.seal(HASH_KEY, os.urandom(32))
    )
    sealed = conn.execute(mine).scalar_one_or_none()
    if sealed is None:
        conn.execute(made.on_conflict_do_nothing())
        sealed = conn.execute(mine).scalar_one()
    key = vault.open(HASH_KEY, sealed)
    if not sealed.startswith(vault.current):
        conn.execute(
            meta_table.update()
            .values(content=vault.seal(HASH_KEY, key))
            .where(meta_table.c.key == HASH_KEY)
        )
    vault.use_hash_key(key)
