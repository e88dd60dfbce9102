"""`tx.results`: counts and sums of answers, and what was told of them. Never a single answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.ikm.sums import Rekap


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


@dataclass(frozen=True, slots=True)
class Publication:
    """One revision of a published periode. It stays as it was published."""

    label: str  # "2026-TW3"
    unit: str  # its code
    revision: int  # 1: as it was first published
    figures: Mapping[str, Any]  # as `core.results.export.index_json` writes them
    at: datetime


class ResultsTx(Protocol):
    def save_snapshot(self, snapshot: str, document: Mapping[str, Any]) -> None:
        """Freeze a questionnaire under its id."""
        ...

    def save_told(self, key: str, figures: Sequence[Rekap], *, now: datetime) -> None:
        """The sums that were last told of a scope."""
        ...

    def save_tally(self, key: str, tally: Mapping[str, Any], *, now: datetime) -> None:
        """Keep a running count of days as JSON; the one kept before under this key goes."""
        ...

    def publish(self, label: str, unit: str, figures: Mapping[str, Any], *, now: datetime) -> int:
        """Freeze figures as the next revision, and its number; the same again are no revision."""
        ...


class ResultsReader(Protocol):
    def rekap(self, scope: Scope) -> list[Rekap]: ...

    def totals(self, scope: Scope) -> list[Rekap]:
        """The same without the sums of each question."""
        ...

    def sizes(self, scope: Scope) -> Mapping[tuple[str, str], int]:
        """Answers by unit and layanan."""
        ...

    def spread(self, scope: Scope) -> list[tuple[str, str, str, int]]:
        """(layanan, mode, channel, answers)."""
        ...

    def daily(self, scope: Scope) -> Mapping[date | None, int]:
        """Answers by day; None: undated."""
        ...

    def coverage(self, scope: Scope) -> list[tuple[str, str, int, int]]:
        """(loket, slot, visits, answers), of days and lokets of which visits are recorded."""
        ...

    def median_duration(self, since: date) -> tuple[int, int] | None:
        """(seconds, answers) of those who answered by themselves; None for too few."""
        ...

    # how sums are read, and what was told of them
    def snapshot(self, snapshot: str) -> Mapping[str, Any] | None: ...
    def snapshots(self) -> Mapping[str, Mapping[str, Any]]: ...
    def told(self, key: str) -> list[Rekap] | None: ...

    def tally(self, key: str) -> Mapping[str, Any] | None:
        """The running count that `save_tally` kept under this key."""
        ...

    def published(self, unit: str | None = None) -> list[Publication]:
        """Every revision, newest first."""
        ...
