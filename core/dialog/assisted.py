"""The dialogue of `isi`, where a helper enters a citizen's answers, and of `isi kertas` for paper.

A helper who served the citizen may not enter the answers: the first question ends the dialogue for
them. Digits are typed in the order of the form's questions. `bot.desk.staff.assisted_entry` stores
the `AssistedAnswer`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from core.answers.entry import is_open, too_young
from core.answers.entry_text import Unread, profile, scores
from core.dialog import assisted_place
from core.dialog.assisted_data import AnswerWay, AssistedData, AssistedStep
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

# The hour slots that the form has a box for: code and label.
HOURS = (("08-12", "08.00–12.00"), ("13-17", "13.00–17.00"))
SELF, UNWILLING = "saya", "tidak_bersedia"  # codes that end the dialogue
LAST = (AssistedStep.PROFILE, AssistedStep.NILAI, AssistedStep.SARAN, AssistedStep.REVIEW)
WORD_MOST = 40  # letters of an unread answer that are quoted back


@dataclass(frozen=True, slots=True)
class AssistedAnswer:
    """The result of the dialogue: one whole answer, entered by staff who did not serve."""

    way: AnswerWay
    snapshot: str  # id of the questionnaire that the nilai answer
    unit: str
    layanan: str
    loket: str | None
    day: date | None  # of the paper form; None: today
    hour: str | None  # slot as ticked on the paper form: "08-12"; None: not ticked
    profile: Mapping[str, str]  # every profile key; DECLINED where nothing was told
    nilai: Mapping[str, int]  # question key to score 1-4, complete
    saran: str | None


def _route(data: AssistedData, facts: DialogFacts) -> tuple[AssistedStep, ...]:
    paper = (AssistedStep.DATE, AssistedStep.HOUR) if data.way == "paper" else ()
    place = assisted_place.route(data, facts)
    return (AssistedStep.SERVED_BY, AssistedStep.CONSENT, *paper, *place, *LAST)


# -- the questions -------------------------------------------------------------------------------


def _ask(step: str, data: AssistedData, facts: DialogFacts) -> Ask:
    paper = "_kertas" if data.way == "paper" else ""
    match step:
        case AssistedStep.SERVED_BY:
            return Ask(Words(f"isi.melayani{paper}"), _named("bukan_saya", SELF))
        case AssistedStep.CONSENT:
            return Ask(_consent(f"isi.setuju{paper}", facts), _named("bersedia", UNWILLING))
        case AssistedStep.DATE:
            days = {"hari": CLOSES_AFTER.days}
            return Ask(Words("isi.tanggal", days), _named("hari_ini"), takes_text=True)
        case AssistedStep.HOUR:
            return Ask(Words("isi.jam"), (*(Option(*one) for one in HOURS), *_named("tanpa_jam")))
        case AssistedStep.UNIT | AssistedStep.LOKET | AssistedStep.LAYANAN:
            return Ask(Words(f"isi.{step}"), tuple(assisted_place.choices(step, data, facts)))
        case AssistedStep.NILAI:
            told: dict[str, Fact] = {"n": len(facts.survey.questions), "daftar": _order(facts)}
            return Ask(Words("isi.nilai", told), takes_text=True)
        case AssistedStep.REVIEW:
            return Ask(_summary(data, facts), (_button("kirim"),))
    skip = "lewati" if step == AssistedStep.PROFILE else "tidak_ada"
    return Ask(Words(f"isi.{step}"), (_button(skip),), takes_text=True, most=SARAN_MOST)


def _consent(key: str, facts: DialogFacts) -> Words:
    """The words that the helper reads aloud; of several units they name the whole agency."""
    units = assisted_place.units(facts)
    told: dict[str, Fact] = {
        "unit": units[0].name if len(units) == 1 else facts.agency.name,
        "jumlah": len(facts.survey.questions),
        "usia_minimum": facts.agency.minimum_age,
    }
    return Words(key, told)


def _named(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, Words(f"isi.tombol.{code}"), exact=True) for code in codes)


def _button(code: str) -> Option:
    return Option(code, Words(f"tombol.{code}"), also=f"juga.{code}", exact=code == "kirim")


def _order(facts: DialogFacts) -> Joined:
    """The list of questions in the order of the digits, each with its unsur (U9 is before U8)."""
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
            for no, one in enumerate(asked.questions, start=1)
        ),
    )


def _summary(data: AssistedData, facts: DialogFacts) -> Words:
    service = assisted_place.unit_of(data, facts).service(data.layanan)
    spot = assisted_place.loket_of(data, facts)
    lines = tuple(
        Words(
            "layar.periksa_baris",
            {
                "no": no,
                "judul": Words(f"tanya.{one.key}.singkat"),
                "jawaban": Words(f"tanya.{one.key}.opsi.{needed(data.nilai.get(one.key))}"),
            },
        )
        for no, one in enumerate(facts.survey.questions, start=1)
    )
    told: dict[str, Fact] = {
        "layanan": service.label if service else data.layanan,
        "loket": spot.name if spot else None,
        "profil": _profile_words(data, facts),
        "daftar": Joined("\n", lines),
        "saran": data.saran or None,
        "tanggal": data.day,
        "jam": dict(HOURS).get(data.hour),
    }
    return Words("isi.periksa", told)


def _profile_words(data: AssistedData, facts: DialogFacts) -> Joined | None:
    told: list[Says] = [
        value if one.kind == "angka" else Words(f"profil.{one.key}.{value}")
        for one in facts.survey.profile
        if (value := data.profile.get(one.key))
    ]
    return Joined(", ", tuple(told)) if told else None


# -- the effects of answers ----------------------------------------------------------------------


def _take(
    step: str, data: AssistedData, given: Given, facts: DialogFacts
) -> AnswerTaken[AssistedData] | AnswerRefused | DialogLeft:
    if isinstance(given, Picked):
        return _picked(step, data, given.code, facts)
    if not isinstance(given, Typed):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    match step:
        case AssistedStep.DATE:
            return _dated(data, given.text, facts)
        case AssistedStep.PROFILE:
            return _profiled(data, given.text, facts)
        case AssistedStep.NILAI:
            return _scored(data, given.text, facts)
    return AnswerTaken(replace(data, saran=given.text))


def _scored(
    data: AssistedData, text: str, facts: DialogFacts
) -> AnswerTaken[AssistedData] | AnswerRefused:
    keys = [one.key for one in facts.survey.questions]
    nilai = scores(text, keys)
    if nilai is None:
        return AnswerRefused(Words("isi.nilai_salah", {"n": len(keys)}))
    # The digits answer this questionnaire; `assisted_entry` refuses them under another one.
    return AnswerTaken(replace(data, nilai=nilai, snapshot=facts.survey.snapshot))


def _picked(
    step: str, data: AssistedData, code: str, facts: DialogFacts
) -> AnswerTaken[AssistedData] | DialogLeft:
    match step:
        case AssistedStep.SERVED_BY if code == SELF:
            return DialogLeft(Words("isi.melayani_ditolak"))
        case AssistedStep.CONSENT if code == UNWILLING:
            return DialogLeft(Words("isi.tidak_setuju"))
        case AssistedStep.UNIT | AssistedStep.LOKET | AssistedStep.LAYANAN:
            return AnswerTaken(assisted_place.taken(step, code, data, facts))
    return AnswerTaken(_chosen(step, data, code, facts))


def _chosen(step: str, data: AssistedData, code: str, facts: DialogFacts) -> AssistedData:
    match step:
        case AssistedStep.SERVED_BY:
            return replace(data, served_by=code)
        case AssistedStep.CONSENT:
            return replace(data, consent=code)
        case AssistedStep.DATE:
            return replace(data, day=facts.today)
        case AssistedStep.HOUR:
            return replace(data, hour=code)
        case AssistedStep.PROFILE:
            return replace(data, profile={})
        case AssistedStep.SARAN:
            return replace(data, saran="")
    return data


def _dated(
    data: AssistedData, text: str, facts: DialogFacts
) -> AnswerTaken[AssistedData] | AnswerRefused:
    day = read_day(text)
    if day is None:
        return AnswerRefused(Words("rtl.forum.tanggal_salah"))
    if not is_open(day, facts.today):
        return AnswerRefused(Words("isi.tanggal_luar", {"hari": CLOSES_AFTER.days}))
    return AnswerTaken(replace(data, day=day))


def _profiled(
    data: AssistedData, text: str, facts: DialogFacts
) -> AnswerTaken[AssistedData] | AnswerRefused | DialogLeft:
    try:
        told = profile(text, facts.survey.profile, facts.texts)
    except Unread as wrong:
        return AnswerRefused(Words("isi.profil_salah", {"kata": str(wrong)[:WORD_MOST]}))
    young = facts.agency.minimum_age
    if any(too_young(one, told.get(one.key, DECLINED), young) for one in facts.survey.profile):
        return DialogLeft(Words("catat.terlalu_muda", {"usia_minimum": young}))
    return AnswerTaken(replace(data, profile=told))


def _done(data: AssistedData, facts: DialogFacts) -> AssistedAnswer:
    spot = assisted_place.loket_of(data, facts)
    return AssistedAnswer(
        way=data.way,
        snapshot=data.snapshot,
        unit=assisted_place.unit_of(data, facts).code,
        layanan=data.layanan,
        loket=spot.code if spot else None,
        day=data.day,
        hour=data.hour if data.hour in dict(HOURS) else None,
        profile={one.key: data.profile.get(one.key, DECLINED) for one in facts.survey.profile},
        nilai=data.nilai,
        saran=data.saran or None,
    )


DIALOG = Dialog(AssistedData, _route, _ask, _take, _done)
