"""`rtl ubah`: an item as it stands, one part changed after the other, kept at the end.

The first screen shows it whole; from there a path leads to one part and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, DialogData, Picked, Typed
from core.errors import InputError
from core.language.catalogue import Words
from core.language.option import Option
from core.language.shortening import cut
from core.periods import triwulan
from core.periods.triwulan import Triwulan
from core.rtl.changes import Sebab
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
    APA = "apa"  # the whole item
    BAGIAN = "bagian"  # one kegiatan
    URAIAN = "uraian"
    BIDANG = "bidang"
    JADWAL = "jadwal"
    HORIZON = "horizon"
    ANGGARAN = "anggaran"
    MITRA = "mitra"


NEW = (ChangeStep.URAIAN, ChangeStep.BIDANG, ChangeStep.JADWAL)  # what a new kegiatan is asked for
PARTS = (ChangeStep.HORIZON, ChangeStep.ANGGARAN, ChangeStep.MITRA)


@dataclass(frozen=True, slots=True)
class KegiatanDraft:
    """A kegiatan as it is being changed."""

    id: int = 0  # 0: a new one
    nomor: str = ""
    uraian: str = ""
    bidang: tuple[str, ...] = ()
    jadwal: tuple[Triwulan, ...] = ()
    tetap: Mapping[Triwulan, Sebab] = field(default_factory=dict)  # ticks that stay, and why
    lepas: bool = False  # it may be taken out


@dataclass(frozen=True, slots=True)
class ChangeData(DialogData):
    flow = "ubah"
    keeps = frozenset(
        {"rtl", "sidik", "periode", "nomor", "tentang", "kegiatan", "horizon", "anggaran", "mitra"}
    )

    rtl: int
    sidik: str  # of the item as it was when the dialogue began
    periode: str
    nomor: int
    tentang: str
    kegiatan: tuple[KegiatanDraft, ...]
    horizon: Horizon | None
    anggaran: bool
    mitra: str
    pilih: int = 0  # the place of the kegiatan in hand; behind the last: a new one
    kini: KegiatanDraft = KegiatanDraft()  # the kegiatan in hand
    jalan: tuple[ChangeStep, ...] = ()  # the steps from the whole to one part
    berubah: bool = False


@dataclass(frozen=True, slots=True)
class KegiatanChange:
    rtl: int
    sidik: str
    kegiatan: tuple[KegiatanDraft, ...]
    horizon: Horizon | None
    anggaran: bool
    mitra: str


def _route(data: ChangeData, _facts: DialogFacts) -> tuple[ChangeStep, ...]:
    return (ChangeStep.APA, *data.jalan)


# -- what is asked -------------------------------------------------------------------------------


def _ask(step: str, data: ChangeData, facts: DialogFacts) -> Ask:
    match step:
        case ChangeStep.APA:
            return _whole(data, facts)
        case ChangeStep.BAGIAN:
            codes = (*NEW, *((REMOVE,) if data.kini.lepas else ()), BACK)
            return Ask(_told(data.kini, facts), _buttons(*codes))
        case ChangeStep.BIDANG:
            known = {one.kode: one.nama for one in facts.agency.bidang}
            every = known | {code: code for code in data.kini.bidang if code not in known}
            return Ask(Words("rtl.baru.bidang"), _marked(every, data.kini.bidang))
        case ChangeStep.JADWAL:
            return Ask(Words("rtl.ubah.jadwal"), _ticks(data.kini.jadwal, facts), ketik=True)
        case ChangeStep.HORIZON:
            named = [Option(one, Words(f"rtl.horizon.{one}")) for one in HORIZONS]
            return Ask(Words("rtl.baru.horizon"), tuple(named))
        case ChangeStep.ANGGARAN:
            named = [Option(one, Words(f"rtl.tombol.{one}")) for one in YES_NO]
            return Ask(Words("rtl.baru.anggaran"), tuple(named))
        case ChangeStep.MITRA:
            nobody = Option("tidak_ada", Words("tombol.tidak_ada"), also="juga.tidak_ada")
            return Ask(Words("rtl.baru.mitra"), (nobody,), ketik=True)
    return Ask(Words("rtl.baru.uraian"), ketik=True)


def _buttons(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, Words(f"rtl.ubah.tombol_{code}")) for code in codes)


def _whole(data: ChangeData, facts: DialogFacts) -> Ask:
    rows = "\n".join(_told(one, facts) for one in data.kegiatan) or "–"
    said = Words(
        "rtl.ubah.apa",
        {
            "periode": data.periode,
            "nomor": data.nomor,
            "tentang": data.tentang,
            "kegiatan": rows,
            "horizon": Words(f"rtl.horizon.{data.horizon}") if data.horizon else None,
            "anggaran": Words(f"rtl.tombol.{YES_NO[not data.anggaran]}"),
            "mitra": data.mitra or Words("tombol.tidak_ada"),
        },
    )
    each = [
        Option(f"k{n}", f"{one.nomor} {cut(one.uraian, LETTERS)}".strip())
        for n, one in enumerate(data.kegiatan)
    ]
    save = Option(SAVE, Words("rtl.ubah.tombol_simpan"), also="juga.kirim")
    return Ask(said, (*each, *_buttons(ADD, *PARTS), *((save,) if data.berubah else ())))


def _told(one: KegiatanDraft, facts: DialogFacts) -> str:
    named = {row.kode: row.nama for row in facts.agency.bidang}
    bidang = ", ".join(named.get(code, code) for code in one.bidang)
    ticks = ", ".join(tick.label for tick in one.jadwal)
    when = ticks or facts.texts.say(facts.bahasa, Words("rtl.keadaan.belum_dijadwalkan"))
    return f"{one.nomor} {one.uraian} ({bidang}; {when})".strip()


def _ticks(chosen: Collection[Triwulan], facts: DialogFacts) -> tuple[Option, ...]:
    every = sorted({*triwulan.upcoming(facts.hari, AHEAD), *chosen})
    return _marked({one.kode: one.label for one in every}, [one.kode for one in chosen])


def _marked(named: Mapping[str, str], chosen: Collection[str]) -> tuple[Option, ...]:
    """Pressing one that is chosen takes it out again."""
    each = [
        Option(code, Words("rtl.ubah.terpilih", {"nama": name}) if code in chosen else name)
        for code, name in named.items()
    ]
    enough = Option(ENOUGH, Words("rtl.tombol.cukup"), also="juga.cukup")
    return (*each, *((enough,) if chosen else ()))


# -- what an answer does -------------------------------------------------------------------------

Changed = AnswerTaken[ChangeData]


def _take(step: str, data: ChangeData, given: Given, facts: DialogFacts) -> Changed | AnswerRefused:
    if step == ChangeStep.JADWAL:
        return _scheduled(data, given, facts)
    if isinstance(given, Typed) and step == ChangeStep.MITRA:
        return _kept(data, replace(data, mitra=given.text))
    if isinstance(given, Typed) and step == ChangeStep.URAIAN:
        return _part(ChangeStep.URAIAN, data, replace(data.kini, uraian=given.text))
    if not isinstance(given, Picked):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    match step:
        case ChangeStep.APA:
            return _from_whole(data, given.code)
        case ChangeStep.BAGIAN:
            return _from_part(data, given.code)
        case ChangeStep.BIDANG:
            return _answering(data, given.code)
        case ChangeStep.ANGGARAN:
            return _kept(data, replace(data, anggaran=given.code == YES_NO[0]))
        case ChangeStep.MITRA:
            return _kept(data, replace(data, mitra=""))
    return _kept(data, replace(data, horizon=cast("Horizon", given.code)))


def _from_whole(data: ChangeData, code: str) -> Changed | AnswerRefused:
    if code == SAVE:
        return AnswerTaken(replace(data, jalan=()))
    if code in PARTS:
        return AnswerTaken(replace(data, jalan=(ChangeStep(code),)), at=code)
    count = len(data.kegiatan)
    if code != ADD:
        place = int(code.removeprefix("k"))
        chosen = data.kegiatan[place]
        return AnswerTaken(
            replace(data, pilih=place, kini=chosen, jalan=(ChangeStep.BAGIAN,)),
            at=ChangeStep.BAGIAN,
        )
    if count >= MOST:
        return AnswerRefused(Words("rtl.baru.penuh", {"n": MOST}))
    empty = KegiatanDraft(lepas=True)
    return AnswerTaken(replace(data, pilih=count, kini=empty, jalan=NEW), at=NEW[0])


def _from_part(data: ChangeData, code: str) -> Changed:
    if code == REMOVE:
        rest = tuple(one for n, one in enumerate(data.kegiatan) if n != data.pilih)
        return _kept(data, replace(data, kegiatan=rest))
    if code == BACK:
        return AnswerTaken(replace(data, jalan=()), at=ChangeStep.APA)
    return AnswerTaken(replace(data, jalan=(ChangeStep.BAGIAN, ChangeStep(code))), at=code)


def _answering(data: ChangeData, code: str) -> Changed:
    chosen = data.kini.bidang
    if code == ENOUGH:
        return _part(ChangeStep.BIDANG, data, data.kini)
    without = tuple(one for one in chosen if one != code)
    kini = replace(data.kini, bidang=without if code in chosen else (*chosen, code))
    return AnswerTaken(replace(data, kini=kini), at=ChangeStep.BIDANG)


def _scheduled(data: ChangeData, given: Given, facts: DialogFacts) -> Changed | AnswerRefused:
    if isinstance(given, Picked) and given.code == ENOUGH:
        return _part(ChangeStep.JADWAL, data, data.kini)
    said = given.code if isinstance(given, Picked) else getattr(given, "text", "")
    try:
        tick = triwulan.parse(said)
    except InputError:
        return AnswerRefused(Words("rtl.belum.target_salah"))
    if why := data.kini.tetap.get(tick):
        return AnswerRefused(Words(f"rtl.ubah.tetap_{why}", {"triwulan": tick.label}))
    before = (one.jadwal for one in data.kegiatan if one.id and one.id == data.kini.id)
    if tick < triwulan.of(facts.hari) and tick not in {*data.kini.jadwal, *next(before, ())}:
        return AnswerRefused(Words("rtl.baru.jadwal_lalu", {"dari": triwulan.of(facts.hari).label}))
    kini = replace(data.kini, jadwal=tuple(sorted({*data.kini.jadwal} ^ {tick})))
    return AnswerTaken(replace(data, kini=kini), at=ChangeStep.JADWAL)


def _part(step: ChangeStep, data: ChangeData, kini: KegiatanDraft) -> Changed:
    """One part of the kegiatan in hand was told; a new one goes on to its next part."""
    following = data.jalan[data.jalan.index(step) + 1 :]
    if following:
        return AnswerTaken(replace(data, kini=kini), at=following[0])
    every = (*data.kegiatan[: data.pilih], kini, *data.kegiatan[data.pilih + 1 :])
    return _kept(data, replace(data, kegiatan=every))


def _kept(before: ChangeData, after: ChangeData) -> Changed:
    """Back to the whole; nothing is stored before Simpan."""
    moved = before.berubah or after != before
    return AnswerTaken(replace(after, jalan=(), berubah=moved), at=ChangeStep.APA)


def _done(data: ChangeData, _facts: DialogFacts) -> KegiatanChange:
    return KegiatanChange(
        data.rtl, data.sidik, data.kegiatan, data.horizon, data.anggaran, data.mitra
    )


DIALOG = Dialog(ChangeData, _route, _ask, _take, _done)
