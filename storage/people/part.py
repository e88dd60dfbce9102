"""`tx.people` and `reader.people`: the data kept of a person, their erasure, and their wishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.people.answered_marks import answered
from storage.people.erasure import erase, holdings, silence
from storage.people.wishes import take_wishes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from core.messaging.address import Address, Person
    from storage.database.session import ReadSession, WriteSession


@dataclass(slots=True, eq=False)
class SqlPeopleTx:
    """The port `core.ports.people.PeopleTx` over one session."""

    session: WriteSession

    def answered(self, person: Person, what: str, *, now: datetime) -> bool:
        return answered(self.session, person, what, now)

    def erase(self, person: Person, address: Address, *, now: datetime) -> int:  # noqa: ARG002 - a port's name
        return erase(self.session, person, address)

    def silence(self, person: Person, address: Address, *, now: datetime) -> int:
        return silence(self.session, person, address, now)

    def take_wishes(
        self, unit: str, unsur: str, first: date, last: date, *, now: datetime
    ) -> list[Address]:
        return take_wishes(self.session, unit, unsur, first, last, now)


@dataclass(slots=True, eq=False)
class SqlPeopleReader:
    """The port `core.ports.people.PeopleReader` over one session."""

    session: ReadSession

    def holdings(self, person: Person, address: Address) -> Mapping[str, int]:
        return holdings(self.session, person, address)
