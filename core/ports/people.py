"""`tx.people`: what is kept of somebody who writes, and how it is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from core.messaging.address import Address, Person


class PeopleTx(Protocol):
    def answered(self, person: Person, what: str, *, now: datetime) -> bool:
        """Whether they did that already and may not do it again yet."""
        ...

    def erase(self, person: Person, address: Address, *, now: datetime) -> int:
        """Erase at once what can still be found; the number of rows that went."""
        ...

    def silence(self, person: Person, address: Address, *, now: datetime) -> int:
        """Drop what was still to come unasked, and let nothing more come until they write."""
        ...

    def take_wishes(
        self, unit: str, unsur: str, first: date, last: date, *, now: datetime
    ) -> list[Address]:
        """Chats that wished to hear when a saran of these days about this unsur led to something.

        The wish is used up: a second call gives nothing.
        """
        ...


class PeopleReader(Protocol):
    def holdings(self, person: Person, address: Address) -> Mapping[str, int]:
        """How many rows of each kind lead to this person."""
        ...
