"""The dialogue of `rtl ubah`: an admin changes the parts of an item one after the other.

The first screen shows the whole item; from there a path of steps leads to one part and back.
Nothing is stored before the button Simpan: then `bot.desk.staff.rtl.change` stores the
`ItemChange`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, cast

from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, DialogData, Picked, Typed
from core.errors import InputError
from core.language.catalogue import Words
from core.language.option import Option
from core.language.shortening import cut
from core.messaging.stored_value import StoredAs
from core.periods import triwulan
from core.periods.triwulan import Triwulan
from core.rtl.changes import LockReason
from core.rtl.plan import HORIZONS, Horizon

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.dialog.values import DialogFacts, Given

AHEAD = 8  # triwulan that are offered
MOST = 10  # kegiatan of an item
LETTERS = 22  # of a kegiatan on a button
YES_NO = ("ya", "tidak")
ADD, SAVE, REMOVE, BACK, ENOUGH = "tambah", "simpan", "hapus", "kembali", "cukup"  # codes


class ChangeStep(StrEnum):
    """The screens of the dialogue; a value is also the code of the button that leads to it."""

    WHAT = "apa"  # the whole item
    PART = "bagian"  # one kegiatan
    DESCRIPTION = "uraian"
    BIDANG = "bidang"
    SCHEDULE = "jadwal"
    HORIZON = "horizon"
    BUDGET = "anggaran"
    PARTNERS = "mitra"


# The steps of a new kegiatan.
NEW = (
    ChangeStep.DESCRIPTION,
    ChangeStep.BIDANG,
    ChangeStep.SCHEDULE,
)
PARTS = (ChangeStep.HORIZON, ChangeStep.BUDGET, ChangeStep.PARTNERS)


@dataclass(frozen=True, slots=True)
class KegiatanDraft:
    """A kegiatan while it is being changed."""

    id: int = 0  # 0: a new one
    number: Annotated[str, StoredAs("nomor")] = ""
    description: Annotated[str, StoredAs("uraian")] = ""
    bidang: tuple[str, ...] = ()
    schedule: Annotated[tuple[Triwulan, ...], StoredAs("jadwal")] = ()
    # The triwulan that must stay in the schedule, each with the reason.
    locked: Annotated[Mapping[Triwulan, LockReason], StoredAs("tetap")] = field(
        default_factory=dict
    )
    removable: Annotated[bool, StoredAs("lepas")] = False  # it may be deleted


@dataclass(frozen=True, slots=True)
class ChangeData(DialogData):
    """The item with all changes so far, and the place of the admin in it."""

    flow = "ubah"
    keeps = frozenset(
        {"rtl", "sidik", "periode", "nomor", "tentang", "kegiatan", "horizon", "anggaran", "mitra"}
    )

    rtl: int  # id of the item
    # Of the item when the dialogue began: another change in between is noticed by it.
    fingerprint: Annotated[str, StoredAs("sidik")]
    periode: str
    number: Annotated[int, StoredAs("nomor")]
    topic: Annotated[str, StoredAs("tentang")]  # in words
    kegiatan: tuple[KegiatanDraft, ...]
    horizon: Horizon | None
    needs_budget: Annotated[bool, StoredAs("anggaran")]
    partners: Annotated[str, StoredAs("mitra")]
    # Index of the open kegiatan in `kegiatan`; the length of `kegiatan`: a new one.
    chosen: Annotated[int, StoredAs("pilih")] = 0
    current: Annotated[KegiatanDraft, StoredAs("kini")] = KegiatanDraft()  # the open kegiatan
    # The steps from the whole item to one part.
    path: Annotated[tuple[ChangeStep, ...], StoredAs("jalan")] = ()
    changed: Annotated[bool, StoredAs("berubah")] = False


@dataclass(frozen=True, slots=True)
class ItemChange:
    """The result: the item with all its parts as they shall be stored."""

    rtl: int  # id of the item
    fingerprint: str
    kegiatan: tuple[KegiatanDraft, ...]
    horizon: Horizon | None
    needs_budget: bool
    partners: str


def _route(data: ChangeData, _facts: DialogFacts) -> tuple[ChangeStep, ...]:
    return (ChangeStep.WHAT, *data.path)


# -- the questions -------------------------------------------------------------------------------


def _ask(step: str, data: ChangeData, facts: DialogFacts) -> Ask:
    match step:
        case ChangeStep.WHAT:
            return _whole(data, facts)
        case ChangeStep.PART:
            codes = (*NEW, *((REMOVE,) if data.current.removable else ()), BACK)
            return Ask(_told(data.current, facts), _buttons(*codes))
        case ChangeStep.BIDANG:
            known = {one.code: one.name for one in facts.agency.bidang}
            every = known | {code: code for code in data.current.bidang if code not in known}
            return Ask(Words("rtl.baru.bidang"), _marked(every, data.current.bidang))
        case ChangeStep.SCHEDULE:
            return Ask(
                Words("rtl.ubah.jadwal"), _ticks(data.current.schedule, facts), takes_text=True
            )
        case ChangeStep.HORIZON:
            named = [Option(one, Words(f"rtl.horizon.{one}")) for one in HORIZONS]
            return Ask(Words("rtl.baru.horizon"), tuple(named))
        case ChangeStep.BUDGET:
            named = [Option(one, Words(f"rtl.tombol.{one}")) for one in YES_NO]
            return Ask(Words("rtl.baru.anggaran"), tuple(named))
        case ChangeStep.PARTNERS:
            nobody = Option("tidak_ada", Words("tombol.tidak_ada"), also="juga.tidak_ada")
            return Ask(Words("rtl.baru.mitra"), (nobody,), takes_text=True)
    return Ask(Words("rtl.baru.uraian"), takes_text=True)


def _buttons(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, Words(f"rtl.ubah.tombol_{code}")) for code in codes)


def _whole(data: ChangeData, facts: DialogFacts) -> Ask:
    rows = "\n".join(_told(one, facts) for one in data.kegiatan) or "–"
    said = Words(
        "rtl.ubah.apa",
        {
            "periode": data.periode,
            "nomor": data.number,
            "tentang": data.topic,
            "kegiatan": rows,
            "horizon": Words(f"rtl.horizon.{data.horizon}") if data.horizon else None,
            "anggaran": Words(f"rtl.tombol.{YES_NO[not data.needs_budget]}"),
            "mitra": data.partners or Words("tombol.tidak_ada"),
        },
    )
    each = [
        Option(f"k{n}", f"{one.number} {cut(one.description, LETTERS)}".strip())
        for n, one in enumerate(data.kegiatan)
    ]
    save = Option(SAVE, Words("rtl.ubah.tombol_simpan"), also="juga.kirim")
    return Ask(said, (*each, *_buttons(ADD, *PARTS), *((save,) if data.changed else ())))


def _told(one: KegiatanDraft, facts: DialogFacts) -> str:
    named = {row.code: row.name for row in facts.agency.bidang}
    bidang = ", ".join(named.get(code, code) for code in one.bidang)
    ticks = ", ".join(tick.label for tick in one.schedule)
    when = ticks or facts.texts.say(facts.language, Words("rtl.keadaan.belum_dijadwalkan"))
    return f"{one.number} {one.description} ({bidang}; {when})".strip()


def _ticks(chosen: Collection[Triwulan], facts: DialogFacts) -> tuple[Option, ...]:
    every = sorted({*triwulan.upcoming(facts.today, AHEAD), *chosen})
    return _marked({one.code: one.label for one in every}, [one.code for one in chosen])


def _marked(named: Mapping[str, str], chosen: Collection[str]) -> tuple[Option, ...]:
    """Options with a mark on the chosen ones; a press of a chosen option takes it out again."""
    each = [
        Option(code, Words("rtl.ubah.terpilih", {"nama": name}) if code in chosen else name)
        for code, name in named.items()
    ]
    enough = Option(ENOUGH, Words("rtl.tombol.cukup"), also="juga.cukup")
    return (*each, *((enough,) if chosen else ()))


# -- the effects of answers ----------------------------------------------------------------------

Changed = AnswerTaken[ChangeData]


def _take(step: str, data: ChangeData, given: Given, facts: DialogFacts) -> Changed | AnswerRefused:
    if step == ChangeStep.SCHEDULE:
        return _scheduled(data, given, facts)
    if isinstance(given, Typed) and step == ChangeStep.PARTNERS:
        return _kept(data, replace(data, partners=given.text))
    if isinstance(given, Typed) and step == ChangeStep.DESCRIPTION:
        return _part(ChangeStep.DESCRIPTION, data, replace(data.current, description=given.text))
    if not isinstance(given, Picked):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    match step:
        case ChangeStep.WHAT:
            return _from_whole(data, given.code)
        case ChangeStep.PART:
            return _from_part(data, given.code)
        case ChangeStep.BIDANG:
            return _answering(data, given.code)
        case ChangeStep.BUDGET:
            return _kept(data, replace(data, needs_budget=given.code == YES_NO[0]))
        case ChangeStep.PARTNERS:
            return _kept(data, replace(data, partners=""))
    return _kept(data, replace(data, horizon=cast("Horizon", given.code)))


def _from_whole(data: ChangeData, code: str) -> Changed | AnswerRefused:
    if code == SAVE:
        return AnswerTaken(replace(data, path=()))
    if code in PARTS:
        return AnswerTaken(replace(data, path=(ChangeStep(code),)), at=code)
    count = len(data.kegiatan)
    if code != ADD:
        place = int(code.removeprefix("k"))
        chosen = data.kegiatan[place]
        return AnswerTaken(
            replace(data, chosen=place, current=chosen, path=(ChangeStep.PART,)),
            at=ChangeStep.PART,
        )
    if count >= MOST:
        return AnswerRefused(Words("rtl.baru.penuh", {"n": MOST}))
    empty = KegiatanDraft(removable=True)
    return AnswerTaken(replace(data, chosen=count, current=empty, path=NEW), at=NEW[0])


def _from_part(data: ChangeData, code: str) -> Changed:
    if code == REMOVE:
        rest = tuple(one for n, one in enumerate(data.kegiatan) if n != data.chosen)
        return _kept(data, replace(data, kegiatan=rest))
    if code == BACK:
        return AnswerTaken(replace(data, path=()), at=ChangeStep.WHAT)
    return AnswerTaken(replace(data, path=(ChangeStep.PART, ChangeStep(code))), at=code)


def _answering(data: ChangeData, code: str) -> Changed:
    chosen = data.current.bidang
    if code == ENOUGH:
        return _part(ChangeStep.BIDANG, data, data.current)
    without = tuple(one for one in chosen if one != code)
    current = replace(data.current, bidang=without if code in chosen else (*chosen, code))
    return AnswerTaken(replace(data, current=current), at=ChangeStep.BIDANG)


def _scheduled(data: ChangeData, given: Given, facts: DialogFacts) -> Changed | AnswerRefused:
    if isinstance(given, Picked) and given.code == ENOUGH:
        return _part(ChangeStep.SCHEDULE, data, data.current)
    said = given.code if isinstance(given, Picked) else getattr(given, "text", "")
    try:
        tick = triwulan.parse(said)
    except InputError:
        return AnswerRefused(Words("rtl.belum.target_salah"))
    if why := data.current.locked.get(tick):
        return AnswerRefused(Words(f"rtl.ubah.tetap_{why}", {"triwulan": tick.label}))
    before = (one.schedule for one in data.kegiatan if one.id and one.id == data.current.id)
    if tick < triwulan.of(facts.today) and tick not in {*data.current.schedule, *next(before, ())}:
        return AnswerRefused(
            Words("rtl.baru.jadwal_lalu", {"dari": triwulan.of(facts.today).label})
        )
    current = replace(data.current, schedule=tuple(sorted({*data.current.schedule} ^ {tick})))
    return AnswerTaken(replace(data, current=current), at=ChangeStep.SCHEDULE)


def _part(step: ChangeStep, data: ChangeData, current: KegiatanDraft) -> Changed:
    """Keep one part of the open kegiatan; a new kegiatan goes on to its next part."""
    following = data.path[data.path.index(step) + 1 :]
    if following:
        return AnswerTaken(replace(data, current=current), at=following[0])
    every = (*data.kegiatan[: data.chosen], current, *data.kegiatan[data.chosen + 1 :])
    return _kept(data, replace(data, kegiatan=every))


def _kept(before: ChangeData, after: ChangeData) -> Changed:
    """Go back to the whole item; nothing is stored before Simpan."""
    moved = before.changed or after != before
    return AnswerTaken(replace(after, path=(), changed=moved), at=ChangeStep.WHAT)


def _done(data: ChangeData, _facts: DialogFacts) -> ItemChange:
    return ItemChange(
        data.rtl, data.fingerprint, data.kegiatan, data.horizon, data.needs_budget, data.partners
    )


DIALOG = Dialog(ChangeData, _route, _ask, _take, _done)
