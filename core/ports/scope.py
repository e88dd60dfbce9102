"""Which answers a figure is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Scope:
    """Which answers: of a unit, perhaps one layanan, in a period (first day, last day)."""

    unit: str | None
    layanan: str | None
    label: str  # "2024", "2026-TW3": undated imports count only under their own label
    first: date
    last: date
    modes: tuple[str, ...] | None = None
    flagged: bool | None = None  # None: both
