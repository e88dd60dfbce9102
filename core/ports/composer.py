"""What fills a request of the outbox with words: `Composer`, what it gets and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import InputError
from core.messaging.outgoing import Message

if TYPE_CHECKING:
    from datetime import datetime

    from core.messaging.channel_limits import Caps
    from core.messaging.outgoing import Outgoing
    from core.ports.store import Reader, Tx


def no_fetch(ref: str, limit: int) -> bytes:
    """Of a channel that keeps no files."""
    raise InputError(f"no file: {limit and ref}")


@dataclass(frozen=True, slots=True)
class Request:
    """What a composer gets: a stable view, the request's arguments, and where it goes."""

    reader: Reader
    args: Mapping[str, Any]
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


Composer = Callable[["Request"], Message | Composed]
