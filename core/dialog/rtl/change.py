"""`rtl ubah`: an item as it stands, one part changed after the other, kept at the end.

The first screen shows it whole; from there a path leads to one part and back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, Picked, Typed
from core.errors import InputError
from core.language.catalogue import Words
from core.language.option import Option
from core.language.shortening import cut
from core.periods import triwulan
from core.rtl.plan import HORIZONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.dialog.values import Data, DialogFacts, Given

AHEAD = 8  # triwulan that are offered
MOST = 10  # kegiatan of an item
LETTERS = 22  # of a kegiatan on a button
NEW = ("uraian", "bidang", "jadwal")  # what a new kegiatan is asked for
PARTS = ("horizon", "anggaran", "mitra")
YES_NO = ("ya", "tidak")


@dataclass(frozen=True, slots=True)
class KegiatanChange:
    rtl: int
    sidik: str  # of the item as it was when the dialogue began
    kegiatan: tuple[Mapping[str, Any], ...]  # {"id", "uraian", "bidang", "jadwal"}; id 0 is new
    horizon: str | None
    anggaran: bool
    mitra: str


def _route(data: Data, _facts: DialogFacts) -> tuple[str, ...]:
    return ("apa", *data.get("jalan", ()))


# -- what is asked -------------------------------------------------------------------------------


def _ask(step: str, data: Data, facts: DialogFacts) -> Ask:
    match step:
        case "apa":
            return _whole(data, facts)
        case "bagian":
            codes = [*NEW, *(["hapus"] if data["kini"].get("lepas") else [])]
            named = [Option(code, Words(f"rtl.ubah.tombol_{code}")) for code in codes]
            back = Option("kembali", Words("rtl.ubah.tombol_kembali"))
            return Ask(_told(data["kini"], facts), (*named, back))
        case "bidang":
            known = {one.kode: one.nama for one in facts.agency.bidang}
            every = known | {code: code for code in data["kini"]["bidang"] if code not in known}
            return Ask(Words("rtl.baru.bidang"), _marked(every, data["kini"]["bidang"]))
        case "jadwal":
            return Ask(Words("rtl.ubah.jadwal"), _ticks(data["kini"]["jadwal"], facts), ketik=True)
        case "horizon":
            named = [Option(one, Words(f"rtl.horizon.{one}")) for one in HORIZONS]
            return Ask(Words("rtl.baru.horizon"), tuple(named))
        case "anggaran":
            named = [Option(one, Words(f"rtl.tombol.{one}")) for one in YES_NO]
            return Ask(Words("rtl.baru.anggaran"), tuple(named))
        case "mitra":
            nobody = Option("tidak_ada", Words("tombol.tidak_ada"), also="juga.tidak_ada")
            return Ask(Words("rtl.baru.mitra"), (nobody,), ketik=True)
    return Ask(Words("rtl.baru.uraian"), ketik=True)


def _whole(data: Data, facts: DialogFacts) -> Ask:
    rows = "\n".join(_told(one, facts) for one in data["kegiatan"]) or "–"
    horizon = Words(f"rtl.horizon.{data['horizon']}") if data["horizon"] else None
    said = Words(
        "rtl.ubah.apa",
        {
            "periode": data["periode"],
            "nomor": data["nomor"],
            "tentang": data["tentang"],
            "kegiatan": rows,
            "horizon": horizon,
            "anggaran": Words(f"rtl.tombol.{YES_NO[not data['anggaran']]}"),
            "mitra": data["mitra"] or Words("tombol.tidak_ada"),
        },
    )
    each = [
        Option(f"k{n}", f"{one['nomor']} {cut(one['uraian'], LETTERS)}".strip())
        for n, one in enumerate(data["kegiatan"])
    ]
    parts = [Option(name, Words(f"rtl.ubah.tombol_{name}")) for name in ("tambah", *PARTS)]
    save = Option("simpan", Words("rtl.ubah.tombol_simpan"), also="juga.kirim")
    return Ask(said, (*each, *parts, *((save,) if data.get("berubah") else ())))


def _told(one: Mapping[str, Any], facts: DialogFacts) -> str:
    named = {row.kode: row.nama for row in facts.agency.bidang}
    bidang = ", ".join(named.get(code, code) for code in one["bidang"])
    ticks = ", ".join(triwulan.parse(code).label for code in one["jadwal"])
    when = ticks or facts.texts.say(facts.bahasa, Words("rtl.keadaan.belum_dijadwalkan"))
    return f"{one['nomor']} {one['uraian']} ({bidang}; {when})".strip()


def _ticks(chosen: Sequence[str], facts: DialogFacts) -> tuple[Option, ...]:
    coming = [one.kode for one in triwulan.upcoming(facts.hari, AHEAD)]
    every = sorted({*coming, *chosen}, key=triwulan.parse)
    return _marked({code: triwulan.parse(code).label for code in every}, chosen)


def _marked(named: Mapping[str, str], chosen: Sequence[str]) -> tuple[Option, ...]:
    """Pressing one that is chosen takes it out again."""
    each = [
        Option(code, Words("rtl.ubah.terpilih", {"nama": name}) if code in chosen else name)
        for code, name in named.items()
    ]
    enough = Option("cukup", Words("rtl.tombol.cukup"), also="juga.cukup")
    return (*each, *((enough,) if chosen else ()))


# -- what an answer does -------------------------------------------------------------------------


def _take(step: str, data: Data, given: Given, facts: DialogFacts) -> AnswerTaken | AnswerRefused:
    if step == "jadwal":
        return _scheduled(data, given, facts)
    if step in ("uraian", "mitra") and isinstance(given, Typed):
        if step == "mitra":
            return _kept(data, mitra=given.text)
        return _part(data, uraian=given.text)
    if not isinstance(given, Picked):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    match step:
        case "apa":
            return _from_whole(data, given.code)
        case "bagian":
            return _from_part(data, given.code)
        case "bidang":
            return _answering(data, given.code)
        case "anggaran":
            return _kept(data, anggaran=given.code == YES_NO[0])
        case "mitra":
            return _kept(data, mitra="")
    return _kept(data, **{step: given.code})


def _from_whole(data: Data, code: str) -> AnswerTaken | AnswerRefused:
    if code == "simpan":
        return AnswerTaken({**data, "jalan": []})
    if code in PARTS:
        return AnswerTaken({**data, "jalan": [code]}, at=code)
    count = len(data["kegiatan"])
    if code != "tambah":
        place = int(code.removeprefix("k"))
        chosen = {"pilih": place, "kini": data["kegiatan"][place], "jalan": ["bagian"]}
        return AnswerTaken({**data, **chosen}, at="bagian")
    if count >= MOST:
        return AnswerRefused(Words("rtl.baru.penuh", {"n": MOST}))
    empty = {"id": 0, "nomor": "", "uraian": "", "bidang": [], "jadwal": [], "lepas": True}
    return AnswerTaken({**data, "pilih": count, "kini": empty, "jalan": [*NEW]}, at=NEW[0])


def _from_part(data: Data, code: str) -> AnswerTaken:
    if code == "hapus":
        rest = [one for n, one in enumerate(data["kegiatan"]) if n != data["pilih"]]
        return _kept(data, kegiatan=rest)
    if code == "kembali":
        return AnswerTaken({**data, "jalan": []}, at="apa")
    return AnswerTaken({**data, "jalan": ["bagian", code]}, at=code)


def _answering(data: Data, code: str) -> AnswerTaken:
    chosen = list(data["kini"]["bidang"])
    if code == "cukup":
        return _part(data, bidang=chosen)
    chosen = [one for one in chosen if one != code] if code in chosen else [*chosen, code]
    return AnswerTaken({**data, "kini": {**data["kini"], "bidang": chosen}}, at="bidang")


def _scheduled(data: Data, given: Given, facts: DialogFacts) -> AnswerTaken | AnswerRefused:
    chosen = list(data["kini"]["jadwal"])
    if isinstance(given, Picked) and given.code == "cukup":
        return _part(data, jadwal=chosen)
    said = given.code if isinstance(given, Picked) else getattr(given, "text", "")
    try:
        tick = triwulan.parse(said)
    except InputError:
        return AnswerRefused(Words("rtl.belum.target_salah"))
    if why := data["kini"].get("tetap", {}).get(tick.kode):
        return AnswerRefused(Words(f"rtl.ubah.tetap_{why}", {"triwulan": tick.label}))
    was = [
        one["jadwal"] for one in data["kegiatan"] if one["id"] and one["id"] == data["kini"]["id"]
    ]
    if tick < triwulan.of(facts.hari) and tick.kode not in {*chosen, *(was[0] if was else ())}:
        return AnswerRefused(Words("rtl.baru.jadwal_lalu", {"dari": triwulan.of(facts.hari).label}))
    kept = {*chosen} ^ {tick.kode}
    now = {**data["kini"], "jadwal": sorted(kept, key=triwulan.parse)}
    return AnswerTaken({**data, "kini": now}, at="jadwal")


def _part(data: Data, **changed: Any) -> AnswerTaken:
    """One part of the kegiatan in hand; a new one goes on to its next part."""
    kini = {**data["kini"], **changed}
    path = list(data["jalan"])
    following = path[path.index(next(iter(changed))) + 1 :]
    if following:
        return AnswerTaken({**data, "kini": kini}, at=following[0])
    every = list(data["kegiatan"])
    every[data["pilih"] : data["pilih"] + 1] = [kini]
    return _kept(data, kegiatan=every)


def _kept(data: Data, **changed: Any) -> AnswerTaken:
    """Back to the whole; nothing is stored before Simpan."""
    moved = any(data.get(name) != value for name, value in changed.items())
    rest = {**data, **changed, "jalan": [], "berubah": data.get("berubah", False) or moved}
    return AnswerTaken(rest, at="apa")


def _done(data: Data, _facts: DialogFacts) -> KegiatanChange:
    rows = tuple(data["kegiatan"])
    return KegiatanChange(
        data["rtl"], data["sidik"], rows, data["horizon"], data["anggaran"], data["mitra"]
    )


KEPT = frozenset(
    {"rtl", "sidik", "periode", "nomor", "tentang", "kegiatan", "horizon", "anggaran", "mitra"}
)
DIALOG = Dialog("ubah", 1, _route, _ask, _take, _done, KEPT)
