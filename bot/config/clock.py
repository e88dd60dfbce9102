"""The wall clock. Whoever needs the time is handed a function; this is the one for running."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
