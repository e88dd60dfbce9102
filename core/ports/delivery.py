"""What the dispatcher tells the store about one leased row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from core.messaging.outcomes import Outcome
    from core.messaging.outgoing import Choice, Outgoing


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the deliverer has to tell about one row."""

    row: Outgoing
    outcome: Outcome
    retry_at: datetime | None  # None: the row is settled for good
    unsure: bool = False
    planned: bool = False  # it comes again at that time, and until then holds nobody up
    held: bool = False  # not for good: the row waits until the person writes
    templated: bool = False  # its template was said, or should have been: not again before that
    said: str | None = None  # the template that was said instead, by its name
    cost: int = 0  # rupiah of this sending, where messages cost
    kept: bool = False  # what it says stays until its delivery is reported
    shown: tuple[Choice, ...] | None = None  # what can be chosen there now; None: unknown
