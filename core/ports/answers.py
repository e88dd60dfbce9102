"""`tx.answers`: single answers, saran, and the visits that they came from."""

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
    """Answers that no conversation brings, and visits. No visit knows its answer."""

    def store_entry(
        self, key: str, given: Response, saran: Saran | None, *, until: datetime, now: datetime
    ) -> bool:
        """One answer given elsewhere; False: this key was taken in before."""
        ...

    def import_responses(
        self, sha256: str, name: str, rows: Sequence[Response], *, by: str, now: datetime
    ) -> int:
        """All rows of a file, once. InputError when it was taken in before."""
        ...

    def rebuild_rekap(self) -> int:
        """Throw the sums away and count again; the number of responses counted."""
        ...

    def burst_number(self, where: Sequence[str], window: int) -> int:
        """How many answers came through this unit, loket and channel in a window, with this one."""
        ...

    # visits
    def add_visits(self, codes: Sequence[str], point: ServicePoint, *, until: date) -> int:
        """Keep these codes, by their hash alone; how many were not kept before."""
        ...

    def count_visits(self, point: ServicePoint, day: date, slot: str, n: int) -> None:
        """So many visits more at a place, on a day and in an hour slot."""
        ...

    def visit(self, code: str, *, today: date) -> Visit | None: ...

    def use_visit(self, code: str, *, today: date) -> bool:
        """Use a code up. True exactly once, in the transaction that stores its answer."""
        ...


class AnswersReader(Protocol):
    def response(self, scope: Scope) -> list[Response]: ...

    def profiles(self, scope: Scope, most: int) -> list[Mapping[str, str]]:
        """Of the newest answers."""
        ...

    def saran(self, scope: Scope) -> list[Saran]: ...

    def newest_saran(
        self, scope: Scope, unsur: Collection[str] | None, most: int
    ) -> list[Saran]: ...

    def visit(self, code: str, *, today: date) -> Visit | None: ...

    def check_rekap(self) -> list[str]:
        """Where the kept sums are not what the responses give; one line each."""
        ...
