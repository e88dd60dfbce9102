"""Which answers look doubtful, and why. They are marked, never deleted, never spoken of to anybody.

A mark says that somebody should look, not that somebody cheated: most people who give the same
score nine times mean it. That is why the index is always the one of all answers, and the one
without the marked ones only stands beside it, for staff.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

SECONDS_EACH = 2  # a question, four options and a press: nobody has read them in less
SAME_LEAST = 5  # of fewer questions the same score says nothing
NIGHT = (23, 5)  # from, until: no counter is open, and few write then of their own accord
WINDOW = timedelta(minutes=10)
CROWD = 10  # answers of one loket and channel in a window: more than a minute each at the counter
CROWD_UNIT = 30  # the same where no loket is known: three counters' worth

SAME, HASTY, LATE, BURST = "seragam", "kilat", "malam", "beruntun"


def flags(
    nilai: Mapping[str, int],
    *,
    duration: int | None = None,
    local: datetime | None = None,
    loket: str | None = None,
    rush: int = 0,
) -> tuple[str, ...]:
    """`local`: when it was sent, by the office's clock. `rush`: its number in its window.

    What is not known (of paper, of a file) raises no mark.
    """
    found = {
        SAME: len(nilai) >= SAME_LEAST and len(set(nilai.values())) == 1,
        HASTY: duration is not None and duration < SECONDS_EACH * len(nilai),
        LATE: local is not None and not NIGHT[1] <= local.hour < NIGHT[0],
        BURST: rush > (CROWD if loket else CROWD_UNIT),
    }
    return tuple(name for name, so in found.items() if so)


def window(at: datetime) -> int:
    """The number of the ten minutes that a moment lies in."""
    return int(at.timestamp() // WINDOW.total_seconds())
