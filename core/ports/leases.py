"""What telling living processes apart, and what was missed, asks of the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.messaging.address import Address


@dataclass(frozen=True, slots=True)
class Lease:
    """Who may do something alone, and when that process was last seen alive."""

    nama: str  # what is done: "ambil:4242"
    pemegang: str  # random; "" = given back
    proses: str  # for the operator: which process on which computer
    terlihat: datetime


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """A conversation in a private chat that can be reached, as it stands."""

    address: Address
    aktif: datetime  # its last event
    bahasa: str | None
    state: Mapping[str, Any]


class PresenceTx(Protocol):
    def take_lease(self, row: Lease, *, dead_before: datetime) -> Lease:
        """Take or renew it; the row as it then stands, which is another's while that one lives.

        Who was last seen before `dead_before` lives no more.
        """
        ...

    def drop_lease(self, row: Lease) -> None:
        """Give back what is ours; when it was last seen stays."""
        ...


class PresenceReader(Protocol):
    def lease(self, nama: str) -> Lease | None: ...

    def open_talks(
        self, account: tuple[str, str] | None, since: datetime, until: datetime
    ) -> Sequence[OpenConversation]:
        """Of one account or of all, last active in that time, the newest first.

        Those to whom a reply of ours is under way are left out.
        """
        ...

    def talk_at(self, to: Address) -> OpenConversation | None: ...
