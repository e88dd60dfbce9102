"""`isi`: a helper writes down what a citizen says; `isi kertas`: what stands on a paper form.

Whoever served the citizen may not be the one who writes. The questions are in the form's order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from core.answers.entry import is_open, too_young
from core.answers.entry_text import Unread, profile, scores
from core.dialog import assisted_place as isi_tempat
from core.dialog.assisted_data import AssistedData, AssistedStep, Cara
from core.dialog.rtl.forum import read_day
from core.dialog.values import (
    AnswerRefused,
    AnswerTaken,
    Ask,
    Dialog,
    DialogLeft,
    Picked,
    Typed,
    needed,
)
from core.language.catalogue import Joined, Words
from core.language.free_text import SARAN_MOST
from core.language.option import Option
from core.office.questionnaire import DECLINED
from core.periods.periode import CLOSES_AFTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.dialog.values import DialogFacts, Given
    from core.language.catalogue import Fact, Says

HOURS = (("08-12", "08.00–12.00"), ("13-17", "13.00–17.00"))  # that the form has a box for
SELF, UNWILLING = "saya", "tidak_bersedia"  # codes that end the dialogue
LAST = (AssistedStep.PROFIL, AssistedStep.NILAI, AssistedStep.SARAN, AssistedStep.PERIKSA)
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


def _route(data: AssistedData, facts: DialogFacts) -> tuple[AssistedStep, ...]:
    paper = (AssistedStep.TANGGAL, AssistedStep.JAM) if data.cara == "paper" else ()
    place = isi_tempat.route(data, facts)
    return (AssistedStep.MELAYANI, AssistedStep.SETUJU, *paper, *place, *LAST)


# -- what is asked -------------------------------------------------------------------------------


def _ask(step: str, data: AssistedData, facts: DialogFacts) -> Ask:
    kertas = "_kertas" if data.cara == "paper" else ""
    match step:
        case AssistedStep.MELAYANI:
            return Ask(Words(f"isi.melayani{kertas}"), _named("bukan_saya", SELF))
        case AssistedStep.SETUJU:
            return Ask(_consent(f"isi.setuju{kertas}", facts), _named("bersedia", UNWILLING))
        case AssistedStep.TANGGAL:
            days = {"hari": CLOSES_AFTER.days}
            return Ask(Words("isi.tanggal", days), _named("hari_ini"), ketik=True)
        case AssistedStep.JAM:
            return Ask(Words("isi.jam"), (*(Option(*one) for one in HOURS), *_named("tanpa_jam")))
        case AssistedStep.UNIT | AssistedStep.LOKET | AssistedStep.LAYANAN:
            return Ask(Words(f"isi.{step}"), tuple(isi_tempat.choices(step, data, facts)))
        case AssistedStep.NILAI:
            told: dict[str, Fact] = {"n": len(facts.survey.pertanyaan), "daftar": _order(facts)}
            return Ask(Words("isi.nilai", told), ketik=True)
        case AssistedStep.PERIKSA:
            return Ask(_summary(data, facts), (_button("kirim"),))
    skip = "lewati" if step == AssistedStep.PROFIL else "tidak_ada"
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


def _summary(data: AssistedData, facts: DialogFacts) -> Words:
    service = isi_tempat.unit_of(data, facts).service(data.layanan)
    spot = isi_tempat.loket_of(data, facts)
    lines = tuple(
        Words(
            "layar.periksa_baris",
            {
                "no": no,
                "judul": Words(f"tanya.{one.key}.singkat"),
                "jawaban": Words(f"tanya.{one.key}.opsi.{needed(data.nilai.get(one.key))}"),
            },
        )
        for no, one in enumerate(facts.survey.pertanyaan, start=1)
    )
    told: dict[str, Fact] = {
        "layanan": service.label if service else data.layanan,
        "loket": spot.nama if spot else None,
        "profil": _profile_words(data, facts),
        "daftar": Joined("\n", lines),
        "saran": data.saran or None,
        "tanggal": data.tanggal,
        "jam": dict(HOURS).get(data.jam),
    }
    return Words("isi.periksa", told)


def _profile_words(data: AssistedData, facts: DialogFacts) -> Joined | None:
    told: list[Says] = [
        value if one.jenis == "angka" else Words(f"profil.{one.key}.{value}")
        for one in facts.survey.profil
        if (value := data.profil.get(one.key))
    ]
    return Joined(", ", tuple(told)) if told else None


# -- what an answer does -------------------------------------------------------------------------


def _take(
    step: str, data: AssistedData, given: Given, facts: DialogFacts
) -> AnswerTaken[AssistedData] | AnswerRefused | DialogLeft:
    if isinstance(given, Picked):
        return _picked(step, data, given.code, facts)
    if not isinstance(given, Typed):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    match step:
        case AssistedStep.TANGGAL:
            return _dated(data, given.text, facts)
        case AssistedStep.PROFIL:
            return _profiled(data, given.text, facts)
        case AssistedStep.NILAI:
            return _scored(data, given.text, facts)
    return AnswerTaken(replace(data, saran=given.text))


def _scored(
    data: AssistedData, text: str, facts: DialogFacts
) -> AnswerTaken[AssistedData] | AnswerRefused:
    keys = [one.key for one in facts.survey.pertanyaan]
    nilai = scores(text, keys)
    if nilai is None:
        return AnswerRefused(Words("isi.nilai_salah", {"n": len(keys)}))
    # Digits mean what this version asks; another one in force is noticed when it is sent.
    return AnswerTaken(replace(data, nilai=nilai, snapshot=facts.survey.snapshot))


def _picked(
    step: str, data: AssistedData, code: str, facts: DialogFacts
) -> AnswerTaken[AssistedData] | DialogLeft:
    match step:
        case AssistedStep.MELAYANI if code == SELF:
            return DialogLeft(Words("isi.melayani_ditolak"))
        case AssistedStep.SETUJU if code == UNWILLING:
            return DialogLeft(Words("isi.tidak_setuju"))
        case AssistedStep.UNIT | AssistedStep.LOKET | AssistedStep.LAYANAN:
            return AnswerTaken(isi_tempat.taken(step, code, data, facts))
    return AnswerTaken(_chosen(step, data, code, facts))


def _chosen(step: str, data: AssistedData, code: str, facts: DialogFacts) -> AssistedData:
    match step:
        case AssistedStep.MELAYANI:
            return replace(data, melayani=code)
        case AssistedStep.SETUJU:
            return replace(data, setuju=code)
        case AssistedStep.TANGGAL:
            return replace(data, tanggal=facts.hari)
        case AssistedStep.JAM:
            return replace(data, jam=code)
        case AssistedStep.PROFIL:
            return replace(data, profil={})
        case AssistedStep.SARAN:
            return replace(data, saran="")
    return data


def _dated(
    data: AssistedData, text: str, facts: DialogFacts
) -> AnswerTaken[AssistedData] | AnswerRefused:
    day = read_day(text)
    if day is None:
        return AnswerRefused(Words("rtl.forum.tanggal_salah"))
    if not is_open(day, facts.hari):
        return AnswerRefused(Words("isi.tanggal_luar", {"hari": CLOSES_AFTER.days}))
    return AnswerTaken(replace(data, tanggal=day))


def _profiled(
    data: AssistedData, text: str, facts: DialogFacts
) -> AnswerTaken[AssistedData] | AnswerRefused | DialogLeft:
    try:
        told = profile(text, facts.survey.profil, facts.texts)
    except Unread as wrong:
        return AnswerRefused(Words("isi.profil_salah", {"kata": str(wrong)[:WORD_MOST]}))
    young = facts.agency.usia_minimum
    if any(too_young(one, told.get(one.key, DECLINED), young) for one in facts.survey.profil):
        return DialogLeft(Words("catat.terlalu_muda", {"usia_minimum": young}))
    return AnswerTaken(replace(data, profil=told))


def _done(data: AssistedData, facts: DialogFacts) -> Isi:
    spot = isi_tempat.loket_of(data, facts)
    return Isi(
        cara=data.cara,
        snapshot=data.snapshot,
        unit=isi_tempat.unit_of(data, facts).kode,
        layanan=data.layanan,
        loket=spot.kode if spot else None,
        tanggal=data.tanggal,
        jam=data.jam if data.jam in dict(HOURS) else None,
        profil={one.key: data.profil.get(one.key, DECLINED) for one in facts.survey.profil},
        nilai=data.nilai,
        saran=data.saran or None,
    )


DIALOG = Dialog(AssistedData, _route, _ask, _take, _done)
