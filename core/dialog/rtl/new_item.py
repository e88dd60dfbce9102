"""The dialogue of `rtl baru`: an admin plans an item for one unsur, with its kegiatan.

An item against the ranking needs a written reason; an item outside the nine unsur needs a topic and
a source. Each kegiatan has one bidang or more and one triwulan or more. The `NewItem` is stored by
`bot.desk.staff.rtl.new_item`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, cast

from core.dialog.values import (
    AnswerRefused,
    AnswerTaken,
    Ask,
    Dialog,
    DialogData,
    Picked,
    Typed,
    needed,
)
from core.errors import InputError
from core.language.catalogue import Words
from core.language.option import Option
from core.messaging.stored_value import StoredAs
from core.periods import triwulan
from core.periods.triwulan import Triwulan
from core.rtl.plan import HORIZONS, Horizon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.dialog.values import DialogFacts, Given
    from core.language.catalogue import Fact

MOST = 10  # kegiatan of an item
AHEAD = 8  # triwulan that are offered
ENOUGH, MORE, YES, NO = "cukup", "tambah", "ya", "tidak"  # codes


class NewItemStep(StrEnum):
    """The steps in order; DESCRIPTION to ANOTHER repeat for each kegiatan."""

    TOPIC = "tentang"
    SOURCE = "sumber"
    REASON = "alasan"
    DESCRIPTION = "uraian"
    BIDANG = "bidang"
    SCHEDULE = "jadwal"
    ANOTHER = "lagi"
    HORIZON = "horizon"
    BUDGET = "anggaran"
    PARTNERS = "mitra"
    REVIEW = "periksa"


OUTSIDE = (NewItemStep.TOPIC, NewItemStep.SOURCE)
TYPED = frozenset({*OUTSIDE, NewItemStep.REASON, NewItemStep.DESCRIPTION, NewItemStep.PARTNERS})
ALWAYS = tuple(one for one in NewItemStep if one not in (*OUTSIDE, NewItemStep.REASON))


@dataclass(frozen=True, slots=True)
class PlannedKegiatan:
    """A kegiatan of the new item; `bidang` are codes."""

    description: Annotated[str, StoredAs("uraian")]
    bidang: tuple[str, ...]
    schedule: Annotated[tuple[Triwulan, ...], StoredAs("jadwal")]


@dataclass(frozen=True, slots=True)
class NewItemData(DialogData):
    """The subject of the new item, and the answers of one run of the dialogue."""

    flow = "baru"
    version = 2
    keeps = frozenset({"unit", "periode", "unsur", "beralasan"})

    unit: str
    periode: str
    unsur: str | None = None  # key; None: outside the nine unsur
    asks_reason: Annotated[bool, StoredAs("beralasan")] = False  # whether a reason is asked for
    topic: Annotated[str | None, StoredAs("tentang")] = None
    source: Annotated[str | None, StoredAs("sumber")] = None
    reason: Annotated[str | None, StoredAs("alasan")] = None
    kegiatan: tuple[PlannedKegiatan, ...] = ()  # all but the open one
    # Of the open kegiatan, as are `bidang` and `schedule`.
    description: Annotated[str, StoredAs("uraian")] = ""
    bidang: tuple[str, ...] = ()
    schedule: Annotated[tuple[Triwulan, ...], StoredAs("jadwal")] = ()
    horizon: Horizon | None = None
    budget_said: Annotated[str, StoredAs("anggaran")] = ""  # YES or NO
    partners: Annotated[str, StoredAs("mitra")] = ""

    @property
    def every(self) -> tuple[PlannedKegiatan, ...]:
        """All kegiatan, the open one last."""
        return (*self.kegiatan, PlannedKegiatan(self.description, self.bidang, self.schedule))


@dataclass(frozen=True, slots=True)
class NewItem:
    """The result: an item to be stored as a draft of the plan."""

    unit: str
    periode: str
    unsur: str | None  # key; None: outside the nine unsur
    topic: str | None  # in words, outside the nine unsur
    source: str | None  # of the topic
    reason: str | None  # for a choice against the ranking
    kegiatan: tuple[PlannedKegiatan, ...]
    horizon: Horizon
    needs_budget: bool
    partners: str  # another agency that is needed; "" when none is


def _route(data: NewItemData, _facts: DialogFacts) -> tuple[NewItemStep, ...]:
    outside = OUTSIDE if data.unsur is None else ()
    reason = (NewItemStep.REASON,) if data.asks_reason else ()
    return (*outside, *reason, *ALWAYS)


# -- the questions -------------------------------------------------------------------------------


def _ask(step: str, data: NewItemData, facts: DialogFacts) -> Ask:
    said = Words(f"rtl.baru.{step}")
    match step:
        case NewItemStep.BIDANG:
            left = [one for one in facts.agency.bidang if one.code not in data.bidang]
            named = (Option(one.code, one.name) for one in left)
            return Ask(said, (*named, *_enough(chosen=bool(data.bidang))))
        case NewItemStep.SCHEDULE:
            coming = [t for t in triwulan.upcoming(facts.today, AHEAD) if t not in data.schedule]
            ticks = (Option(one.code, one.label) for one in coming)
            return Ask(said, (*ticks, *_enough(chosen=bool(data.schedule))), takes_text=True)
        case NewItemStep.HORIZON:
            return Ask(said, tuple(Option(one, Words(f"rtl.horizon.{one}")) for one in HORIZONS))
        case NewItemStep.PARTNERS:
            nobody = Option("tidak_ada", Words("tombol.tidak_ada"), also="juga.tidak_ada")
            return Ask(said, (nobody,), takes_text=True)
        case NewItemStep.ANOTHER:
            return Ask(_listed(data, said, facts), _named(ENOUGH, MORE))
        case NewItemStep.BUDGET:
            return Ask(said, _named(YES, NO))
        case NewItemStep.REVIEW:
            send_option = Option("kirim", Words("tombol.kirim"), also="juga.kirim")
            return Ask(_summary(data, said, facts), (send_option,))
    return Ask(said, takes_text=True)


def _named(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, Words(f"rtl.tombol.{code}")) for code in codes)


def _enough(*, chosen: bool) -> tuple[Option, ...]:
    return (Option(ENOUGH, Words("rtl.tombol.cukup"), also="juga.cukup"),) if chosen else ()


def _listed(data: NewItemData, said: Words, facts: DialogFacts) -> Words:
    rows = "\n".join(
        f"{number}. {one.description} ({_names(one.bidang, facts)}; {_labels(one.schedule)})"
        for number, one in enumerate(data.every, start=1)
    )
    return Words(said.key, {"kegiatan": rows, "periode": data.periode})


def _summary(data: NewItemData, said: Words, facts: DialogFacts) -> Words:
    told: dict[str, Fact] = {"anggaran": Words(f"rtl.tombol.{data.budget_said}")}
    told |= {"mitra": data.partners or Words("tombol.tidak_ada")}
    return Words(said.key, {**_listed(data, said, facts).args, **told})


def _names(codes: Sequence[str], facts: DialogFacts) -> str:
    return ", ".join(one.name for one in facts.agency.bidang if one.code in codes)


def _labels(ticks: Sequence[Triwulan]) -> str:
    return ", ".join(one.label for one in ticks)


# -- the effects of answers ----------------------------------------------------------------------


def _take(
    step: str, data: NewItemData, given: Given, facts: DialogFacts
) -> AnswerTaken[NewItemData] | AnswerRefused:
    if step in TYPED and isinstance(given, Typed):
        return AnswerTaken(_written(step, data, given.text))
    if step == NewItemStep.SCHEDULE:
        return _ticked(data, given, facts)
    if not isinstance(given, Picked):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    match step:
        case NewItemStep.BIDANG if given.code != ENOUGH:
            chosen = (*data.bidang, given.code)
            note = Words("rtl.baru.dipilih", {"pilihan": _names(chosen, facts)})
            return AnswerTaken(replace(data, bidang=chosen), at=NewItemStep.BIDANG, note=note)
        case NewItemStep.ANOTHER if given.code == MORE:
            return _another(data)
        case NewItemStep.HORIZON:
            return AnswerTaken(replace(data, horizon=cast("Horizon", given.code)))
        case NewItemStep.BUDGET:
            return AnswerTaken(replace(data, budget_said=given.code))
        case NewItemStep.PARTNERS:
            return AnswerTaken(replace(data, partners=""))
    return AnswerTaken(data)


def _written(step: str, data: NewItemData, text: str) -> NewItemData:
    match step:
        case NewItemStep.TOPIC:
            return replace(data, topic=text)
        case NewItemStep.SOURCE:
            return replace(data, source=text)
        case NewItemStep.REASON:
            return replace(data, reason=text)
        case NewItemStep.DESCRIPTION:
            return replace(data, description=text, bidang=(), schedule=())
    return replace(data, partners=text)


def _another(data: NewItemData) -> AnswerTaken[NewItemData] | AnswerRefused:
    every = data.every
    if len(every) >= MOST:
        return AnswerRefused(Words("rtl.baru.penuh", {"n": MOST}))
    rest = replace(data, kegiatan=every, description="", bidang=(), schedule=())
    return AnswerTaken(rest, at=NewItemStep.DESCRIPTION)


def _ticked(
    data: NewItemData, given: Given, facts: DialogFacts
) -> AnswerTaken[NewItemData] | AnswerRefused:
    """Take one triwulan after the other, each with its year, until "cukup"."""
    if isinstance(given, Picked) and given.code == ENOUGH:
        return AnswerTaken(data)
    try:
        tick = triwulan.parse(
            given.code if isinstance(given, Picked) else getattr(given, "text", "")
        )
    except InputError:
        return AnswerRefused(Words("rtl.belum.target_salah"))
    if tick < triwulan.of(facts.today):
        return AnswerRefused(
            Words("rtl.baru.jadwal_lalu", {"dari": triwulan.of(facts.today).label})
        )
    ticks = tuple(sorted({*data.schedule, tick}))
    note = Words("rtl.baru.dipilih", {"pilihan": _labels(ticks)})
    return AnswerTaken(replace(data, schedule=ticks), at=NewItemStep.SCHEDULE, note=note)


def _done(data: NewItemData, _facts: DialogFacts) -> NewItem:
    return NewItem(
        data.unit,
        data.periode,
        data.unsur,
        data.topic,
        data.source,
        data.reason,
        data.every,
        needed(data.horizon),
        data.budget_said == YES,
        data.partners,
    )


DIALOG = Dialog(NewItemData, _route, _ask, _take, _done)
