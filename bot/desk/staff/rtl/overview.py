"""`rtl [periode]`: the plans that concern the sender, with their open kegiatan and progress."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bot.desk.staff.question import speaker
from bot.desk.staff.results import method
from bot.desk.staff.rtl.shared import concern, concerns, owners, stands
from core.errors import InputError
from core.language.catalogue import Words
from core.language.decimals import printed_with_comma
from core.language.shortening import cut
from core.messaging.outgoing import Choice, Message
from core.periods import periode as periods
from core.ports.requests.rtl import PlanQuestion
from core.rtl.names import topic
from core.rtl.realisation import ProofStrength, worth_of
from core.rtl.status import Stage, kegiatan_statuses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.language.catalogue import Fact, Say
    from core.office.agency import Agency
    from core.ports.composer import Request
    from core.ports.conversations import Decision
    from core.rtl.plan import Kegiatan, Rtl
    from core.rtl.status import KegiatanStatus


LISTED = 15  # most rows of all plans together
LETTERS = 90  # of a kegiatan's description in a row
BUTTONS = 8  # most kegiatan with a button
AHEAD = frozenset({Stage.NOT_STARTED})


def ask(call: CommandCall) -> Decision:
    """Request the plans of the bidang that the sender may see; everybody else is refused."""
    whose = concern(call)
    if whose == ():
        return call.reply(Words("dialog.bukan_petugas"))
    call.looked("rtl")
    return call.send(PlanQuestion(call.language, whose, call.args).envelope())


@dataclass(frozen=True, slots=True)
class ListedKegiatan:
    """One row: a kegiatan by its most urgent tick, with its other ticks named behind it."""

    rtl: Rtl
    kegiatan: Kegiatan
    status: KegiatanStatus | None  # None: the kegiatan has no triwulan
    alike: tuple[KegiatanStatus, ...] = ()  # other ticks at the same stage
    upcoming: tuple[KegiatanStatus, ...] = ()  # ticks that have not begun


@dataclass(frozen=True, slots=True)
class PlanOverview:
    """The plans of one unit and periode, as far as they concern the asker."""

    unit: str
    periode: str
    rtls: tuple[Rtl, ...]
    rows: tuple[ListedKegiatan, ...]
    kegiatan: int  # that concern the sender
    finished: int  # accepted, or printed as done
    printed: int  # of these, printed as done and not reviewed


def compose(request: Request[PlanQuestion], office: Office) -> Message:
    """List the open kegiatan plan by plan, the longest overdue first; finished are only counted.

    With a periode in the request, its finished kegiatan are listed as well.
    """
    whose, say = request.asked.bidang, speaker(request, office)
    try:
        label = _label(request.asked.query, request, office)
    except InputError as wrong:
        return Message(text=str(wrong))
    rtls, today = request.reader.rtl.items(), request.now.astimezone(office.agency.zone).date()
    plans = [
        plan
        for plan in _plans(rtls, whose, today, whole=label is not None)
        if label in (None, plan.periode) and (plan.kegiatan or whose is None)
    ]
    plans.sort(key=lambda plan: _urgency(plan.rows[0]) if plan.rows else (True, 0, ""))
    if not plans:
        facts = {"bidang": _names(whose, office.agency), "periode": label}
        return Message(text=say(Words("rtl.kosong", facts)))
    return _message(plans, whose, office.agency, say)


def _label(said: str, request: Request[PlanQuestion], office: Office) -> str | None:
    today = request.now.astimezone(office.agency.zone).date()
    return periods.parse(said, today).label if said else None


def _names(whose: Collection[str] | None, agency: Agency) -> str | None:
    if whose is None:
        return None
    return ", ".join(one.name for one in agency.bidang if one.code in whose) or ", ".join(whose)


def _plans(
    rtls: list[Rtl], whose: Collection[str] | None, today: date, *, whole: bool
) -> Iterator[PlanOverview]:
    worth = worth_of(rtls, today)
    states: dict[int, list[KegiatanStatus]] = defaultdict(list)
    for state in kegiatan_statuses(rtls, today):
        states[state.kegiatan.id].append(state)
    for unit, periode in dict.fromkeys((one.unit, one.periode) for one in rtls):
        mine = [one for one in rtls if (one.unit, one.periode) == (unit, periode)]
        own = [(one, rtl) for rtl in mine for one in rtl.kegiatan if concerns(one, whose)]
        rows = [row for one, rtl in own for row in _rows(one, rtl, states[one.id], whole=whole)]
        done = [worth[one.id] for one, _ in own if worth[one.id] >= ProofStrength.PRINTED]
        yield PlanOverview(
            unit,
            periode,
            tuple(mine),
            tuple(sorted(rows, key=_urgency)),
            len(own),
            len(done),
            sum(one is ProofStrength.PRINTED for one in done),
        )


def _rows(
    one: Kegiatan, rtl: Rtl, states: list[KegiatanStatus], *, whole: bool
) -> Iterator[ListedKegiatan]:
    """The rows of a kegiatan: one for all ticks that stand alike; those not begun are behind it.

    `whole`: a kegiatan that is done, or carried on by another plan, gets a row too.
    """
    still = [state for state in states if not state.finished and not state.represented]
    still.sort(key=lambda state: state.target.last)
    later = tuple(state for state in still[1:] if state.stage in AHEAD)
    now = [state for state in still if state not in later]
    for stage in dict.fromkeys(state.stage for state in now):
        first, *others = (state for state in now if state.stage is stage)
        behind = later if first is still[0] else ()
        yield ListedKegiatan(rtl, one, first, tuple(others), behind)
    if not one.schedule:
        yield ListedKegiatan(rtl, one, None)
    elif whole and not still:
        yield ListedKegiatan(rtl, one, states[-1])


def _urgency(row: ListedKegiatan) -> tuple[Any, ...]:
    """Sort by target; a kegiatan that nobody has scheduled comes last."""
    last = row.status.target.last.toordinal() if row.status else 0
    return (row.status is None, last, row.kegiatan.number)


# -- in words ------------------------------------------------------------------------------------


def _message(
    plans: list[PlanOverview], whose: Collection[str] | None, agency: Agency, say: Say
) -> Message:
    several = len({plan.unit for plan in plans}) > 1
    rows: list[str] = []
    left = LISTED
    for plan in plans:
        shown = plan.rows[:left]
        left -= len(shown)
        rows.append(say(_head(plan, whose, agency, several=several)))
        rows += [say(_row(row, whose, agency)) for row in shown]
        rows += [say(row) for row in _rest(plan, len(shown), whose)]
    every = [row for plan in plans for row in plan.rows if row.status][:BUTTONS]
    buttons = (_button(row, say, _which(row, plans, agency)) for row in every)
    choices = (*buttons, method.button("rtl", say))
    return Message(text="\n".join(rows), choices=choices)


def _which(row: ListedKegiatan, plans: list[PlanOverview], agency: Agency) -> str:
    """The number of a kegiatan, with its plan and unit where there are several."""
    place = agency.unit_with(row.rtl.unit)
    unit = f"{place.short if place else row.rtl.unit} "
    several = len({plan.unit for plan in plans}) > 1
    plan = f"{row.rtl.periode}/" if len(plans) > 1 else ""
    return f"{unit if several else ''}{plan}{row.kegiatan.number}"


def _head(
    plan: PlanOverview, whose: Collection[str] | None, agency: Agency, *, several: bool
) -> Words:
    place = agency.unit_with(plan.unit)
    facts: dict[str, Fact] = {
        "periode": plan.periode,
        "unit": (place.short if place else plan.unit) if several else None,
        "bidang": _names(whose, agency),
        "kini": plan.finished,
        "total": plan.kegiatan,
        "persen": printed_with_comma(Fraction(plan.finished * 100, plan.kegiatan or 1), 1),
        "cetak": plan.printed or None,
        "rancangan": Words("rtl.rancangan") if all(r.is_draft for r in plan.rtls) else None,
    }
    return Words("rtl.judul", facts)


def _row(row: ListedKegiatan, whose: Collection[str] | None, agency: Agency) -> Words:
    state = stands(row.status) if row.status else Words("rtl.keadaan.belum_dijadwalkan")
    facts: dict[str, Fact] = {
        "nomor": row.kegiatan.number,
        "kegiatan": cut(row.kegiatan.description, LETTERS),
        "bidang": owners(row.kegiatan, agency) if whose is None else None,
        "keadaan": state,
        "juga": _ticks(row.alike),
        "nanti": _ticks(row.upcoming),
    }
    return Words("rtl.baris", facts)


def _ticks(states: Iterable[KegiatanStatus]) -> str | None:
    return ", ".join(one.triwulan.label for one in states) or None


def _rest(plan: PlanOverview, shown: int, whose: Collection[str] | None) -> Iterator[Words]:
    """Words on rows that are not shown and on items without kegiatan, so that none vanishes."""
    if left := len(plan.rows) - shown:
        yield Words("rtl.lagi", {"n": left, "periode": plan.periode})
    if whose is None:
        for rtl in plan.rtls:
            if not rtl.kegiatan:
                yield Words("rtl.tanpa_kegiatan", {"nomor": rtl.number, "tentang": topic(rtl)})


def _button(row: ListedKegiatan, say: Say, which: str) -> Choice:
    assert row.status is not None  # noqa: S101 - only rows with a tick have one
    tick = row.status.triwulan
    label = f"{say(Words('rtl.tombol.rincian'))} {which} ({tick.label})"
    return Choice(f"kt:rtl_rincian:{row.kegiatan.id} {tick.code}", label)
