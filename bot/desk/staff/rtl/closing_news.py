"""News of a period that closed: its result, the effect of the last plan, and the next proposal.

The clock requests it (`PeriodClosedNews`) for admins and pimpinan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.staff.question import argument, keeping, speaker
from bot.desk.staff.rtl.effect import moves
from bot.desk.staff.rtl.new_item import proposal
from bot.desk.staff.summary.evening_news import template
from core.language.catalogue import Words
from core.language.decimals import comma
from core.messaging.outgoing import Choice, Message
from core.periods import periode as periods
from core.ports.composer import Composed, Needless
from core.results.figures import ENOUGH, figures, scope_of

if TYPE_CHECKING:
    from bot.config.office import Office
    from core.language.catalogue import Fact
    from core.periods.periode import Periode
    from core.ports.composer import Request
    from core.ports.requests.rtl import PeriodClosedNews
    from core.results.small_numbers import Steps


def compose(request: Request[PeriodClosedNews], office: Office) -> Composed:
    """Write the news: admins get the proposal with its buttons, pimpinan the result and the effect.

    Raises Needless where the recipient has left meanwhile.
    """
    asked, say, reader = request.asked, speaker(request, office), request.reader
    if all(one.key != asked.recipient for one in reader.staff.recipients()):
        raise Needless("has left")
    today = request.now.astimezone(office.agency.zone).date()
    periode, unit = periods.parse(asked.periode, today), asked.unit
    before = reader.rtl.items(unit, periods.previous(periode).label)
    lines, steps = moves(reader, office.agency, before, today)
    every: list[Steps] = [steps]
    message = Message(text="")
    if asked.role == "admin" and not reader.rtl.items(unit, periode.label):
        found, offered = proposal(request, office, periode, unit)
        if found.ikm is not None:
            message, every = offered, [*every, found.steps]
    head = [_head(office, periode, unit), _told(request, office, periode, unit)]
    text = "\n".join([*map(say, (*head, *lines)), *filter(None, [message.text])])
    scope = scope_of(office.agency, periode, unit)
    compute = Choice(f"kt:hitung:{argument(scope)}", say(Words("tombol.hitung")))
    choices = (*message.choices, compute)
    said = Message(text=text, choices=choices, template=template(request, office))
    return keeping(said, request, every)


def _told(request: Request[PeriodClosedNews], office: Office, periode: Periode, unit: str) -> Words:
    """The published result, or the number of answers that a publication would have needed."""
    rows = (row for row in request.reader.results.published(unit) if row.label == periode.label)
    if (last := next(rows, None)) is not None:
        index = last.figures
        facts: dict[str, Fact] = {
            "ikm": comma(index["ikm"]),
            "mutu": index["mutu"],
            "n": index["n"],
            "revisi": last.revision,
        }
        return Words("rtl.tutup_umum", facts)
    scope = scope_of(office.agency, periode, unit)
    found = figures(request.reader.results, office.agency, scope, final=True, alone=True)
    few = None if found.has_mutu else found.n
    late = periode.label if request.asked.role == "admin" else None
    facts = {"n": few, "perlu": min(ENOUGH, found.target or ENOUGH), "susulan": late}
    return Words("rtl.tutup_belum", facts)


def _head(office: Office, periode: Periode, unit: str) -> Words:
    place = office.agency.unit_with(unit)
    facts: dict[str, Fact] = {"periode": periode.label, "unit": place.short if place else unit}
    return Words("rtl.tutup", facts)
