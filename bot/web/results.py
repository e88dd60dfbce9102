"""`/`: the published results as a page, in Indonesian, with the way they were computed.

The page shows publications only, never running figures.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.web.pages import BASE, page, words
from core.ikm.index import HIGHEST, KINERJA, LEAST, LOWEST
from core.language.decimals import comma, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from aiohttp import web

    from core.office.agency import Agency
    from core.ports.results import Publication
    from core.ports.store import Store

FRESH = 60  # seconds that a browser may keep the page
EXACT = "exact"  # a weight policy in words; the others are figures
STEP = Fraction(1, 100)  # between two printed figures


@dataclass(frozen=True, slots=True)
class PublishedUnsur:
    """One unsur in a card, as printed."""

    code: str
    name: str
    nrr: str  # 1,00 to 4,00
    converted: str  # nrr times 25
    mutu: str  # A to D


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """The newest revision of one periode of one unit, as printed."""

    periode: str
    unit: str
    ikm: str
    mutu: str
    performance: str
    n: int  # responses
    weight: str | None  # of each unsur; None: exact (1/9)
    day: str
    revision: int  # 0: as it was first published
    unsur: tuple[PublishedUnsur, ...]


@dataclass(frozen=True, slots=True)
class MutuBand:
    """The range of figures of one letter of mutu, as printed."""

    lowest: str
    highest: str
    mutu: str
    performance: str


class ResultsPages:
    """The page `/`; the agency's name is read anew at every request."""

    def __init__(self, store: Store, agency: Callable[[], Agency]) -> None:
        self._store, self._agency = store, agency

    async def show(self, request: web.Request) -> web.Response:
        """Answer with the page, which a browser may keep for a minute."""
        del request
        agency = self._agency()
        rows = await asyncio.to_thread(self._published)
        published = [_card(row, agency) for row in rows]
        facts = {"office": agency.name, "published": published, "bands": _bands()}
        return page("results.html", BASE, facts, fresh=FRESH)

    def _published(self) -> list[Publication]:
        with self._store.read() as reader:
            newest = {(row.label, row.unit): row for row in reversed(reader.results.published())}
        return list(reversed(newest.values()))


def _card(row: Publication, agency: Agency) -> PublishedCard:
    figures: Mapping[str, Any] = row.figures
    unit = agency.unit_with(row.unit)
    policy = str(figures.get("weight_policy", EXACT))
    return PublishedCard(
        periode=str(row.label),
        unit=unit.name if unit else agency.name,
        ikm=comma(str(figures["ikm"])),
        mutu=str(figures["mutu"]),
        performance=str(figures["kinerja"]),
        n=figures["n"],
        weight=None if policy == EXACT else comma(policy),
        day=_day(row.at, agency),
        revision=row.revision - 1,
        unsur=tuple(map(_unsur, figures["unsur"])),
    )


def _unsur(one: Mapping[str, Any]) -> PublishedUnsur:
    return PublishedUnsur(
        code=str(one["code"]),
        name=str(one.get("nama") or str(one["key"]).capitalize()),
        nrr=comma(str(one["nrr"])),
        converted=comma(str(one["konversi"])),
        mutu=str(one["mutu"]),
    )


@cache
def _bands() -> tuple[MutuBand, ...]:
    """The letters of mutu with their ranges, from A down (PermenPANRB 14/2017, Lampiran).

    Neighbouring ranges lie one hundredth apart, so no printed figure falls between them.
    """
    lowest = (*LEAST.values(), LOWEST)
    highest = (HIGHEST, *(least - STEP for least in LEAST.values()))
    return tuple(
        MutuBand(comma(printed(low)), comma(printed(high)), letter, performance)
        for low, high, (letter, performance) in zip(lowest, highest, KINERJA.items(), strict=True)
    )


def _day(at: datetime, agency: Agency) -> str:
    day = at.astimezone(agency.zone)
    return f"{day.day} {words(BASE)['bulan'][day.month - 1]} {day.year}"
