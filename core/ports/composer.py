"""What fills a request of the outbox with words: `Composer`, what it gets and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from core.errors import InputError
from core.messaging.outgoing import Message
from core.ports.requests.request import ComposerRequest

if TYPE_CHECKING:
    from datetime import datetime

    from core.messaging.channel_limits import Caps
    from core.messaging.outgoing import Outgoing
    from core.ports.store import Reader, Tx


def no_fetch(ref: str, limit: int) -> bytes:
    """Of a channel that keeps no files."""
    raise InputError(f"no file: {limit and ref}")


Asked_co = TypeVar("Asked_co", covariant=True)
Kind = TypeVar("Kind", bound=ComposerRequest)


@dataclass(frozen=True, slots=True)
class Request(Generic[Asked_co]):
    """What a composer gets: a stable view, what it is asked for, and where that goes."""

    reader: Reader
    asked: Asked_co
    row: Outgoing
    caps: Caps
    now: datetime
    fetch: Callable[[str, int], bytes] = no_fetch  # what was sent along, by its name and limit


@dataclass(frozen=True, slots=True)
class Composed:
    """A message, and what must be written because it was made."""

    message: Message
    keep: Callable[[Tx], None] = lambda _tx: None


class Overtaken(Exception):  # noqa: N818 - no error: it is composed anew
    """What a message was made from has changed before it could be kept."""


class Needless(Exception):  # noqa: N818 - no error: the row is let go
    """There is nothing to tell any more: whom it was for has left, or it was done meanwhile."""


Composer = Callable[["Request[Mapping[str, Any]]"], Message | Composed]
"""As whoever fills a row calls it: with the row's JSON."""


def composer_of(
    kind: type[Kind], compose: Callable[[Request[Kind]], Message | Composed]
) -> Composer:
    """Where the JSON of a row becomes the request that `compose` is asked.

    What cannot be read raises InputError before it is called, as an unknown name does.
    """

    def read_first(raw: Request[Mapping[str, Any]]) -> Message | Composed:
        asked = kind.opened(raw.asked)
        return compose(Request(raw.reader, asked, raw.row, raw.caps, raw.now, raw.fetch))

    return read_first
