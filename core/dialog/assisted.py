"""`isi`: a helper writes down what a citizen says; `isi kertas`: what stands on a paper form.

Whoever served the citizen may not be the one who writes. The questions are in the form's order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from core.answers.entry import is_open, too_young
from core.answers.entry_text import Unread, profile, scores
from core.dialog import assisted_place as isi_tempat
from core.dialog.rtl.forum import read_day
from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, DialogLeft, Picked, Typed
from core.language.catalogue import Joined, Words
from core.language.free_text import SARAN_MOST
from core.language.option import Option
from core.office.questionnaire import DECLINED
from core.periods.periode import CLOSES_AFTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.dialog.values import Data, DialogFacts, Given
    from core.language.catalogue import Fact, Says

Cara = Literal["assisted", "paper"]
HOURS = (("08-12", "08.00–12.00"), ("13-17", "13.00–17.00"))  # that the form has a box for
WORD_MOST = 40  # letters of what could not be read that are told back


@dataclass(frozen=True, slots=True)
class Isi:
    """A whole answer, as it was told to or read by somebody who did not serve."""

    cara: Cara
    snapshot: str
    unit: str
    layanan: str
    loket: str | None
    tanggal: date | None  # of the paper form; None: today
    jam: str | None  # as ticked on the paper form
    profil: Mapping[str, str]
    nilai: Mapping[str, int]
    saran: str | None


def _route(data: Data, facts: DialogFacts) -> tuple[str, ...]:
    paper = ("tanggal", "jam") if data["cara"] == "paper" else ()
    place = isi_tempat.route(data, facts)
    return ("melayani", "setuju", *paper, *place, "profil", "nilai", "saran", "periksa")


# -- what is asked -------------------------------------------------------------------------------


def _ask(step: str, data: Data, facts: DialogFacts) -> Ask:
    kertas = "_kertas" if data["cara"] == "paper" else ""
    match step:
        case "melayani":
            return Ask(Words(f"isi.melayani{kertas}"), _named("bukan_saya", "saya"))
        case "setuju":
            return Ask(_consent(f"isi.setuju{kertas}", facts), _named("bersedia", "tidak_bersedia"))
        case "tanggal":
            return Ask(
                Words("isi.tanggal", {"hari": CLOSES_AFTER.days}), _named("hari_ini"), ketik=True
            )
        case "jam":
            return Ask(Words("isi.jam"), (*(Option(*one) for one in HOURS), *_named("tanpa_jam")))
        case "unit" | "loket" | "layanan":
            return Ask(Words(f"isi.{step}"), tuple(isi_tempat.choices(step, data, facts)))
        case "nilai":
            told: dict[str, Fact] = {"n": len(facts.survey.pertanyaan), "daftar": _order(facts)}
            return Ask(Words("isi.nilai", told), ketik=True)
        case "periksa":
            return Ask(_summary(data, facts), (_button("kirim"),))
    skip = "lewati" if step == "profil" else "tidak_ada"
    return Ask(Words(f"isi.{step}"), (_button(skip),), ketik=True, most=SARAN_MOST)


def _consent(key: str, facts: DialogFacts) -> Words:
    """What is read aloud; before the unit is told it speaks of the whole agency."""
    units = isi_tempat.units(facts)
    told: dict[str, Fact] = {
        "unit": units[0].nama if len(units) == 1 else facts.agency.nama,
        "jumlah": len(facts.survey.pertanyaan),
        "usia_minimum": facts.agency.usia_minimum,
    }
    return Words(key, told)


def _named(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, Words(f"isi.tombol.{code}"), exact=True) for code in codes)


def _button(code: str) -> Option:
    return Option(code, Words(f"tombol.{code}"), also=f"juga.{code}", exact=code == "kirim")


def _order(facts: DialogFacts) -> Joined:
    """Which digit is which, with the unsur it feeds: the form asks U9 before U8."""
    asked = facts.survey
    return Joined(
        "\n",
        tuple(
            Joined(
                " ",
                (
                    str(no),
                    Words(f"tanya.{one.key}.singkat"),
                    f"({asked.unsur_of(one.key).code})",
                ),
            )
            for no, one in enumerate(asked.pertanyaan, start=1)
        ),
    )


def _summary(data: Data, facts: DialogFacts) -> Words:
    service = isi_tempat.unit_of(data, facts).service(data["layanan"])
    spot = isi_tempat.loket_of(data, facts)
    lines = tuple(
        Words(
            "layar.periksa_baris",
            {
                "no": no,
                "judul": Words(f"tanya.{one.key}.singkat"),
                "jawaban": Words(f"tanya.{one.key}.opsi.{data['nilai'][one.key]}"),
            },
        )
        for no, one in enumerate(facts.survey.pertanyaan, start=1)
    )
    day = data.get("tanggal")
    told: dict[str, Fact] = {
        "layanan": service.label if service else data["layanan"],
        "loket": spot.nama if spot else None,
        "profil": _profile_words(data, facts),
        "daftar": Joined("\n", lines),
        "saran": data.get("saran") or None,
        "tanggal": date.fromisoformat(day) if day else None,
        "jam": dict(HOURS).get(data.get("jam", "")),
    }
    return Words("isi.periksa", told)


def _profile_words(data: Data, facts: DialogFacts) -> Joined | None:
    told: list[Says] = [
        value if one.jenis == "angka" else Words(f"profil.{one.key}.{value}")
        for one in facts.survey.profil
        if (value := data.get("profil", {}).get(one.key))
    ]
    return Joined(", ", tuple(told)) if told else None


# -- what an answer does -------------------------------------------------------------------------


def _take(
    step: str, data: Data, given: Given, facts: DialogFacts
) -> AnswerTaken | AnswerRefused | DialogLeft:
    if isinstance(given, Picked):
        return _picked(step, data, given.code, facts)
    if not isinstance(given, Typed):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    match step:
        case "tanggal":
            return _dated(data, given.text, facts)
        case "profil":
            return _profiled(data, given.text, facts)
        case "nilai":
            keys = [one.key for one in facts.survey.pertanyaan]
            nilai = scores(given.text, keys)
            if nilai is None:
                return AnswerRefused(Words("isi.nilai_salah", {"n": len(keys)}))
            # Digits mean what this version asks; another one in force is noticed when it is sent.
            return AnswerTaken({**data, "nilai": nilai, "snapshot": facts.survey.snapshot})
    return AnswerTaken({**data, step: given.text})


def _picked(step: str, data: Data, code: str, facts: DialogFacts) -> AnswerTaken | DialogLeft:
    match step, code:
        case "melayani", "saya":
            return DialogLeft(Words("isi.melayani_ditolak"))
        case "setuju", "tidak_bersedia":
            return DialogLeft(Words("isi.tidak_setuju"))
        case (("profil" | "saran"), _):
            return AnswerTaken({key: value for key, value in data.items() if key != step})
        case "tanggal", _:
            return AnswerTaken({**data, step: facts.hari.isoformat()})
        case (("unit" | "loket" | "layanan"), _):
            return AnswerTaken(isi_tempat.taken(step, code, data, facts))
    return AnswerTaken({**data, step: code})


def _dated(data: Data, text: str, facts: DialogFacts) -> AnswerTaken | AnswerRefused:
    day = read_day(text)
    if day is None:
        return AnswerRefused(Words("rtl.forum.tanggal_salah"))
    if not is_open(day, facts.hari):
        return AnswerRefused(Words("isi.tanggal_luar", {"hari": CLOSES_AFTER.days}))
    return AnswerTaken({**data, "tanggal": day.isoformat()})


def _profiled(
    data: Data, text: str, facts: DialogFacts
) -> AnswerTaken | AnswerRefused | DialogLeft:
    try:
        told = profile(text, facts.survey.profil, facts.texts)
    except Unread as wrong:
        return AnswerRefused(Words("isi.profil_salah", {"kata": str(wrong)[:WORD_MOST]}))
    young = facts.agency.usia_minimum
    if any(too_young(one, told.get(one.key, DECLINED), young) for one in facts.survey.profil):
        return DialogLeft(Words("catat.terlalu_muda", {"usia_minimum": young}))
    return AnswerTaken({**data, "profil": told})


def _done(data: Data, facts: DialogFacts) -> Isi:
    day = data.get("tanggal")
    told: Mapping[str, str] = data.get("profil", {})
    spot = isi_tempat.loket_of(data, facts)
    return Isi(
        cara=data["cara"],
        snapshot=data["snapshot"],
        unit=isi_tempat.unit_of(data, facts).kode,
        layanan=data["layanan"],
        loket=spot.kode if spot else None,
        tanggal=date.fromisoformat(day) if day else None,
        jam=data.get("jam") if data.get("jam") in dict(HOURS) else None,
        profil={one.key: told.get(one.key, DECLINED) for one in facts.survey.profil},
        nilai=data["nilai"],
        saran=data.get("saran"),
    )


DIALOG = Dialog("isi", 1, _route, _ask, _take, _done, frozenset({"cara"}))
