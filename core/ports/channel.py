"""What the house asks of a channel, and what a channel asks of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from core.ports.conversations import Advanced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.messaging.channel_limits import Caps
    from core.messaging.incoming import Arrival
    from core.messaging.outcomes import Outcome
    from core.messaging.outgoing import Message, Outgoing


class Inbox(Protocol):
    """The one door in. Returns only after COMMIT; raises `StoreDown` when nothing was written."""

    async def receive(self, arrivals: Sequence[Arrival]) -> list[Advanced]: ...


class Channel(Protocol):
    """One way in and out. It owns no state but its cursor."""

    name: str
    account: str
    caps: Caps

    async def pull(self, inbox: Inbox) -> None: ...  # runs until cancelled
    async def send(self, row: Outgoing, message: Message) -> Outcome: ...  # one provider call
    async def settle(self, token: str, notice: str | None) -> None: ...
    async def close(self) -> None: ...
