"""Indonesia's days off by year: national holidays and cuti bersama, out of the package `holidays`.

`bot.app.wiring` hands `holidays_of` to the jobs; an office adds days and takes days away in the
part [jadwal] of its file. A short-lived child process looks the days up, because the package would
keep the calendars of all countries in this process's memory.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from datetime import date
from threading import Lock

log = logging.getLogger(__name__)

KINDS = ("public", "government")  # libur nasional, cuti bersama
WITHIN = 60.0  # seconds for the child; it takes half a second

_known: dict[int, frozenset[date]] = {}
_asking = Lock()


def holidays_of(year: int) -> frozenset[date]:
    """Return the days off of a year; none, with an error in the log, when they cannot be looked up.

    The first call of a year waits for a child process, so call it outside the event loop.
    """
    with _asking:
        if year not in _known:
            try:
                _known[year] = _ask(year)
            except (OSError, subprocess.SubprocessError) as fault:
                # A summary on a day off is better than none; the next look asks for the days again.
                log.error("clock.no_holidays", extra={"fault": type(fault).__name__})  # noqa: TRY400
                return frozenset()
        return _known[year]


def _ask(year: int) -> frozenset[date]:
    words = [sys.executable, "-m", "scheduler.holidays", str(year)]
    done = subprocess.run(  # noqa: S603 - our own module, a number
        words, capture_output=True, check=True, text=True, timeout=WITHIN
    )
    return frozenset(map(date.fromisoformat, done.stdout.split()))


def _looked_up(year: int) -> list[date]:
    from holidays.countries.indonesia import Indonesia  # noqa: PLC0415 - in the child only

    return sorted(Indonesia(years=year, categories=KINDS, expand=False))


if __name__ == "__main__":
    print(*_looked_up(int(sys.argv[1])), sep="\n")  # noqa: T201 - what the parent reads
