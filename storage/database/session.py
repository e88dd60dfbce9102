"""One open transaction as its parts share it: the connection, the keys, and what is in hand.

A part of a transaction (`tx.outbox`, `reader.results`) holds nothing but its session. Whatever one
call leaves for the next stands here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from storage.database.fast_sql import run_many

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
    """A row of `alamat` as it was looked up."""

    id: bytes
    reachable: bool
    heard: datetime | None = None
    window: str | None = None  # as in `alamat.jendela`


class GroupInHand(Protocol):
    """The group of arrivals that is being handled, as erasing and silencing somebody sees it."""

    def write(self) -> None:
        """Write what the group has caused so far."""
        ...

    def forget(self, person: Collection[bytes], places: Collection[bytes]) -> None:
        """These persons and addresses were erased: hold nothing of them any more."""
        ...

    def silence(self, rows: Collection[int], places: Collection[bytes]) -> None:
        """These rows were dropped; after the replies of the group these addresses are silent."""
        ...


class ReadSession:
    """A connection with a stable view, and the keys of what is sealed there."""

    __slots__ = ("conn", "vault")

    def __init__(self, conn: Connection, vault: Vault) -> None:
        self.conn, self.vault = conn, vault


class WriteSession(ReadSession):
    """A write transaction: what its parts share, and the two changes that make it forget."""

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
        self.erased = False  # something must leave the write-ahead log too
        self.group: GroupInHand | None = None
        self.joined: set[bytes] = set()  # persons whose rows were two until now
        # Looked up in this transaction already; `change_addresses` and `change_roles` forget them.
        self.addresses: dict[Address, AddressRow] = {}
        self.roles: dict[tuple[str, ...], tuple[StaffRole, ...]] = {}

    def run(self, statement: ClauseElement, rows: Rows) -> None:
        """A standing statement for each of these rows, or nothing when there are none."""
        if rows:
            run_many(self.conn, statement, rows)

    def change_addresses(self, statement: UpdateBase, rows: Rows | None = None) -> Sequence[AnyRow]:
        """Change rows of `alamat`: what was looked up of addresses is looked up anew."""
        self.addresses.clear()
        return self._change(statement, rows)

    def change_roles(self, statement: UpdateBase, rows: Rows | None = None) -> Sequence[AnyRow]:
        """Change who somebody is, or holds which role: roles are looked up anew."""
        self.roles.clear()
        return self._change(statement, rows)

    def _change(self, statement: UpdateBase, rows: Rows | None) -> Sequence[AnyRow]:
        """What the statement returns, if it does; a standing one goes for each of the rows."""
        if rows is not None:
            self.run(statement, rows)
            return []
        done = self.conn.execute(statement)
        return done.all() if done.returns_rows else []
