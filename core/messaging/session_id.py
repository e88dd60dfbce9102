"""The name that tells one run of a conversation from the next in the payloads of its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

ROUND = 36**5  # seconds, nearly two years: after so long the names begin anew


def session_id(began: datetime) -> str:
    """Of the second in which it began: at most seven letters."""
    return f"{int(began.timestamp()) % ROUND:x}"
