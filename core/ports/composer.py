"""`Composer`: the function that turns a request of an outbox row into a message.

A composer stands in the desk's file of its command, or of its notice: a message that no event asks
for, such as the weekly summary. `ComposerRunner` in `bot.pipeline.composer` calls it in a thread
when the row is about to leave, so that the message tells the state of that moment.

Two classes bear "request" in their names: a `ComposerRequest` is the question as it stands in the
row, a `Request` holds that question with all that its composer is given to answer it.
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
    """Raise InputError: the `fetch` of a channel that keeps no files.

    `ref`: the name by which the channel would know the file; `limit`: the most bytes to read.
    """
    del limit  # nothing is read
    raise InputError(f"no file: {ref}")


Asked_co = TypeVar("Asked_co", covariant=True)
Kind = TypeVar("Kind", bound=ComposerRequest)


@dataclass(frozen=True, slots=True)
class Request(Generic[Asked_co]):
    """The arguments of a composer: a stable view of the store, the question, and its row."""

    reader: Reader
    asked: Asked_co  # a `ComposerRequest`; for a bare `Composer` still the row's JSON
    row: Outgoing  # the outbox row that the message will leave in
    caps: Caps  # of the channel that the message goes to
    now: datetime  # UTC
    # Fetches a file that the person sent: (its name at the channel, the most bytes) -> its content.
    # Raises InputError for one that is gone or too large, FetchLater while the channel is away.
    fetch: Callable[[str, int], bytes] = no_fetch


@dataclass(frozen=True, slots=True)
class Composed:
    """A message, and the write that must be stored together with it.

    The runner calls `keep` in the write transaction that puts the message into the row in place of
    the request. It does not call `keep` where it does not store the message: behind a shut window
    the row is composed again when the person has written.
    """

    message: Message
    keep: Callable[[Tx], None] = lambda _tx: None


class Overtaken(Exception):  # noqa: N818 - no error: it is composed anew
    """Raised by `Composed.keep`: the facts of the message changed since it was composed.

    Nothing is stored then. `Sender` puts the row off and composes it anew, three tries in all
    (`bot.pipeline.sender.COMPOSINGS`); after the last the row ends as refused.
    """


class Needless(Exception):  # noqa: N818 - no error: the row is let go
    """Raised by a composer: the news is obsolete or its reader has left, so nothing is sent.

    The row ends without an alarm.
    """


# `ComposerRunner` hands a composer the row's JSON; `composer_of` makes one for a request class.
Composer = Callable[["Request[Mapping[str, Any]]"], Message | Composed]


def composer_of(
    kind: type[Kind], compose: Callable[[Request[Kind]], Message | Composed]
) -> Composer:
    """Wrap `compose` so that it gets a request of `kind` instead of the row's JSON.

    The wrapper raises InputError before it calls `compose` when the JSON cannot be read; `Sender`
    then ends the row as refused, and logs it.
    """

    def read_first(raw: Request[Mapping[str, Any]]) -> Message | Composed:
        asked = kind.opened(raw.asked)  # reads the JSON, also that of an older program
        return compose(Request(raw.reader, asked, raw.row, raw.caps, raw.now, raw.fetch))

    return read_first
