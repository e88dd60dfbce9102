"""What codes of visits and their counts ask of the store: `core.ports` takes it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from core.office.agency import Tempat
    from core.office.visit import Kunjungan


class VisitTx(Protocol):
    """The part of a write transaction that visits need. Nothing in it knows a response."""

    def add_visits(self, kodes: Sequence[str], tempat: Tempat, *, until: date) -> int:
        """Keep these codes, by their hash alone; how many were not kept before."""
        ...

    def count_visits(self, tempat: Tempat, tanggal: date, slot: str, n: int) -> None:
        """So many visits more at a place, on a day and in an hour slot."""
        ...

    def visit(self, kode: str, *, today: date) -> Kunjungan | None: ...

    def use_visit(self, kode: str, *, today: date) -> bool:
        """Use a code up. True exactly once, in the transaction that stores its answer."""
        ...

    def rush(self, where: Sequence[str], window: int) -> int:
        """How many answers came through this unit, loket and channel in a window, with this one."""
        ...


class VisitReader(Protocol):
    def visit(self, kode: str, *, today: date) -> Kunjungan | None: ...
