"""What the house asks of a channel, and what a channel, a page or a job asks of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from core.ports.conversations import Advanced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.messaging.channel_limits import Caps
    from core.messaging.incoming import Arrival
    from core.messaging.outcomes import Outcome
    from core.messaging.outgoing import Message, Outgoing
    from core.ports.outbox import Settlement
    from core.ports.store import Tx

T = TypeVar("T")


class Writer(Protocol):
    """The only way to write while the process runs: each call joins the next transaction.

    `receive` and `run` return only after COMMIT; they raise `StoreDown` when nothing was written.
    """

    async def receive(self, arrivals: Sequence[Arrival]) -> list[Advanced]:
        """Take in what a provider brought: the desk answers each arrival that is new."""
        ...

    async def run(self, work: Callable[[Tx], T]) -> T:
        """Any other small write. `work` is called again when its group fails."""
        ...

    def settle(self, settlement: Settlement) -> None:
        """Note what became of one outbox row. Nobody waits for it; it is not lost."""
        ...


class Channel(Protocol):
    """One way in and out. It owns no state but its cursor."""

    name: str
    account: str
    caps: Caps

    async def pull(self, writer: Writer) -> None: ...  # runs until cancelled
    async def send(self, row: Outgoing, message: Message) -> Outcome: ...  # one provider call
    async def settle(self, token: str, notice: str | None) -> None: ...
    async def close(self) -> None: ...
