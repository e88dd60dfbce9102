"""One finished questionnaire and one saran, as the store keeps them: nothing leads to a person.

The survey, the kiosk, the command `isi` and `skm import` make them; `core/ports/answers.py` takes
them.
"""

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
    profile: Mapping[str, str]  # profile key -> code, number or "-"; "key.lain" -> own words
    nilai: Mapping[str, int]  # question key -> score 1-4, complete
    flags: tuple[str, ...] = ()  # marks of core.answers.doubt_flags
    import_periode: str = ""  # period that a person named for an undated import


@dataclass(frozen=True, slots=True)
class Saran:
    """Free text, linked to no response and no person."""

    unit: str
    layanan: str
    unsur: str | None  # key of the unsur that the saran was asked about
    text: str
    day: date  # local day
