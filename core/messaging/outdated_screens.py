"""The rule by which newer screens make older ones outdated: of those that wait, eight are sent.

A screen is a reply with at least one button of the survey or of a dialogue (`is_screen`). A person
who writes faster than the bot can answer sees the newest eight of the screens that wait for one
chat, not all of them (docs/adr/0017-a-newer-answer-overtakes.md). The store asks
`outdated_drafts` before it writes the drafts of a group of events
(`storage/conversations/group.py`), and each lane of the Dispatcher asks `outdated` of its rows
(`bot/pipeline/lane.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from core.messaging.outgoing import TAPPED, Message, ResendPolicy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.messaging.address import Address
    from core.messaging.outgoing import Compose, Draft

# Most screens that wait for one chat. A person who tried up to eight times during an outage gets
# an answer to each of them.
SCREENS = 8


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
    """Tell whether a reply is a screen: a button of it belongs to the survey or to a dialogue.

    Three kinds of rows are none and are always sent: a post or a row that answers no event, a
    request that is still to be composed, and a message without such a button. The last are plain
    words, a question of a dialogue that only typed words answer, and the answer to a command, whose
    buttons stand for commands of the bot: their payloads begin with `TAPPED`.
    """
    if (
        one.policy is not ResendPolicy.REPLY
        or one.caused_at is None
        or not isinstance(one.body, Message)
    ):
        return False
    return any(not choice.payload.startswith(TAPPED) for choice in one.body.choices)


def outdated(waiting: Sequence[R]) -> Sequence[R]:
    """Return all screens but the newest eight among `waiting`, rows of one chat, oldest first."""
    if len(waiting) <= SCREENS:
        return ()
    return [one for one in waiting if is_screen(one)][:-SCREENS]


def outdated_drafts(drafts: Sequence[Draft]) -> set[int]:
    """Return the places of the drafts that are outdated before they are written to the outbox.

    Drafts for several addresses may be mixed. A draft with a `unique` key is never among them: its
    row keeps the key, by which the store drops a second draft. `outdated` needs no such exception,
    for its rows are written.
    """
    if len(drafts) <= SCREENS:
        return set()
    waiting: dict[Address, list[int]] = {}
    for place, draft in enumerate(drafts):
        if is_screen(draft) and draft.unique is None:
            waiting.setdefault(draft.to, []).append(place)
    return {place for places in waiting.values() for place in places[:-SCREENS]}
