"""Numbers before the labels of choices, for channels where a person types instead of pressing.

The layout of WhatsApp prints the numbers; the desk reads them by the same rule.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.messaging.outgoing import Choice, Message


_NUMBER = re.compile(r"\d{1,2}(?:\. |$)")


def counted(message: Message) -> tuple[Choice, ...]:
    """Return the choices that a typed number names, in order. The others are named by their words.

    Choices whose label bears its own number ("4. Sangat sesuai") come alone where there are any.
    Where typed words are expected, no other choice has a number.
    """
    own = tuple(choice for choice in message.choices if _NUMBER.match(choice.label))
    if own or message.free_text:
        return own
    return tuple(choice for choice in message.choices if choice.typed is None)


def unnumbered(label: str) -> str:
    """Return the label without the number that it bears itself."""
    found = _NUMBER.match(label)
    return label[found.end() :] if found else label
