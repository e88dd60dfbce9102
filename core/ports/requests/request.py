"""The base of all requests to composers, and the fields that many of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from core.messaging.outgoing import Compose
from core.messaging.stored_value import StoredAs, StoredValue

if TYPE_CHECKING:
    from typing import Self

VERSION = "version"  # the key beside the fields; a row without it is of version 1


@dataclass(frozen=True, slots=True)
class ComposerRequest(StoredValue):
    """The base of all requests. A subclass is the question of exactly one composer."""

    name: ClassVar[str]  # the composer's name, as it stands in rows of the outbox

    def envelope(self) -> Compose:
        """Return the body of the outbox row that this request waits in."""
        told = self.to_json()
        return Compose(self.name, told if self.version == 1 else {**told, VERSION: self.version})

    @classmethod
    def opened(cls, args: Mapping[str, Any]) -> Self:
        """Read a request out of the JSON of an outbox row, also one that an older program wrote.

        Raises InputError when the JSON is of another version, or a field is missing or misfits.
        """
        return cls.from_json(args, args.get(VERSION, 1) if isinstance(args, Mapping) else 1)


@dataclass(frozen=True, slots=True)
class SpokenRequest(ComposerRequest):
    """A request that names the language of its answer."""

    language: Annotated[str, StoredAs("bahasa")]  # code of a catalogue: "id"


@dataclass(frozen=True, slots=True)
class PlaceQuestion(SpokenRequest):
    """A request about a period and a place, in typed words that the composer reads."""

    query: Annotated[str, StoredAs("apa")]  # "tw3 2026 alat bantu"
