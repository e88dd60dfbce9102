"""Numbers before the labels of choices, where a person types instead of pressing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.messaging.outgoing import Choice, Message


_NUMBER = re.compile(r"\d{1,2}(?:\. |$)")


def counted(message: Message) -> tuple[Choice, ...]:
    """The choices that a typed number names. The others are named by their words."""
    own = tuple(choice for choice in message.choices if _NUMBER.match(choice.label))
    if own or message.free_text:
        return own
    return tuple(choice for choice in message.choices if choice.typed is None)


def unnumbered(label: str) -> str:
    """The words of a label that bears its own number."""
    found = _NUMBER.match(label)
    return label[found.end() :] if found else label
