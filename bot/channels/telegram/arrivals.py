"""Makes arrivals of raw updates, for `Poller` and for the posts of the webhook.

An update that cannot be read becomes `Unreadable`, which the store parks; so it blocks no other.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.channels.telegram.api import dumps, loads
from bot.channels.telegram.updates import parse
from core.errors import Malformed
from core.messaging.incoming import Inbound, Unreadable

if TYPE_CHECKING:
    from core.messaging.incoming import Arrival

KINDS = ["message", "callback_query", "my_chat_member"]  # `allowed_updates` of the Bot API


def posted(
    body: bytes, account: str, at: datetime, began: datetime, username: str | None
) -> list[Arrival]:
    """The arrivals in one POST of Telegram; a body that is no update becomes `Unreadable`.

    `at`: the present; `began`: the start of this process; `username`: the bot's, None while
    unknown.
    """
    try:
        raw = loads(body)
    except (ValueError, RecursionError):
        return [_unreadable(None, body, account, "no JSON", at)]
    arrivals = read(raw, account, at, username)
    return [_waited(one, raw, began) for one in arrivals]


def read(raw: Any, account: str, at: datetime, username: str | None) -> list[Arrival]:
    """The arrivals in one parsed update; `at` and `username` as in `posted`. Raises nothing."""
    try:
        return [*parse(raw, account, at, username)]
    except Malformed as error:
        return [_unreadable(update_id(raw), dumps(raw), account, str(error), at)]


def dated(event: Arrival, raw: Any) -> Arrival:
    """An event that had waited at Telegram, with its own date, which is exact to the second."""
    date = _date(raw)
    return replace(event, at=date) if date and isinstance(event, Inbound) else event


def update_id(raw: Any) -> int | None:
    """The `update_id` of a raw update; None when the update has none."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if type(number) is int else None


def _waited(event: Arrival, raw: Any, began: datetime) -> Arrival:
    """Date a message of before this process began: its author had not seen the replies to it."""
    date = _date(raw)
    return dated(event, raw) if date and date < began else event


def _date(raw: Any) -> datetime | None:
    message = raw.get("message") if isinstance(raw, dict) else None
    date = message.get("date") if isinstance(message, dict) else None
    return datetime.fromtimestamp(date, UTC) if type(date) is int else None


def _unreadable(
    number: int | None, body: bytes, account: str, why: str, at: datetime
) -> Unreadable:
    name = hashlib.sha256(body).hexdigest()[:32] if number is None else str(number)
    return Unreadable(name, "telegram", account, body, why, at)
