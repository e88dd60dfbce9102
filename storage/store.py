"""Opening the store for `bot.app` and the commands of `skm`: schema at head, keys in place.

`SqlStore` gives out transactions and translates errors of an unreachable database into StoreDown.
"""

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

MAILBOX = frozenset({"web", "terminal"})  # channels whose clients fetch their messages themselves
# The time in which a channel lets us write freely to a person after their last message.
WINDOWS = {"whatsapp": timedelta(hours=24)}
HASH_KEY = "kunci_hash"
SWEEPS, SWEEP_PAUSE = 5, 0.1  # tries of a patient sweep, and seconds between two of them


def open_store(
    url: str,
    secret: Sequence[bytes],
    mailbox: frozenset[str] = MAILBOX,
    *,
    sending: bool = False,
) -> Store:
    """Open the store at `url` (sqlite:/// or postgresql+psycopg://) and bring its schema to head.

    `secret`: the first one seals, the others still open older values. `mailbox`: channels that
    fetch their messages themselves, so that none of their rows is leased. `sending`: this process
    will deliver messages, and takes over the leases of a sender that was killed. Raises InputError
    for an unusable URL or secret, and StoreDown when the database cannot be used now.
    """
    vault, writer = Vault(secret), writing_engine(url)
    store = SqlStore(writer, reading_engine(url), vault, mailbox)
    try:
        with told_as_down():
            migrate(writer)
            with writer.begin() as conn:
                _share_hash_key(conn, vault)
            store.sweep(patient=False)  # after a crash erased pages may stand in the log
            if sending:
                store.inherit()
    except BaseException:
        store.close()
        raise
    return store


class SqlTx:
    """The write transaction that `Store.write` gives out: eight parts over one session."""

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
    """The read-only view that `Store.read` gives out: eight parts over one session."""

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
    """One database, as `core.ports.store.Store`: transactions for the writer, views for readers."""

    def __init__(
        self, writer: Engine, reader: Engine, vault: Vault, mailbox: frozenset[str]
    ) -> None:
        self.writer, self.reader, self.vault, self.mailbox = writer, reader, vault, mailbox
        self._unswept = False
        self._locks: dict[str, IO[bytes]] = {}

    @contextmanager
    def write(self) -> Iterator[SqlTx]:
        """Open a write transaction; commit at the end of the block, roll back at an exception.

        Raises StoreDown when the database cannot be used now: then nothing was written. When the
        transaction erased something, the write-ahead log is emptied after the commit.
        """
        with told_as_down():
            with self.writer.begin() as conn:
                session = WriteSession(conn, self.vault, self.mailbox, WINDOWS)
                yield SqlTx(session)
            if session.erased or self._unswept:
                self.sweep(patient=session.erased)

    @contextmanager
    def read(self) -> Iterator[SqlReader]:
        """Open a view that later writes do not change. Raises StoreDown."""
        with told_as_down(), self.reader.connect() as conn:
            yield SqlReader(ReadSession(conn, self.vault))

    def sweep(self, *, patient: bool) -> None:
        """Empty the write-ahead log of SQLite, where erased pages would else live on.

        A long reader can hold the sweep up for a while: then each later write tries once again.
        `patient`: try SWEEPS times before giving up.
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
        """Take the file lock of `name`; False while another living process of this database holds
        it.

        None on PostgreSQL: nobody can tell there whether a process of another server is dead, so
        leases run out by themselves.
        """
        database = file_of(self.writer.url.render_as_string(hide_password=False))
        if database is None:
            return None
        if name not in self._locks and (lock := only_one(database, name)):
            self._locks[name] = lock
        return name in self._locks

    def inherit(self) -> None:
        """End the leases of a sender that was killed, if no other sender is alive."""
        if self.alone("kirim"):
            with self.writer.begin() as conn:
                end_leases(conn, datetime.now(UTC))

    def close(self) -> None:
        self.reader.dispose()
        self.writer.dispose()
        for lock in self._locks.values():
            lock.close()


def _truncate_log(writer: Engine) -> bool:
    """Truncate the write-ahead log; True when it is empty now.

    Runs outside a transaction, because SQLite refuses a checkpoint within one.
    """
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
    """Load the hash key that all processes share into the vault.

    The first process makes the key; after a change of secret the key is sealed anew.
    """
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
