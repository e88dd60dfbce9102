"""One open transaction as its parts share it: the connection, the keys, caches and flags.

A part of a transaction (`tx.outbox`, `reader.results`) holds nothing but its session. Every value
that one call leaves for the next stands in the session.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from storage.database.compiled_statements import run_many

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import ClauseElement, Connection, Row
    from sqlalchemy.sql.dml import UpdateBase

    from core.messaging.address import Address
    from core.ports.staff import StaffRole
    from storage.database.crypto import Vault

    Rows = Sequence[Mapping[str, Any]]
    AnyRow = Row[*tuple[Any, ...]]


class AddressRow(NamedTuple):
    """The columns of a row of `alamat` that a turn and a dispatch need."""

    id: bytes
    reachable: bool
    heard: datetime | None = None
    window: str | None = None  # `alamat.jendela`: see storage.outbox.reply_windows


class GroupInHand(Protocol):
    """The group of arrivals in hand, as far as `storage.people.erasure` calls it.

    `storage.conversations.group.LoadedGroup` is the class behind it.
    """

    def write(self) -> None:
        """Write all that the events of the group have caused so far."""
        ...

    def forget(self, person: Collection[bytes], places: Collection[bytes]) -> None:
        """Hold nothing more of these persons and addresses: they were erased."""
        ...

    def silence(self, rows: Collection[int], places: Collection[bytes]) -> None:
        """Drop these outbox rows; close these addresses after the group's replies are written."""
        ...


class ReadSession:
    """A connection with a stable view, and the vault that opens the values sealed there."""

    __slots__ = ("conn", "vault")

    def __init__(self, conn: Connection, vault: Vault) -> None:
        self.conn, self.vault = conn, vault


class WriteSession(ReadSession):
    """A write transaction, with the state that its parts share.

    `change_addresses` and `change_roles` are the only ways to change a value that is cached here: a
    plain statement would leave an old row in the cache.
    """

    __slots__ = ("addresses", "dialect", "erased", "group", "joined", "mailbox", "roles", "windows")

    def __init__(
        self,
        conn: Connection,
        vault: Vault,
        mailbox: frozenset[str] = frozenset(),
        windows: Mapping[str, timedelta] = MappingProxyType({}),
    ) -> None:
        super().__init__(conn, vault)
        self.mailbox, self.windows = mailbox, windows
        self.dialect = conn.dialect.name
        self.erased = False  # True: erased pages must leave the write-ahead log too
        self.group: GroupInHand | None = None
        self.joined: set[bytes] = set()  # persons whose rows were two until now
        # Caches of this transaction; `change_addresses` and `change_roles` clear them.
        self.addresses: dict[Address, AddressRow] = {}
        self.roles: dict[tuple[str, ...], tuple[StaffRole, ...]] = {}

    def run(self, statement: ClauseElement, rows: Rows) -> None:
        """Execute a standing statement for each of these rows, or nothing when there are none."""
        if rows:
            run_many(self.conn, statement, rows)

    def change_addresses(self, statement: UpdateBase, rows: Rows | None = None) -> Sequence[AnyRow]:
        """Change rows of `alamat`, and forget the addresses that were looked up before."""
        self.addresses.clear()
        return self._change(statement, rows)

    def change_roles(self, statement: UpdateBase, rows: Rows | None = None) -> Sequence[AnyRow]:
        """Change persons, ids or roles, and forget the roles that were looked up before."""
        self.roles.clear()
        return self._change(statement, rows)

    def _change(self, statement: UpdateBase, rows: Rows | None) -> Sequence[AnyRow]:
        """Execute the statement, for each row if rows are given; return the rows it gives back."""
        if rows is not None:
            self.run(statement, rows)
            return []
        done = self.conn.execute(statement)
        return done.all() if done.returns_rows else []
