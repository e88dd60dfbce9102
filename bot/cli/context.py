"""The store, the agency and the settings that commands need, open for the time of one command."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli import settings
from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from bot.config.settings import AgencySettings
    from core.office.agency import Agency
    from core.ports.results import Scope
    from core.ports.store import Store
    from core.results.figures import Figures
    from core.results.small_numbers import Steps


@dataclass(frozen=True, slots=True)
class CommandContext:
    """The surroundings of one command, as `opened` gives them."""

    settings: AgencySettings
    store: Store
    agency: Agency
    now: datetime  # UTC, the same for the whole command

    @property
    def today(self) -> date:
        return self.now.astimezone(self.agency.zone).date()

    def figures(self, scope: Scope) -> Figures:
        """Return the figures of a scope, as far as the rules for small numbers let them be told.

        A step that is told is kept in the store, so that the chat tells the same.
        """
        from core.results.figures import figures

        with self.store.read() as reader:
            told = figures(reader.results, self.agency, scope)
        self._keep(told.steps)
        return told

    def doubts(self, told: Figures) -> Sequence[str]:
        """Return lines that tell the same figures without the answers marked as doubtful."""
        from core.results.doubtful import doubts

        with self.store.read() as reader:
            found = doubts(reader.results, self.agency, told)
        self._keep(found.steps)
        return found.lines

    def _keep(self, steps: Steps) -> None:
        if steps:
            with self.store.write() as tx:
                for key, rekaps in steps:
                    tx.results.save_told(key, rekaps, now=self.now)


@contextmanager
def opened() -> Iterator[CommandContext]:
    """Open the store of this installation and close it after the block.

    Raises InputError before `skm setup`, and StoreDown when the database cannot be used now.
    """
    from bot.app import wiring

    chosen = settings().agency
    store = wiring.open_store(chosen)
    try:
        agency = wiring.load_agency(store)
        if agency is None:
            raise InputError("Belum ada instansi. Jalankan dulu: skm setup")
        yield CommandContext(chosen, store, agency, datetime.now(UTC))
    finally:
        store.close()
