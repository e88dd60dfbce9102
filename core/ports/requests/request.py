"""The base of all requests to composers, and the fields that many of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from core.messaging.outgoing import Compose
from core.messaging.stored_value import StoredAs, StoredValue

if TYPE_CHECKING:
    from typing import Self

VERSION = "version"  # the key beside the fields; where it is missing, it is the first


@dataclass(frozen=True, slots=True)
class ComposerRequest(StoredValue):
    """What one composer is asked for."""

    name: ClassVar[str]  # the composer's, as rows have it

    def envelope(self) -> Compose:
        """As it waits in an outbox row."""
        told = self.to_json()
        return Compose(self.name, told if self.version == 1 else {**told, VERSION: self.version})

    @classmethod
    def opened(cls, args: Mapping[str, Any]) -> Self:
        """Out of an outbox row, also of an older version of ours. Raises InputError."""
        return cls.from_json(args, args.get(VERSION, 1) if isinstance(args, Mapping) else 1)


@dataclass(frozen=True, slots=True)
class SpokenRequest(ComposerRequest):
    """One that tells in which language it is answered."""

    language: Annotated[str, StoredAs("bahasa")]


@dataclass(frozen=True, slots=True)
class PlaceQuestion(SpokenRequest):
    """One about a period and a place, as they were typed: they are read when it is composed."""

    query: Annotated[str, StoredAs("apa")]  # "tw3 2026 alat bantu"
