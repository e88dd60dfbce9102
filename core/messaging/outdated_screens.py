"""The rule by which newer screens make older ones outdated: the newest eight go to one chat.

A person who writes faster than the bot can answer sees the last screens, not all of them (ADR
0017). The lanes of the Dispatcher (`bot/pipeline/lane.py`) and the store of a group of events
(`storage/conversations/group.py`) ask the same rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from core.messaging.outgoing import TAPPED, Message, ResendPolicy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.messaging.address import Address
    from core.messaging.outgoing import Compose, Draft

SCREENS = 8  # may wait for one chat: after an outage a person still gets every answer asked for


class QueuedReply(Protocol):
    """The common face of a `Draft` and of the outbox row (`Outgoing`) that it became."""

    @property
    def body(self) -> Message | Compose: ...
    @property
    def policy(self) -> ResendPolicy: ...
    @property
    def caused_at(self) -> datetime | None: ...


R = TypeVar("R", bound=QueuedReply)


def is_screen(one: QueuedReply) -> bool:
    """Tell whether a reply asks something, so that a newer screen makes it outdated.

    The answer to a command of the bot is no screen: its buttons, if any, begin with `TAPPED`, and
    it is always sent.
    """
    if (
        one.policy is not ResendPolicy.REPLY
        or one.caused_at is None
        or not isinstance(one.body, Message)
    ):
        return False
    return any(not choice.payload.startswith(TAPPED) for choice in one.body.choices)


def outdated(waiting: Sequence[R]) -> Sequence[R]:
    """Return all screens but the newest eight among `waiting`, the rows of one chat in order."""
    if len(waiting) <= SCREENS:
        return ()
    return [one for one in waiting if is_screen(one)][:-SCREENS]


def needless(drafts: Sequence[Draft]) -> set[int]:
    """Return the places of the drafts that are outdated before they are written to the outbox.

    Drafts for several addresses may be mixed. A draft with a `unique` key is never among them.
    """
    if len(drafts) <= SCREENS:
        return set()
    waiting: dict[Address, list[int]] = {}
    for place, draft in enumerate(drafts):
        if is_screen(draft) and draft.unique is None:
            waiting.setdefault(draft.to, []).append(place)
    return {place for places in waiting.values() for place in places[:-SCREENS]}
