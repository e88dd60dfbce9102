"""One finished questionnaire and one comment, as they are kept: nothing leads to a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


Mode = Literal["self", "assisted", "paper", "kiosk", "import"]


@dataclass(frozen=True, slots=True)
class Response:
    """One finished questionnaire. It holds nothing that leads to a person."""

    snapshot: str  # id of the questionnaire's frozen wording
    unit: str
    layanan: str
    loket: str | None
    day: date | None  # local day of sending; None = undated import
    slot: str | None  # "08-12", "13-17", "lain": as on the official form
    duration: int | None  # seconds from consent to sending
    mode: Mode
    channel: str
    language: str
    profile: Mapping[str, str]
    nilai: Mapping[str, int]  # by question key, 1-4, complete
    flags: tuple[str, ...] = ()
    import_periode: str = ""  # the period an undated import was named for


@dataclass(frozen=True, slots=True)
class Saran:
    """Free text, linked to no response and no person."""

    unit: str
    layanan: str
    unsur: str | None  # the unsur it was asked about
    text: str
    day: date
