"""`rtl baru` for admins: a new item, chosen from the ranking of the unsur or from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.dialogs import DialogResult
from bot.desk.group_chats import named
from bot.desk.staff.people.members import is_admin
from bot.desk.staff.question import answered, keeping, speaker
from bot.desk.staff.question_text import read
from core.dialog.rtl.new_item import NewItemData
from core.errors import InputError
from core.language.catalogue import Joined, Words
from core.language.decimals import comma
from core.messaging.outgoing import Choice, Message
from core.periods import periode as periods
from core.ports.composer import Composed
from core.ports.requests.rtl import ProposalQuestion
from core.results.closing_dates import closing_kinds
from core.results.figures import figures, scope_of
from core.rtl.plan import Kegiatan, Rtl
from core.rtl.proposals import passed_over, propose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from bot.desk.dialogs import Dialogs
    from core.dialog.rtl.new_item import NewItem
    from core.ikm.index import Ikm
    from core.language.catalogue import Fact, Says
    from core.office.agency import Agency
    from core.periods.periode import Periode
    from core.ports.composer import Request
    from core.ports.conversations import Decision
    from core.ports.requests.request import SpokenRequest
    from core.results.figures import Figures

OUTSIDE = "-"  # stands in buttons for a topic outside the nine unsur


def propose_items(call: CommandCall) -> Decision:
    """`rtl baru [periode] [unit]`: request the ranking, which is composed outside the writer."""
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    call.looked("rtl_baru")
    return call.send(ProposalQuestion(call.language, call.args).envelope())


def compose_proposal(request: Request[ProposalQuestion], office: Office) -> Composed:
    """The ranking of the unit that was named, or the only one; of several, ask first."""
    return answered(lambda: _asked(request, office))


def _asked(request: Request[ProposalQuestion], office: Office) -> Composed:
    say, agency = speaker(request, office), office.agency
    said, today = request.asked.query, request.now.astimezone(agency.zone).date()
    periode, (unit, _) = read(said, agency, office.texts, today)
    if not said.strip():
        periode = ended(agency, None, today)
    every = [one.code for one in agency.unit]
    if unit is None and len(every) > 1:
        choices = tuple(
            Choice(f"kt:rtl_baru:{periode.label} {one.code}", one.short) for one in agency.unit
        )
        words = Words("rtl.baru.unit", {"periode": periode.label})
        return Composed(Message(text=say(words), choices=choices))
    found, message = proposal(request, office, periode, unit or every[0])
    return keeping(message, request, [found.steps])


def proposal(
    request: Request[SpokenRequest], office: Office, periode: Periode, unit: str
) -> tuple[Figures, Message]:
    """The figures and the ranking of a unit in a period; each unsur without an item is a button.

    `closing_news` shows it too. The caller keeps the sums of the figures.
    """
    say = speaker(request, office)
    found = figures(request.reader.results, office.agency, scope_of(office.agency, periode, unit))
    planned = {one.unsur for one in request.reader.rtl.items(unit, periode.label) if one.unsur}

    def button(unsur: str, reason: int, label: str) -> Choice:
        return Choice(f"kt:rtl_isi:{periode.label} {unsur} {reason} {unit}", label)

    outside = button(OUTSIDE, 0, say(Words("rtl.baru.di_luar")))
    if found.ikm is None:
        words = Words("rtl.baru.tanpa_ikm", {"periode": periode.label})
        return found, Message(text=say(words), choices=(outside,))
    rows = [say(Words("rtl.baru.usul", {"periode": periode.label, "unit": found.unit_name}))]
    rows += [say(row) for row in _ranked(found.ikm, planned)]
    choices = [
        button(key, int(bool(passed_over(found.ikm, key, planned))), one.unsur.short)
        for one in propose(found.ikm)
        if (key := one.unsur.key) not in planned
    ]
    return found, Message(text="\n".join(rows), choices=(*choices, outside))


def ended(agency: Agency, unit: str | None, today: date) -> Periode:
    """The period that ended last, of the kind by which the office counts its users; else a year.

    `unit` None: the kinds of all units.
    """
    kinds = closing_kinds(agency, unit, today)
    return max((periods.previous(periods.current(k, today)) for k in kinds), key=lambda p: p.last)


def _ranked(found: Ikm, planned: set[str]) -> Iterator[Words]:
    """A row for each value: unsur with equal values stand together."""
    for level in found.ranking():
        names: list[Says] = [
            Words("rtl.baru.sudah_ada", {"unsur": one.short}) if one.key in planned else one.short
            for one in level
        ]
        facts: dict[str, Fact] = {
            "no": next(one.rank for one in propose(found) if one.unsur is level[0]),
            "unsur": Joined(", ", tuple(names)),
            "nrr": comma(level[0].printed_nrr),
            "sama": Words("rtl.baru.sama") if len(level) > 1 else None,
        }
        yield Words("rtl.baru.peringkat", facts)


def start(call: CommandCall, dialogs: Dialogs, office: Office) -> Decision:
    """Open the dialogue for `2024 pengaduan 1 dinsos`: periode, unsur, reason wanted, unit.

    The words come from a button and are checked here.
    """
    label, unsur, reason, unit, *_ = [*call.args.split(), *[""] * 4]
    known = {one.key for one in office.survey.questionnaire.unsur} | {OUTSIDE}
    place = office.agency.unit_with(unit or office.agency.unit[0].code)
    try:
        local = call.event.at.astimezone(office.agency.zone)
        label = periods.parse(label, local.date()).label
    except InputError:
        place = None
    if place is None or unsur not in known:
        return call.reply(Words("rtl.tidak_ada"))
    if any(one.unsur == unsur for one in call.tx.rtl.items(place.code, label)):
        return call.reply(Words("rtl.baru.kembar", {"unsur": Words(f"unsur.{unsur}")}))
    content = NewItemData(
        unit=place.code,
        periode=label,
        unsur=None if unsur == OUTSIDE else unsur,
        asks_reason=reason != "0",  # in doubt the reason is asked for
    )
    return dialogs.start(call, content)


def create(call: CommandCall, effect: NewItem, office: Office) -> DialogResult:
    """Write the item; it stays a draft until the forum of its plan is recorded."""
    plan = call.tx.rtl.items(effect.unit, effect.periode)
    number = max((one.number for one in plan), default=0) + 1
    made = Rtl(
        unit=effect.unit,
        periode=effect.periode,
        number=number,
        unsur=effect.unsur,
        kegiatan=_kegiatan(effect, number),
        beyond_unsur=effect.topic,
        source=effect.source,
        reason=effect.reason,
        horizon=effect.horizon,
        needs_budget=effect.needs_budget,
        other_agency=effect.partners,
    )
    (stored,) = call.tx.rtl.add(
        [made], by=call.tx.staff.audit_name(call.event.person), now=call.event.at
    )
    who = {code for one in stored.kegiatan for code in one.bidang}
    names = ", ".join(named(office.agency, code) for code in sorted(who))
    facts: dict[str, Fact] = {"nomor": number, "periode": effect.periode, "bidang": names}
    return DialogResult(Message(text=call.say(Words("rtl.baru.tersimpan", facts))))


def _kegiatan(effect: NewItem, number: int) -> tuple[Kegiatan, ...]:
    return tuple(
        Kegiatan(f"{number}.{place}", one.description, one.bidang, one.schedule)
        for place, one in enumerate(effect.kegiatan, start=1)
    )
