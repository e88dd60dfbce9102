"""`tx.outbox` and `reader.outbox`: every message to a human, and the cost of sending it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.outbox.costs import costs, spent
from storage.outbox.lent_files import lend_file, lent_file
from storage.outbox.queue import claim, enqueue, fetch_mailbox, release, save_composed
from storage.outbox.settling import settle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.messaging.address import Address
    from core.messaging.outgoing import Document, Draft, Message, Outgoing
    from core.ports.outbox import CostLine, Settlement
    from storage.database.session import ReadSession, WriteSession


@dataclass(slots=True, eq=False)
class SqlOutboxTx:
    """The port `core.ports.outbox.OutboxTx` over one session."""

    session: WriteSession

    def enqueue(
        self, drafts: Sequence[Draft], *, now: datetime, temporary: bool = False
    ) -> list[str | None]:
        return enqueue(self.session, drafts, now=now, temporary=temporary)

    def claim(
        self,
        accounts: Sequence[tuple[str, str]],
        *,
        holder: str,
        now: datetime,
        lease: float,
        limit: int,
    ) -> list[Outgoing]:
        return claim(self.session, accounts, holder=holder, now=now, lease=lease, limit=limit)

    def release(self, holder: str) -> int:
        return release(self.session, holder)

    def save_composed(self, row: Outgoing, message: Message) -> None:
        save_composed(self.session, row, message)

    def settle(self, settlements: Sequence[Settlement], *, now: datetime) -> None:
        settle(self.session, settlements, now)

    def fetch_mailbox(self, to: Address, *, after: int, now: datetime) -> list[Outgoing]:
        return fetch_mailbox(self.session, to, after=after, now=now)

    def lend_file(self, file: Document, *, until: datetime, now: datetime) -> bytes:
        return lend_file(self.session, file, until, now)

    def spent(self, *, now: datetime) -> int:
        return spent(self.session, now)


@dataclass(slots=True, eq=False)
class SqlOutboxReader:
    """The port `core.ports.outbox.OutboxReader` over one session."""

    session: ReadSession

    def lent_file(self, ticket: bytes, *, now: datetime) -> Document | None:
        return lent_file(self.session, ticket, now)

    def costs(self, since: str) -> list[CostLine]:
        return costs(self.session, since)
