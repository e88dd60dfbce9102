"""Which screens newer ones make out of date: who writes faster than can be answered sees the last.

The lanes of the deliverer and the store of a group ask the same rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from core.messaging.outgoing import TAPPED, Message, ResendPolicy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.messaging.address import Address
    from core.messaging.outgoing import Compose, Draft

SCREENS = 8  # that may wait for one chat: somebody back from an outage hears all they asked


class QueuedReply(Protocol):
    """A draft, or the row that it became."""

    @property
    def body(self) -> Message | Compose: ...
    @property
    def policy(self) -> ResendPolicy: ...
    @property
    def caused_at(self) -> datetime | None: ...


R = TypeVar("R", bound=QueuedReply)


def is_screen(one: QueuedReply) -> bool:
    """A reply that asks something, and which a newer one makes out of date.

    What answers a word of the whole bot leads on to other words at most, and is told.
    """
    if (
        one.policy is not ResendPolicy.REPLY
        or one.caused_at is None
        or not isinstance(one.body, Message)
    ):
        return False
    return any(not choice.payload.startswith(TAPPED) for choice in one.body.choices)


def outdated(waiting: Sequence[R]) -> Sequence[R]:
    """Of what waits for one chat, in order: all screens but the newest."""
    if len(waiting) <= SCREENS:
        return ()
    return [one for one in waiting if is_screen(one)][:-SCREENS]


def needless(drafts: Sequence[Draft]) -> set[int]:
    """The places of those that are out of date before they are written."""
    if len(drafts) <= SCREENS:
        return set()
    waiting: dict[Address, list[int]] = {}
    for place, draft in enumerate(drafts):
        if is_screen(draft) and draft.unique is None:
            waiting.setdefault(draft.to, []).append(place)
    return {place for places in waiting.values() for place in places[:-SCREENS]}
