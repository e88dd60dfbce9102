"""`tx.conversations` and `reader.conversations`: arrivals, the desk's decisions, and open talks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.conversations.dropouts import count_dropout, dropouts
from storage.conversations.open_conversations import open_at, open_between
from storage.conversations.received_events import park
from storage.conversations.turns import advance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.messaging.address import Address
    from core.messaging.incoming import Arrival
    from core.ports.conversations import Advanced, Decide, OpenConversation
    from storage.database.session import ReadSession, WriteSession


@dataclass(slots=True, eq=False)
class SqlConversationsTx:
    """The port `core.ports.conversations.ConversationsTx` over one session."""

    session: WriteSession

    def advance(
        self,
        arrivals: Sequence[Arrival],
        decide: Decide,
        *,
        holder: str,
        now: datetime,
        lease: float,
    ) -> list[Advanced]:
        return advance(self.session, arrivals, decide, holder=holder, now=now, lease=lease)

    def park(self, arrival: Arrival, why: str, *, now: datetime) -> None:
        park(self.session, arrival, why, now)

    def count_dropout(self, screen: str, *, day: date) -> None:
        count_dropout(self.session, screen, day)


@dataclass(slots=True, eq=False)
class SqlConversationsReader:
    """The port `core.ports.conversations.ConversationsReader` over one session."""

    session: ReadSession

    def open_between(
        self, account: tuple[str, str] | None, since: datetime, until: datetime
    ) -> list[OpenConversation]:
        return open_between(self.session, account, since, until)

    def open_at(self, to: Address) -> OpenConversation | None:
        return open_at(self.session, to)

    def dropouts(self, first: date, last: date, idle: datetime, most: int) -> Mapping[str, int]:
        return dropouts(self.session, first, last, idle, most)
