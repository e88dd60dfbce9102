"""What a channel can carry, in its own units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Caps:
    """What a channel can carry. Lengths in the channel's own unit (Telegram: UTF-16 units)."""

    text: int
    choices: int
    choice_label: int
    row_label: int | None = None  # WhatsApp list rows
    row_hint: int | None = None
    payload_bytes: int = 64
    edit: bool = False
    notice: int = 0  # length of a pop-up beside a press; 0 = the channel has none
    quick_guard: bool = False  # a bare number within 1 s of a question is suspicious here
    window: timedelta | None = None  # after a person's last message; then only templates
    receipts: bool = False  # every message is reported upon: a lost answer is waited for
    looks_up: bool = False  # it is looked for before it goes again: then that may happen often
    numbers: bool = False  # choices may be typed as the numbers that stand before them
    tap_life: timedelta | None = None
    push: bool = True  # False: the channel fetches its mailbox itself (web)
