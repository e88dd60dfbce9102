"""`Store`, `Tx` and `Reader`: the database as the rest of the program sees it, and the `Desk`.

A transaction has eight parts, and so has a reader. Each part is a Protocol of the module that bears
its name, and is written in the folder of that name in `storage`. All methods are synchronous:
writes run in the one writer thread, reads in reader threads. Every method may raise `StoreDown`:
the database is away or full, nothing was written, and the caller may try later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from core.messaging.incoming import Inbound
    from core.ports.answers import AnswersReader, AnswersTx
    from core.ports.conversations import ConversationsReader, ConversationsTx, Decision, Seen
    from core.ports.outbox import OutboxReader, OutboxTx
    from core.ports.people import PeopleReader, PeopleTx
    from core.ports.results import ResultsReader, ResultsTx
    from core.ports.rtl import RtlReader, RtlTx
    from core.ports.staff import StaffReader, StaffTx
    from core.ports.upkeep import UpkeepReader, UpkeepTx


class Desk(Protocol):
    """The decision about one human event, made by `bot.desk.router` within the event's transaction.

    A desk reads and writes nothing but `tx`, through which it may look things up or use up an
    invitation.
    """

    def __call__(self, event: Inbound, seen: Seen, tx: Tx) -> Decision: ...


class Tx(Protocol):
    """One open write transaction. It ends with the `with` block of `Store.write`."""

    @property
    def conversations(self) -> ConversationsTx: ...
    @property
    def outbox(self) -> OutboxTx: ...
    @property
    def people(self) -> PeopleTx: ...
    @property
    def staff(self) -> StaffTx: ...
    @property
    def answers(self) -> AnswersTx: ...
    @property
    def results(self) -> ResultsTx: ...
    @property
    def rtl(self) -> RtlTx: ...
    @property
    def upkeep(self) -> UpkeepTx: ...


class Reader(Protocol):
    """One read-only connection with a stable view."""

    @property
    def conversations(self) -> ConversationsReader: ...
    @property
    def outbox(self) -> OutboxReader: ...
    @property
    def people(self) -> PeopleReader: ...
    @property
    def staff(self) -> StaffReader: ...
    @property
    def answers(self) -> AnswersReader: ...
    @property
    def results(self) -> ResultsReader: ...
    @property
    def rtl(self) -> RtlReader: ...
    @property
    def upkeep(self) -> UpkeepReader: ...


class Store(Protocol):
    """One database. `storage.store.open_store` makes the only real one."""

    def write(self) -> AbstractContextManager[Tx]:
        """Open a transaction: the end of the `with` block commits, an exception rolls back."""
        ...

    def read(self) -> AbstractContextManager[Reader]:
        """Open a read-only view that no later commit changes."""
        ...

    def alone(self, name: str) -> bool | None:
        """Return whether this process is the only living one of this database to do `name`.

        True takes a lock that lives as long as the process. None: the database is a server, where
        only leases (`tx.upkeep.take_lease`) tell.
        """
        ...

    def close(self) -> None:
        """Close all connections and give the locks of `alone` back."""
        ...
