"""`rtl baru`: an item for one unsur, with one or more kegiatan, each with bidang and triwulan.

Against the ranking it needs a written reason; outside the nine unsur, what it is about and whence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, cast

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
    TENTANG = "tentang"
    SUMBER = "sumber"
    ALASAN = "alasan"
    URAIAN = "uraian"
    BIDANG = "bidang"
    JADWAL = "jadwal"
    LAGI = "lagi"
    HORIZON = "horizon"
    ANGGARAN = "anggaran"
    MITRA = "mitra"
    PERIKSA = "periksa"


OUTSIDE = (NewItemStep.TENTANG, NewItemStep.SUMBER)
TYPED = frozenset({*OUTSIDE, NewItemStep.ALASAN, NewItemStep.URAIAN, NewItemStep.MITRA})
ALWAYS = tuple(one for one in NewItemStep if one not in (*OUTSIDE, NewItemStep.ALASAN))


@dataclass(frozen=True, slots=True)
class PlannedKegiatan:
    uraian: str
    bidang: tuple[str, ...]
    jadwal: tuple[Triwulan, ...]


@dataclass(frozen=True, slots=True)
class NewItemData(DialogData):
    flow = "baru"
    version = 2
    keeps = frozenset({"unit", "periode", "unsur", "beralasan"})

    unit: str
    periode: str
    unsur: str | None = None
    beralasan: bool = False  # whether a reason is asked for
    tentang: str | None = None
    sumber: str | None = None
    alasan: str | None = None
    kegiatan: tuple[PlannedKegiatan, ...] = ()  # all but the one in hand
    uraian: str = ""  # of the kegiatan in hand; so are the next two
    bidang: tuple[str, ...] = ()
    jadwal: tuple[Triwulan, ...] = ()
    horizon: Horizon | None = None
    anggaran: str = ""  # YES or NO
    mitra: str = ""

    @property
    def every(self) -> tuple[PlannedKegiatan, ...]:
        """The kegiatan told before, and the one in hand."""
        return (*self.kegiatan, PlannedKegiatan(self.uraian, self.bidang, self.jadwal))


@dataclass(frozen=True, slots=True)
class Baru:
    unit: str
    periode: str
    unsur: str | None
    tentang: str | None  # outside the nine: what it is about
    sumber: str | None
    alasan: str | None
    kegiatan: tuple[PlannedKegiatan, ...]
    horizon: Horizon
    anggaran: bool
    mitra: str  # another agency that is needed; "" when none is


def _route(data: NewItemData, _facts: DialogFacts) -> tuple[NewItemStep, ...]:
    outside = OUTSIDE if data.unsur is None else ()
    reason = (NewItemStep.ALASAN,) if data.beralasan else ()
    return (*outside, *reason, *ALWAYS)


# -- what is asked -------------------------------------------------------------------------------


def _ask(step: str, data: NewItemData, facts: DialogFacts) -> Ask:
    said = Words(f"rtl.baru.{step}")
    match step:
        case NewItemStep.BIDANG:
            left = [one for one in facts.agency.bidang if one.kode not in data.bidang]
            named = (Option(one.kode, one.nama) for one in left)
            return Ask(said, (*named, *_enough(chosen=bool(data.bidang))))
        case NewItemStep.JADWAL:
            coming = [t for t in triwulan.upcoming(facts.hari, AHEAD) if t not in data.jadwal]
            ticks = (Option(one.kode, one.label) for one in coming)
            return Ask(said, (*ticks, *_enough(chosen=bool(data.jadwal))), ketik=True)
        case NewItemStep.HORIZON:
            return Ask(said, tuple(Option(one, Words(f"rtl.horizon.{one}")) for one in HORIZONS))
        case NewItemStep.MITRA:
            nobody = Option("tidak_ada", Words("tombol.tidak_ada"), also="juga.tidak_ada")
            return Ask(said, (nobody,), ketik=True)
        case NewItemStep.LAGI:
            return Ask(_listed(data, said, facts), _named(ENOUGH, MORE))
        case NewItemStep.ANGGARAN:
            return Ask(said, _named(YES, NO))
        case NewItemStep.PERIKSA:
            kirim = Option("kirim", Words("tombol.kirim"), also="juga.kirim")
            return Ask(_summary(data, said, facts), (kirim,))
    return Ask(said, ketik=True)


def _named(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, Words(f"rtl.tombol.{code}")) for code in codes)


def _enough(*, chosen: bool) -> tuple[Option, ...]:
    return (Option(ENOUGH, Words("rtl.tombol.cukup"), also="juga.cukup"),) if chosen else ()


def _listed(data: NewItemData, said: Words, facts: DialogFacts) -> Words:
    rows = "\n".join(
        f"{number}. {one.uraian} ({_names(one.bidang, facts)}; {_labels(one.jadwal)})"
        for number, one in enumerate(data.every, start=1)
    )
    return Words(said.key, {"kegiatan": rows, "periode": data.periode})


def _summary(data: NewItemData, said: Words, facts: DialogFacts) -> Words:
    told: dict[str, Fact] = {"anggaran": Words(f"rtl.tombol.{data.anggaran}")}
    told |= {"mitra": data.mitra or Words("tombol.tidak_ada")}
    return Words(said.key, {**_listed(data, said, facts).args, **told})


def _names(kodes: Sequence[str], facts: DialogFacts) -> str:
    return ", ".join(one.nama for one in facts.agency.bidang if one.kode in kodes)


def _labels(ticks: Sequence[Triwulan]) -> str:
    return ", ".join(one.label for one in ticks)


# -- what an answer does -------------------------------------------------------------------------


def _take(
    step: str, data: NewItemData, given: Given, facts: DialogFacts
) -> AnswerTaken[NewItemData] | AnswerRefused:
    if step in TYPED and isinstance(given, Typed):
        return AnswerTaken(_written(step, data, given.text))
    if step == NewItemStep.JADWAL:
        return _ticked(data, given, facts)
    if not isinstance(given, Picked):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    match step:
        case NewItemStep.BIDANG if given.code != ENOUGH:
            chosen = (*data.bidang, given.code)
            note = Words("rtl.baru.dipilih", {"pilihan": _names(chosen, facts)})
            return AnswerTaken(replace(data, bidang=chosen), at=NewItemStep.BIDANG, note=note)
        case NewItemStep.LAGI if given.code == MORE:
            return _another(data)
        case NewItemStep.HORIZON:
            return AnswerTaken(replace(data, horizon=cast("Horizon", given.code)))
        case NewItemStep.ANGGARAN:
            return AnswerTaken(replace(data, anggaran=given.code))
        case NewItemStep.MITRA:
            return AnswerTaken(replace(data, mitra=""))
    return AnswerTaken(data)


def _written(step: str, data: NewItemData, text: str) -> NewItemData:
    match step:
        case NewItemStep.TENTANG:
            return replace(data, tentang=text)
        case NewItemStep.SUMBER:
            return replace(data, sumber=text)
        case NewItemStep.ALASAN:
            return replace(data, alasan=text)
        case NewItemStep.URAIAN:
            return replace(data, uraian=text, bidang=(), jadwal=())
    return replace(data, mitra=text)


def _another(data: NewItemData) -> AnswerTaken[NewItemData] | AnswerRefused:
    every = data.every
    if len(every) >= MOST:
        return AnswerRefused(Words("rtl.baru.penuh", {"n": MOST}))
    rest = replace(data, kegiatan=every, uraian="", bidang=(), jadwal=())
    return AnswerTaken(rest, at=NewItemStep.URAIAN)


def _ticked(
    data: NewItemData, given: Given, facts: DialogFacts
) -> AnswerTaken[NewItemData] | AnswerRefused:
    """One triwulan after the other, each with its year; then the kegiatan is complete."""
    if isinstance(given, Picked) and given.code == ENOUGH:
        return AnswerTaken(data)
    try:
        tick = triwulan.parse(
            given.code if isinstance(given, Picked) else getattr(given, "text", "")
        )
    except InputError:
        return AnswerRefused(Words("rtl.belum.target_salah"))
    if tick < triwulan.of(facts.hari):
        return AnswerRefused(Words("rtl.baru.jadwal_lalu", {"dari": triwulan.of(facts.hari).label}))
    ticks = tuple(sorted({*data.jadwal, tick}))
    note = Words("rtl.baru.dipilih", {"pilihan": _labels(ticks)})
    return AnswerTaken(replace(data, jadwal=ticks), at=NewItemStep.JADWAL, note=note)


def _done(data: NewItemData, _facts: DialogFacts) -> Baru:
    return Baru(
        data.unit,
        data.periode,
        data.unsur,
        data.tentang,
        data.sumber,
        data.alasan,
        data.every,
        needed(data.horizon),
        data.anggaran == YES,
        data.mitra,
    )


DIALOG = Dialog(NewItemData, _route, _ask, _take, _done)
