"""Told when a period closes: its result, what became of the last plan, and what to plan now."""

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
    from core.results.small_numbers import Steps


def compose(request: Request, office: Office) -> Composed:
    """Admins get the proposal with its buttons, pimpinan the result and what moved."""
    args, say, reader = request.args, speaker(request, office), request.reader
    whom = args["penerima"]
    if all(one.kunci != whom for one in reader.staff.recipients()):
        raise Needless("has left")
    today = request.now.astimezone(office.agency.zona).date()
    periode, unit = periods.parse(args["periode"], today), args["unit"]
    before = reader.rtl.items(unit, periods.previous(periode).label)
    lines, steps = moves(reader, office.agency, before, today)
    every: list[Steps] = [steps]
    message = Message(text="")
    if args["peran"] == "admin" and not reader.rtl.items(unit, periode.label):
        found, offered = proposal(request, office, periode, unit)
        if found.ikm is not None:
            message, every = offered, [*every, found.steps]
    head = [_head(office, periode, unit), _told(request, office, periode, unit)]
    text = "\n".join([*map(say, (*head, *lines)), *filter(None, [message.text])])
    scope = scope_of(office.agency, periode, unit)
    hitung = Choice(f"kt:hitung:{argument(scope)}", say(Words("tombol.hitung")))
    choices = (*message.choices, hitung)
    said = Message(text=text, choices=choices, template=template(request, office))
    return keeping(said, request, every)


def _told(request: Request, office: Office, periode: Periode, unit: str) -> Words:
    """What was published of it, or how many answers that would have needed."""
    rows = (row for row in request.reader.results.published(unit) if row["label"] == periode.label)
    if (last := next(rows, None)) is not None:
        angka = last["angka"]
        facts: dict[str, Fact] = {
            "ikm": comma(angka["ikm"]),
            "mutu": angka["mutu"],
            "n": angka["n"],
            "revisi": last["revisi"],
        }
        return Words("rtl.tutup_umum", facts)
    scope = scope_of(office.agency, periode, unit)
    found = figures(request.reader.results, office.agency, scope, final=True, alone=True)
    few = None if found.bermutu else found.n
    late = periode.label if request.args["peran"] == "admin" else None
    facts = {"n": few, "perlu": min(ENOUGH, found.target or ENOUGH), "susulan": late}
    return Words("rtl.tutup_belum", facts)


def _head(office: Office, periode: Periode, unit: str) -> Words:
    place = office.agency.place(unit)
    facts: dict[str, Fact] = {"periode": periode.label, "unit": place.singkat if place else unit}
    return Words("rtl.tutup", facts)
