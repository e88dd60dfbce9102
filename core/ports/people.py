"""`tx.people`: the traces that a person leaves here by writing, and their erasure.

The desk calls it for the commands by which a person asks for their data, has it erased, or stops
all messages. `storage/people/part.py` keeps the promises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from core.messaging.address import Address, Person


class PeopleTx(Protocol):
    """Writes about a person. Every id of the `Person` leads to the same rows."""

    def answered(self, person: Person, what: str, *, now: datetime) -> bool:
        """Return whether the person answered `what` and may not answer it again yet.

        `what` is the first part of `Decision.answered_mark`; only a hash of it is kept.
        """
        ...

    def erase(self, person: Person, address: Address, *, now: datetime) -> int:
        """Erase the person's addresses, conversations, messages and wishes; the number of rows.

        An address that somebody else writes from stays, and so does the role of a staff member.
        """
        ...

    def silence(self, person: Person, address: Address, *, now: datetime) -> int:
        """Drop all waiting messages that are no reply; the number of messages and wishes dropped.

        No further message goes to the person's addresses until the person writes.
        """
        ...

    def take_wishes(
        self, unit: str, unsur: str, first: date, last: date, *, now: datetime
    ) -> list[Address]:
        """Return the chats that wished to hear of a saran once it led to something.

        The saran are those of these local days about this unsur (its key). The wishes are used up:
        a second call returns no chat.
        """
        ...


class PeopleReader(Protocol):
    """Reads about a person."""

    def holdings(self, person: Person, address: Address) -> Mapping[str, int]:
        """Count the rows that lead to this person.

        The keys are "alamat", "percakapan", "pesan", "kabar" and "petugas".
        """
        ...
