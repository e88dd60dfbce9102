"""`Composer`: the function that turns a request of an outbox row into a message.

A composer stands in the desk's file of its command or notice. `ComposerRunner` in
`bot.pipeline.composer` calls it in a thread when the row is about to leave, so that the message
tells the state of that moment.
"""

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
    """Raise InputError: the `fetch` of a channel that keeps no files."""
    raise InputError(f"no file: {limit and ref}")


Asked_co = TypeVar("Asked_co", covariant=True)
Kind = TypeVar("Kind", bound=ComposerRequest)


@dataclass(frozen=True, slots=True)
class Request(Generic[Asked_co]):
    """The arguments of a composer: a stable view of the store, the question, and its row."""

    reader: Reader
    asked: Asked_co
    row: Outgoing
    caps: Caps  # of the channel that the message goes to
    now: datetime  # UTC
    # Fetches an attachment: its name at the channel and the most bytes to its content.
    fetch: Callable[[str, int], bytes] = no_fetch


@dataclass(frozen=True, slots=True)
class Composed:
    """A message, and the write that must be stored together with it."""

    message: Message
    keep: Callable[[Tx], None] = lambda _tx: None


class Overtaken(Exception):  # noqa: N818 - no error: it is composed anew
    """Raised by `Composed.keep`: the facts of the message changed, and it must be composed anew."""


class Needless(Exception):  # noqa: N818 - no error: the row is let go
    """Raised by a composer: the news is obsolete or its reader has left, so nothing is sent."""


# `ComposerRunner` hands a composer the row's JSON; `composer_of` makes one for a request class.
Composer = Callable[["Request[Mapping[str, Any]]"], Message | Composed]


def composer_of(
    kind: type[Kind], compose: Callable[[Request[Kind]], Message | Composed]
) -> Composer:
    """Wrap `compose` so that it gets a request of `kind` instead of the row's JSON.

    The wrapper raises InputError before it calls `compose` when the JSON cannot be read.
    """

    def read_first(raw: Request[Mapping[str, Any]]) -> Message | Composed:
        asked = kind.opened(raw.asked)
        return compose(Request(raw.reader, asked, raw.row, raw.caps, raw.now, raw.fetch))

    return read_first
