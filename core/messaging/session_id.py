"""The id that tells one run of a conversation from the next in the payloads of its buttons.

The survey (`core/survey/beginning.py`) and staff dialogs (`core/dialog/engine.py`) put it there, so
that a press on a button of an earlier run is recognised as old.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

ROUND = 36**5  # seconds, nearly two years: after so long the ids repeat


def session_id(began: datetime) -> str:
    """Return the second in which the run began, as at most seven hexadecimal digits."""
    return f"{int(began.timestamp()) % ROUND:x}"
