"""`tx.results`: counts and sums of answers, and the figures that were told or published of them.

`core/results/` and the composers of staff read through it. It never gives a single answer, so that
code with this part alone can tell figures and nothing else. `storage/results/part.py` keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.ikm.sums import Rekap


@dataclass(frozen=True, slots=True)
class Scope:
    """A choice of answers: of a unit, perhaps of one layanan, in a period."""

    unit: str | None  # code; None: all units
    layanan: str | None  # code; None: all layanan
    label: str  # "2024", "2026-TW3": undated imports count only under their own label
    first: date  # local days, both counted
    last: date
    modes: tuple[str, ...] | None = None  # as `Response.mode`; None: all
    flagged: bool | None = None  # marked as doubtful or not; None: both


@dataclass(frozen=True, slots=True)
class Publication:
    """One revision of a published periode. It stays as it was published."""

    label: str  # "2026-TW3"
    unit: str  # its code
    revision: int  # 1: as it was first published
    figures: Mapping[str, Any]  # as `core.results.closing.frozen` writes them
    at: datetime


class ResultsTx(Protocol):
    """Writes of the figures that were told, and of the questionnaires they were counted by."""

    def save_snapshot(self, snapshot: str, document: Mapping[str, Any]) -> None:
        """Keep a questionnaire's document under its id; a document kept before stays."""
        ...

    def save_told(self, key: str, figures: Sequence[Rekap], *, now: datetime) -> None:
        """Keep the sums that were last told of a scope, in place of the ones before.

        `key` is `core.results.small_numbers.key_of(scope)`.
        """
        ...

    def save_tally(self, key: str, tally: Mapping[str, Any], *, now: datetime) -> None:
        """Keep a running count of days as JSON, in place of the one kept before under this key.

        The evening news (`scheduler.jobs.evening_news`) counts by it from one telling to the next.
        """
        ...

    def publish(self, label: str, unit: str, figures: Mapping[str, Any], *, now: datetime) -> int:
        """Keep figures as the next revision of a unit's periode and return its number, from 1.

        Figures equal to those of the last revision make no new one: its number is returned.
        """
        ...


class ResultsReader(Protocol):
    """Reads of sums. Every method but `median_duration` counts only the answers of a `Scope`."""

    def rekap(self, scope: Scope) -> list[Rekap]:
        """Return the sums of a scope, one for each questionnaire, by the questionnaire's id."""
        ...

    def totals(self, scope: Scope) -> list[Rekap]:
        """Return the same without the sums of each question (`Rekap.nilai` is empty)."""
        ...

    def sizes(self, scope: Scope) -> Mapping[tuple[str, str], int]:
        """Count answers by (unit, layanan)."""
        ...

    def spread(self, scope: Scope) -> list[tuple[str, str, str, int]]:
        """Count answers as rows (layanan, mode, channel, answers)."""
        ...

    def daily(self, scope: Scope) -> Mapping[date | None, int]:
        """Count answers by local day; None: undated imports."""
        ...

    def coverage(self, scope: Scope) -> list[tuple[str, str, int, int]]:
        """Count as rows (loket, slot, visits, answers).

        Answers count only on days and at lokets of which visits are recorded.
        """
        ...

    def median_duration(self, since: date) -> tuple[int, int] | None:
        """Return (seconds, answers): the median duration of answers of mode "self" since that day.

        None: fewer than 5 such answers have a known duration.
        """
        ...

    # The questionnaires that sums are read by, and the figures that were told.
    def snapshot(self, snapshot: str) -> Mapping[str, Any] | None:
        """Return the document of a questionnaire by its id; None: it is not kept."""
        ...

    def snapshots(self) -> Mapping[str, Mapping[str, Any]]:
        """Return every kept questionnaire: id to document."""
        ...

    def told(self, key: str) -> list[Rekap] | None:
        """Return the sums kept last under a key by `save_told`; None: nothing was told."""
        ...

    def tally(self, key: str) -> Mapping[str, Any] | None:
        """Return the running count that `save_tally` kept under this key; None: there is none."""
        ...

    def published(self, unit: str | None = None) -> list[Publication]:
        """Return every revision of a unit (None: of all), newest first."""
        ...
