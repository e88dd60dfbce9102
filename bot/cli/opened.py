"""The store and its agency for the time of one command."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli import settings
from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.figures import Figures
    from bot.settings import Settings
    from core.agency import Agency
    from core.ports import Scope, Store


@dataclass(frozen=True, slots=True)
class Opened:
    settings: Settings
    store: Store
    agency: Agency
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.agency.zona).date()

    def figures(self, scope: Scope) -> Figures:
        """What may be told; a step that is told is kept, so that the chat tells the same."""
        from bot.figures import figures

        with self.store.read() as reader:
            told = figures(reader, self.agency, scope)
        if told.steps:
            with self.store.write() as tx:
                for key, rekaps in told.steps:
                    tx.show(key, rekaps, now=self.now)
        return told


@contextmanager
def opened() -> Iterator[Opened]:
    from bot import wiring

    now = settings()
    store = wiring.open_store(now)
    try:
        agency = wiring.load_agency(store)
        if agency is None:
            raise InputError("Belum ada instansi. Jalankan dulu: skm setup")
        yield Opened(now, store, agency, datetime.now(UTC))
    finally:
        store.close()
