"""`rtl baru`: an item for one unsur, with one or more kegiatan, each with bidang and triwulan.

Against the ranking it needs a written reason; outside the nine unsur, what it is about and whence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, Picked, Typed
from core.errors import InputError
from core.language.catalogue import Words
from core.language.option import Option
from core.periods import triwulan
from core.rtl.plan import HORIZONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.dialog.values import Data, DialogFacts, Given
    from core.language.catalogue import Fact

MOST = 10  # kegiatan of an item
AHEAD = 8  # triwulan that are offered
PARTS = ("uraian", "bidang", "jadwal")  # of the kegiatan that is being told
TYPED = ("tentang", "sumber", "alasan", "uraian", "mitra")
KEPT = frozenset({"unit", "periode", "unsur", "beralasan"})


@dataclass(frozen=True, slots=True)
class Baru:
    unit: str
    periode: str
    unsur: str | None
    tentang: str | None  # outside the nine: what it is about
    sumber: str | None
    alasan: str | None
    kegiatan: tuple[Mapping[str, Any], ...]  # {"uraian", "bidang": […], "jadwal": ["2025-TW1"]}
    horizon: str
    anggaran: bool
    mitra: str  # another agency that is needed; "" when none is


def _route(data: Data, _facts: DialogFacts) -> tuple[str, ...]:
    outside = ("tentang", "sumber") if data.get("unsur") is None else ()
    reason = ("alasan",) if data.get("beralasan") else ()
    rest = ("uraian", "bidang", "jadwal", "lagi", "horizon", "anggaran", "mitra", "periksa")
    return (*outside, *reason, *rest)


# -- what is asked -------------------------------------------------------------------------------


def _ask(step: str, data: Data, facts: DialogFacts) -> Ask:
    said = Words(f"rtl.baru.{step}")
    match step:
        case "bidang":
            left = [one for one in facts.agency.bidang if one.kode not in data.get("bidang", ())]
            return Ask(said, (*(Option(one.kode, one.nama) for one in left), *_enough(data, step)))
        case "jadwal":
            coming = [
                t for t in triwulan.upcoming(facts.hari, AHEAD) if t.kode not in data.get(step, ())
            ]
            ticks = tuple(Option(one.kode, one.label) for one in coming)
            return Ask(said, (*ticks, *_enough(data, step)), ketik=True)
        case "horizon":
            return Ask(said, tuple(Option(one, Words(f"rtl.horizon.{one}")) for one in HORIZONS))
        case "mitra":
            nobody = Option("tidak_ada", Words("tombol.tidak_ada"), also="juga.tidak_ada")
            return Ask(said, (nobody,), ketik=True)
        case "lagi" | "anggaran" | "periksa":
            codes = {"lagi": ("cukup", "tambah"), "anggaran": ("ya", "tidak")}
            named = [Option(code, Words(f"rtl.tombol.{code}")) for code in codes.get(step, ())]
            kirim = Option("kirim", Words("tombol.kirim"), also="juga.kirim")
            return Ask(_summary(data, said, step, facts), tuple(named) or (kirim,))
    return Ask(said, ketik=True)


def _enough(data: Data, step: str) -> tuple[Option, ...]:
    return (
        (Option("cukup", Words("rtl.tombol.cukup"), also="juga.cukup"),) if data.get(step) else ()
    )


def _summary(data: Data, said: Words, step: str, facts: DialogFacts) -> Words:
    if step == "anggaran":
        return said
    rows = "\n".join(
        f"{number}. {one['uraian']} ({_names(one['bidang'], facts)}; {_labels(one['jadwal'])})"
        for number, one in enumerate(_every(data), start=1)
    )
    told: dict[str, Fact] = {"kegiatan": rows, "periode": data["periode"]}
    if step == "periksa":
        told |= {"anggaran": Words(f"rtl.tombol.{data['anggaran']}")}
        told |= {"mitra": data["mitra"] or Words("tombol.tidak_ada")}
    return Words(said.key, told)


def _every(data: Data) -> list[Mapping[str, Any]]:
    """The kegiatan told before, and the one in hand."""
    return [*data.get("kegiatan", ()), {name: data[name] for name in PARTS}]


def _names(kodes: Sequence[str], facts: DialogFacts) -> str:
    return ", ".join(one.nama for one in facts.agency.bidang if one.kode in kodes)


def _labels(kodes: Sequence[str]) -> str:
    return ", ".join(triwulan.parse(one).label for one in kodes)


# -- what an answer does -------------------------------------------------------------------------


def _take(step: str, data: Data, given: Given, facts: DialogFacts) -> AnswerTaken | AnswerRefused:
    if step in TYPED and isinstance(given, Typed):
        left = {key: value for key, value in data.items() if step != "uraian" or key not in PARTS}
        return AnswerTaken({**left, step: given.text})
    if step == "jadwal":
        return _ticked(data, given, facts)
    if not isinstance(given, Picked):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    match step:
        case "bidang" if given.code != "cukup":
            chosen = [*data.get("bidang", ()), given.code]
            note = Words("rtl.baru.dipilih", {"pilihan": _names(chosen, facts)})
            return AnswerTaken({**data, "bidang": chosen}, at="bidang", note=note)
        case "lagi" if given.code == "tambah":
            return _another(data)
        case "horizon" | "anggaran":
            return AnswerTaken({**data, step: given.code})
        case "mitra":
            return AnswerTaken({**data, step: ""})
    return AnswerTaken(data)


def _another(data: Data) -> AnswerTaken | AnswerRefused:
    every = _every(data)
    if len(every) >= MOST:
        return AnswerRefused(Words("rtl.baru.penuh", {"n": MOST}))
    rest = {key: value for key, value in data.items() if key not in PARTS}
    return AnswerTaken({**rest, "kegiatan": every}, at="uraian")


def _ticked(data: Data, given: Given, facts: DialogFacts) -> AnswerTaken | AnswerRefused:
    """One triwulan after the other, each with its year; then the kegiatan is complete."""
    if isinstance(given, Picked) and given.code == "cukup":
        return AnswerTaken(data)
    try:
        tick = triwulan.parse(
            given.code if isinstance(given, Picked) else getattr(given, "text", "")
        )
    except InputError:
        return AnswerRefused(Words("rtl.belum.target_salah"))
    if tick < triwulan.of(facts.hari):
        return AnswerRefused(Words("rtl.baru.jadwal_lalu", {"dari": triwulan.of(facts.hari).label}))
    ticks = sorted({*data.get("jadwal", ()), tick.kode})
    note = Words("rtl.baru.dipilih", {"pilihan": _labels(ticks)})
    return AnswerTaken({**data, "jadwal": ticks}, at="jadwal", note=note)


def _done(data: Data, _facts: DialogFacts) -> Baru:
    return Baru(
        data["unit"],
        data["periode"],
        data.get("unsur"),
        data.get("tentang"),
        data.get("sumber"),
        data.get("alasan"),
        tuple(_every(data)),
        data["horizon"],
        data["anggaran"] == "ya",
        data["mitra"],
    )


DIALOG = Dialog("baru", 2, _route, _ask, _take, _done, KEPT)
