"""`/`: the published results as a page, in Indonesian, with the way they were computed."""

from __future__ import annotations

import asyncio
from html import escape
from typing import TYPE_CHECKING, Any

from bot.web.pages import BASE, fill, page, words
from core.language.decimals import comma

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from aiohttp import web

    from core.office.agency import Agency
    from core.ports.store import Store

TITLE = "Survei Kepuasan Masyarakat"
FRESH = 60  # seconds that a browser may keep the page
WEIGHTS = {"exact": "tepat, tanpa pembulatan"}


class Results:
    def __init__(self, store: Store, agency: Callable[[], Agency]) -> None:
        self._store, self._agency = store, agency

    async def show(self, request: web.Request) -> web.Response:
        del request
        agency = self._agency()
        rows = await asyncio.to_thread(self._published)
        cards = "".join(_card(row, agency) for row in rows)
        content = fill(
            "results.html",
            {"ajakan": words(BASE)["pintu"]["isi"]},
            cards or fill("results_empty.html"),
        )
        facts = {"lang": BASE, "judul": TITLE, "instansi": agency.name}
        return page("page.html", facts, content, fresh=FRESH)

    def _published(self) -> list[Mapping[str, Any]]:
        with self._store.read() as reader:
            newest = {
                (row["label"], row["unit"]): row for row in reversed(reader.results.published())
            }
        return list(reversed(newest.values()))


def _card(row: Mapping[str, Any], agency: Agency) -> str:
    figures: Mapping[str, Any] = row["angka"]
    unit = agency.place(row["unit"])
    facts = {
        "periode": str(row["label"]),
        "unit": unit.name if unit else agency.name,
        "ikm": comma(str(figures["ikm"])),
        "mutu": str(figures["mutu"]),
        "kinerja": str(figures["kinerja"]),
        "n": str(figures["n"]),
        "bobot": _weight(figures.get("weight_policy", "exact")),
        "tanggal": _day(row["waktu"], agency),
        "revisi": f" · revisi ke-{row['revisi'] - 1}" if row["revisi"] > 1 else "",
    }
    return fill("results_period.html", facts, "".join(_line(one) for one in figures["unsur"]))


def _line(unsur: Mapping[str, Any]) -> str:
    name = unsur.get("nama") or str(unsur["key"]).capitalize()
    figures = (comma(str(unsur["nrr"])), comma(str(unsur["konversi"])), str(unsur["mutu"]))
    cells = "".join(f'<td class="number">{escape(figure)}</td>' for figure in figures)
    head = escape(str(unsur["code"])) + " " + escape(str(name))
    return f'<tr><th scope="row">{head}</th>{cells}</tr>'


def _weight(policy: Any) -> str:
    return WEIGHTS.get(str(policy), comma(str(policy)))


def _day(at: datetime, agency: Agency) -> str:
    day = at.astimezone(agency.zone)
    return f"{day.day} {words(BASE)['bulan'][day.month - 1]} {day.year}"
