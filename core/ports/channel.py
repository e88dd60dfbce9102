"""`Channel` and `Writer`: the two promises between a provider's channel and the running program.

A channel (Telegram, WhatsApp, web page, terminal) keeps `Channel`. `StoreWriter` in
`bot.pipeline.writer` keeps `Writer`; channels, web pages and jobs of the clock write through it.
"""

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
        """Store arrivals of a provider and let the desk answer each new one.

        The result has one `Advanced` for each arrival, in their order.
        """
        ...

    async def run(self, work: Callable[[Tx], T]) -> T:
        """Call `work` in the next transaction and return its result.

        The writer calls `work` again when the transaction of its group fails, so `work` may do
        nothing outside `tx`. An exception of `work` itself is raised to the caller.
        """
        ...

    def settle(self, settlement: Settlement) -> None:
        """Hand over the outcome of one outbox row, to be written with the next transaction.

        The call does not wait. The writer keeps the outcome in memory while the store is down.
        """
        ...


class Channel(Protocol):
    """One provider's account: it reads events and sends messages, and keeps only its cursor."""

    name: str  # "telegram", "whatsapp", "web", "terminal"
    account: str  # as in `Address.account`
    caps: Caps

    async def pull(self, writer: Writer) -> None:
        """Read events from the provider and hand them to `writer.receive`, until cancelled."""
        ...

    async def send(self, row: Outgoing, message: Message) -> Outcome:
        """Send one message by one call of the provider and return its outcome."""
        ...

    async def settle(self, token: str, notice: str | None) -> None:
        """Answer a press, with a pop-up where `notice` is given.

        `token` is `Inbound.settle`, on Telegram the id for the method answerCallbackQuery.
        """
        ...

    async def close(self) -> None:
        """Close the connections to the provider."""
        ...
