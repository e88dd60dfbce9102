"""The counts of the evening news: low scores, saran about money, and costs of free layanan.

`scheduler.jobs.evening_news` tells them at the end of a unit's working day.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.answers.money_mentions import speaks_of_money
from core.ports.results import Scope
from core.results.small_numbers import frozen_questionnaire
from scheduler.jobs.day_tally import Tally, grown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from core.answers.response import Response
    from core.office.agency import Agency, Unit
    from core.office.questionnaire import Questionnaire
    from core.ports.staff import Recipient
    from core.ports.store import Reader
    from scheduler.jobs.day_tally import TallySource

POOR = 2  # the highest score that is low
FREE = 4  # the option "Gratis" of the question on cost


@dataclass(frozen=True, slots=True)
class Evening:
    """The end of a unit's working day, with the facts that its news is made from."""

    reader: Reader
    agency: Agency
    unit: Unit
    day: date  # the working day that ended
    today: date  # of the unit; `day` or a later one
    people: Sequence[Recipient]

    def answers(self, layanan: str | None, day: date) -> Scope:
        """Return the scope of one day of the unit, of one layanan (None: of all)."""
        return Scope(self.unit.code, layanan, "", day, day)

    def size(self, layanan: str | None, day: date) -> int:
        """Return the number of answers in that scope."""
        return sum(one.n for one in self.reader.results.totals(self.answers(layanan, day)))

    def tally(self, key: str, source: TallySource, back: int) -> tuple[Tally, bool]:
        """Return the tally kept under a key, grown to today, and whether none was kept before.

        `back` is the number of days before today that are looked at.
        """
        known = self._known(key)
        return grown(known or Tally(), source, self.today, back), known is None

    def _known(self, key: str) -> Tally | None:
        if (kept := self.reader.results.tally(key)) is not None:
            return Tally.from_json(kept)
        of_0_1_0 = self.reader.results.told(key)
        return Tally.from_sums(of_0_1_0) if of_0_1_0 else None


@dataclass(frozen=True, slots=True)
class LowScores:
    """A source that counts the answers of a day that gave an unsur a 1 or 2, by unsur."""

    at: Evening

    def size(self, day: date) -> int:
        return self.at.size(None, day)

    mark = size

    def count(self, day: date) -> Counter[str]:
        rows = self.at.reader.answers.responses(self.at.answers(None, day))
        surveys = _surveys(self.at.reader, rows)
        return Counter(unsur for row in rows for unsur in _poor(row, surveys[row.snapshot]))


def _poor(row: Response, survey: Questionnaire) -> set[str]:
    return {one.unsur for one in survey.questions if row.nilai.get(one.key, FREE) <= POOR}


@dataclass(frozen=True, slots=True)
class MoneySaran:
    """A source that counts the saran of a day that speak of money, under "uang"."""

    at: Evening

    def size(self, day: date) -> int:
        """Return the number of answers of a day."""
        return self.at.size(None, day)

    def mark(self, day: date) -> int:
        """Return the number of saran of a day: one more means that the day must be read again."""
        return len(self.at.reader.answers.saran(self.at.answers(None, day)))

    def count(self, day: date) -> Counter[str]:
        rows = self.at.reader.answers.saran(self.at.answers(None, day))
        return Counter("uang" for one in rows if speaks_of_money(one.text))


@dataclass(frozen=True, slots=True)
class Costs:
    """A source that counts the answers of a day that name a cost, under "biaya".

    Its layanan is free by law.
    """

    at: Evening
    layanan: str

    def size(self, day: date) -> int:
        return self.at.size(self.layanan, day)

    mark = size

    def count(self, day: date) -> Counter[str]:
        rows = self.at.reader.answers.responses(self.at.answers(self.layanan, day))
        surveys = _surveys(self.at.reader, rows)
        return Counter("biaya" for row in rows if _names_cost(row, surveys[row.snapshot]))


def _names_cost(row: Response, survey: Questionnaire) -> bool:
    """Whether an answer names a cost, asked by a question whose highest option is "Gratis"."""
    asked = [one for one in survey.questions if one.unsur == "biaya"]
    free = [one for one in asked if one.options[FREE - 1].casefold() == "gratis"]
    return any(row.nilai.get(one.key, FREE) < FREE for one in free)


def _surveys(reader: Reader, rows: Sequence[Response]) -> dict[str, Questionnaire]:
    return {
        snapshot: frozen_questionnaire(reader.results, snapshot)
        for snapshot in {one.snapshot for one in rows}
    }
