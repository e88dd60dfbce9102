"""The capabilities of a channel (`Caps`): lengths, counts, and the features that it has or lacks.

Every channel under `bot/channels` declares one `Caps`; composers, the desk and the Dispatcher read
it instead of asking which channel they serve.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Caps:
    """The capabilities of one channel. Lengths count in its own unit (Telegram: UTF-16 units)."""

    text: int  # longest text of one message
    choices: int  # most choices under one message
    choice_label: int  # longest label of a button
    row_label: int | None = None  # longest title of a WhatsApp list row; None: no list rows
    row_hint: int | None = None  # longest line under that title
    payload_bytes: int = 64  # Telegram Bot API, InlineKeyboardButton.callback_data: 1-64 bytes
    edit: bool = False  # a message that was sent can be replaced
    notice: int = 0  # length of a pop-up beside a press; 0 = the channel has none
    quick_guard: bool = False  # a bare number within 1 s of a question is suspicious here
    window: timedelta | None = None  # after a person's last message; then only templates go out
    receipts: bool = False  # the provider reports on every message: a lost answer is waited for
    looks_up: bool = False  # the channel looks for a doubtful message before it sends it again
    numbers: bool = False  # choices may be typed as the numbers that stand before them
    tap_life: timedelta | None = None  # a press that we do not fetch within it is lost
    push: bool = True  # False: the channel fetches its mailbox itself (web)
