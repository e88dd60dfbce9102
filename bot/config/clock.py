"""The wall clock. Code that needs the time gets a function; `utc_now` is the one for running."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
