"""News of a period that closed: its result, the effect of the last plan, and the next proposal.

The job "proposals" (`scheduler/jobs/rtl_proposals.py`) requests it (`PeriodClosedNews`) for admins
and pimpinan. Names of sentences (`rtl.tutup`), their facts and the words of payloads are Indonesian
because the catalogues and sent buttons hold them.
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
    """Write the news: admins and pimpinan alike get the result and the effect of the last plan.

    An admin also gets the proposal with its buttons, unless the unit has a plan for the period, or
    no index of it may be told. Raises Needless where the recipient has left meanwhile.
    """
    asked, say, reader = request.asked, speaker(request, office), request.reader
    if all(one.key != asked.recipient for one in reader.staff.recipients()):
        raise Needless("has left")
    today = request.now.astimezone(office.agency.zone).date()
    periode, unit = periods.parse(asked.periode, today), asked.unit
    before = reader.rtl.items(unit, periods.previous(periode).label)
    # An effect is told only once the period after the plan's is over, so `moves` needs the day.
    lines, steps = moves(reader, office.agency, before, today)
    every: list[Steps] = [steps]  # the sums that the news shows; `keeping` stores them as told
    message = Message(text="")  # the proposal, if there is one
    if asked.role == "admin" and not reader.rtl.items(unit, periode.label):
        found, offered = proposal(request, office, periode, unit)
        if found.ikm is not None:
            message, every = offered, [*every, found.steps]
    head = [_head(office, periode, unit), _result(request, office, periode, unit)]
    text = "\n".join([*map(say, (*head, *lines)), *filter(None, [message.text])])
    scope = scope_of(office.agency, periode, unit)
    # The button stands for the command `hitung`, which shows how the figures were computed.
    compute = Choice(f"kt:hitung:{argument(scope)}", say(Words("tombol.hitung")))
    choices = (*message.choices, compute)
    # On WhatsApp the template goes out alone while the person's window is shut.
    said = Message(text=text, choices=choices, template=template(request, office))
    return keeping(said, request, every)


def _result(
    request: Request[PeriodClosedNews], office: Office, periode: Periode, unit: str
) -> Words:
    """The published result, or the number of answers that a publication would have needed."""
    # The newest revision comes first.
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
    # As at a closing: every answer counts (`final`), and no other period is compared (`alone`). No
    # sum of it is shown, only the number of answers, so its steps are not kept.
    found = figures(request.reader.results, office.agency, scope, final=True, alone=True)
    # A fact of None drops its part of the sentence: the numbers where there are enough answers
    # meanwhile, and the command `skm close` for those who are no admin.
    too_few = None if found.has_mutu else found.n
    to_close = periode.label if request.asked.role == "admin" else None
    facts = {"n": too_few, "perlu": min(ENOUGH, found.target or ENOUGH), "susulan": to_close}
    return Words("rtl.tutup_belum", facts)


def _head(office: Office, periode: Periode, unit: str) -> Words:
    place = office.agency.unit_with(unit)
    facts: dict[str, Fact] = {"periode": periode.label, "unit": place.short if place else unit}
    return Words("rtl.tutup", facts)
