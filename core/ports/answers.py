"""`tx.answers` and `reader.answers`: single answers, saran, and the visits they came from.

`storage/answers/part.py` keeps the promises. The kiosk, the paper forms, the visit API and the
composers of staff call them; the survey in a chat stores its answer by a `Decision` instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from core.answers.response import Response, Saran
    from core.office.agency import ServicePoint
    from core.office.visit import Visit
    from core.ports.results import Scope


class AnswersTx(Protocol):
    """Writes of answers that no conversation brings, and of visits.

    A visit code and the answer given with it are stored without any link between the two rows.
    """

    def store_entry(
        self, key: str, given: Response, saran: Saran | None, *, until: datetime, now: datetime
    ) -> bool:
        """Store one answer that was given outside a chat; False when its `key` is known already.

        `key` is the sender's own name of the entry, so that a device may send it again. The store
        keeps only a hash of the key, until `until` (UTC).
        """
        ...

    def import_responses(
        self, sha256: str, name: str, rows: Sequence[Response], *, by: str, now: datetime
    ) -> int:
        """Store all rows of an imported file and return their number.

        `sha256` names the file's bytes in hexadecimal, `by` is a name for the audit trail. Raises
        InputError when a file of that SHA-256 was imported before; then nothing is written.
        """
        ...

    def rebuild_rekap(self) -> int:
        """Delete all kept sums, count them again, and return the number of responses counted."""
        ...

    def burst_number(self, where: Sequence[str], window: int) -> int:
        """Count one more answer and return its number in the window, from 1.

        `where` names the unit, the loket and the channel; `window` is the number of the time
        window. The count of an earlier window is forgotten.
        """
        ...

    # visits
    def add_visits(self, codes: Sequence[str], point: ServicePoint, *, until: date) -> int:
        """Keep the hashes of these visit codes and return the number of codes that were new.

        The codes are good for an answer at `point` until the local day `until`. The store skips a
        text that cannot be a visit code.
        """
        ...

    def count_visits(self, point: ServicePoint, day: date, slot: str, n: int) -> None:
        """Add `n` visits at a place, on a local day and in an hour slot ("08-12", "13-17")."""
        ...

    def visit(self, code: str, *, today: date) -> Visit | None:
        """Look a visit code up; None: no such code was ever kept, or the purge took it."""
        ...

    def use_visit(self, code: str, *, today: date) -> bool:
        """Use a visit code up; True exactly once, in the transaction that stores its answer.

        False also when the code ended more than `core.office.visit.FINISHED_WITHIN` ago.
        """
        ...


class AnswersReader(Protocol):
    """Reads of single answers, for figures that cannot be computed from sums alone."""

    def responses(self, scope: Scope) -> list[Response]:
        """Return all answers of a scope, by day."""
        ...

    def profiles(self, scope: Scope, most: int) -> list[Mapping[str, str]]:
        """Return the profiles of the newest answers, at most `most`: profile key to its value."""
        ...

    def saran(self, scope: Scope) -> list[Saran]:
        """Return all saran of a scope, by day; the scope's modes and flags do not part them."""
        ...

    def newest_saran(self, scope: Scope, unsur: Collection[str] | None, most: int) -> list[Saran]:
        """Return the newest saran, at most `most`, about these unsur keys (None: about any)."""
        ...

    def visit(self, code: str, *, today: date) -> Visit | None:
        """Look a visit code up, as `AnswersTx.visit` does."""
        ...

    def check_rekap(self) -> list[str]:
        """Compare the kept sums with the responses; one Indonesian line for each difference."""
        ...
