"""Told when a period closes: what became of the unsur of the plan before, and what to plan now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sender import Composed, Needless
from bot.staff.rtl_baru import proposal
from bot.staff.rtl_gerak import moves
from bot.staff.tanya import keeping, speaker
from core import periode as periods
from core.model import Message
from core.texts import Words

if TYPE_CHECKING:
    from bot.office import Office
    from bot.sender import Request
    from bot.small_numbers import Steps
    from core.periode import Periode
    from core.texts import Fact


def compose(request: Request, office: Office) -> Composed:
    """Admins get the proposal with its buttons, pimpinan what moved; nothing new is not told."""
    args, say, reader = request.args, speaker(request, office), request.reader
    whom = args["penerima"]
    if all(one.kunci != whom for one in reader.recipients()):
        raise Needless("has left")
    today = request.now.astimezone(office.agency.zona).date()
    periode, unit = periods.parse(args["periode"], today), args["unit"]
    before = reader.rtl(unit, periods.previous(periode).label)
    lines, steps = moves(reader, office.agency, before, today)
    every: list[Steps] = [steps]
    message = Message(text="")
    if args["peran"] == "admin" and not reader.rtl(unit, periode.label):
        found, offered = proposal(request, office, periode, unit)
        if found.ikm is not None:
            message, every = offered, [*every, found.steps]
    if not lines and not message.text:
        raise Needless("nothing to tell")
    head = say(_head(office, periode, unit))
    text = "\n".join([head, *map(say, lines), *filter(None, [message.text])])
    return keeping(Message(text=text, choices=message.choices), request, every)


def _head(office: Office, periode: Periode, unit: str) -> Words:
    place = office.agency.place(unit)
    facts: dict[str, Fact] = {"periode": periode.label, "unit": place.singkat if place else unit}
    return Words("rtl.tutup", facts)
