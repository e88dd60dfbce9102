"""The marks of answers that look doubtful, for staff alone: marked answers are never deleted.

A mark says that somebody should look, not that somebody cheated: most people who give the same
score nine times mean it. That is why the index is always that of all answers, and the index
without the marked ones only stands beside it, for staff.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

SECONDS_EACH = 2  # least seconds to read a question and its four options, and to press one
SAME_LEAST = 5  # questions; the same score for fewer of them says nothing
NIGHT = (23, 5)  # local hours from, until: no counter is open, and few people write then
WINDOW = timedelta(minutes=10)
CROWD = 10  # answers of one loket and channel in a window: one a minute at the counter
CROWD_UNIT = 30  # answers of one unit in a window where no loket is known: three counters

# The marks as they are stored: same scores, too fast, at night, too many at once.
SAME, HASTY, LATE, BURST = "seragam", "kilat", "malam", "beruntun"


def flags(
    nilai: Mapping[str, int],
    *,
    duration: int | None = None,
    local: datetime | None = None,
    loket: str | None = None,
    rush: int = 0,
) -> tuple[str, ...]:
    """Return the marks of an answer (`nilai`: question key -> score 1-4); () when it has none.

    `duration` is in seconds from consent to sending, `local` the moment of sending by the office's
    clock, `rush` the answer's number in its window of ten minutes. A fact that is not known (of
    paper, of a file) raises no mark.
    """
    found = {
        SAME: len(nilai) >= SAME_LEAST and len(set(nilai.values())) == 1,
        HASTY: duration is not None and duration < SECONDS_EACH * len(nilai),
        LATE: local is not None and not NIGHT[1] <= local.hour < NIGHT[0],
        BURST: rush > (CROWD if loket else CROWD_UNIT),
    }
    return tuple(name for name, so in found.items() if so)


def window(at: datetime) -> int:
    """Return the number of the ten minutes since 1970 in which a moment lies."""
    return int(at.timestamp() // WINDOW.total_seconds())
