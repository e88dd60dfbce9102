"""`cakupan`: the share of recorded visits that were answered, by loket and hour slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.staff.results.participation.respondents import over, screen
from core.language.catalogue import Joined, Words
from core.results import coverage

if TYPE_CHECKING:
    from bot.config.office import Office
    from core.language.catalogue import Say, Says
    from core.messaging.outgoing import Message
    from core.office.agency import Agency
    from core.ports.composer import Composed, Request
    from core.ports.requests.figures import CoverageQuestion
    from core.ports.results import Scope
    from core.results.coverage import CoverageShare


def compose(request: Request[CoverageQuestion], office: Office) -> Composed:
    """One line for each loket; shares of too few visits or answers are not told."""

    def told(scope: Scope, say: Say) -> Message:
        found = coverage.by_loket(request.reader.results.coverage(scope))
        rows = [_row(one, office.agency) for one in found] or [Words("cakupan.belum_ada")]
        return screen("cakupan.judul", scope, office, say, [*rows, Words("cakupan.cara")])

    return over(request, office, told)


def _row(one: coverage.LoketCoverage, agency: Agency) -> Words:
    slots = tuple(
        Words("cakupan.jam", {"slot": _hours(slot), "berapa": _share(share)})
        for slot, share in one.slot
        if share.percent is not None
    )
    facts = {"loket": _named(one.code, agency), "berapa": _share(one.whole)}
    return Words("cakupan.baris", {**facts, "rincian": Joined(", ", slots) if slots else None})


def _named(code: str, agency: Agency) -> Says:
    every = (spot for unit in agency.unit for spot in unit.loket)
    named = next((one.name for one in every if one.code == code), code)
    return named or Words("cakupan.tanpa_loket")


def _hours(slot: str) -> Says:
    return Words("cakupan.di_luar_jam") if slot == "lain" else slot.replace("-", "–")


def _share(share: CoverageShare) -> Words:
    if share.percent:
        return Words("cakupan.sekitar", {"persen": share.percent})
    if share.percent == 0:
        return Words("cakupan.hampir_tidak")
    return Words("cakupan.lebih" if share.exceeds else "cakupan.sedikit")
