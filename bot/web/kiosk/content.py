"""The content of a kiosk's page: questionnaire, place, and all words in every language.

`Kiosk.show` puts it into the page as JSON; the keys are those that `kiosk.js` reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.language.catalogue import Words
from core.language.free_text import OWN_WORDS_MOST, SARAN_MOST
from core.office.questionnaire import DECLINED

if TYPE_CHECKING:
    from core.language.catalogue import Fact
    from core.office.agency import ServicePoint, Unit
    from core.office.questionnaire import ProfileField
    from core.survey.state import SurveyDefinition

# Keys of `kios` in the catalogues; the page itself fills the gaps of these sentences.
OWN = (
    *("bantu", "sesudah", "lanjut", "periksa", "menunggu", "diterima", "tersimpan"),
    *("diam", "masih", "antre", "tolak", "ditolak", "selesai"),
)
# Words that the kiosk shares with the other channels: name in the page, key in the catalogues.
SHARED = {
    "setuju": "tombol.setuju",
    "privasi": "tombol.privasi",
    "kembali": "tombol.kembali",
    "batal": "tombol.batal",
    "kirim": "tombol.kirim",
    "ubah": "tombol.ubah",
    "apa": "tombol.apa",
    "rahasia": "tombol.rahasia",
    "lewati": "tombol.lewati",
    "tidak_ada": "tombol.tidak_ada",
    "profil": "tombol.profil",
    "layanan": "layar.layanan",
    "sebutkan": "layar.sebutkan",
    "saran": "layar.saran",
    "saran_kurang": "layar.saran_kurang",
    "judul_saran": "tombol.saran",
    "kepala": "layar.kepala",
    "terlalu_muda": "catat.terlalu_muda",
    "angka_salah": "catat.angka_salah",
}


def contents(survey: SurveyDefinition, spot: ServicePoint) -> dict[str, Any]:
    """The JSON-ready mapping for one loket. `spot` names a unit and a loket of the agency."""
    asked, texts = survey.questionnaire, survey.texts
    unit = survey.agency.unit_with(spot.unit)
    assert unit is not None  # noqa: S101 - a code of the agency names its unit
    loket = next(one for one in unit.loket if one.code == spot.loket)
    return {
        "loket": loket.code,
        "unit": unit.name,
        "nama": loket.name,
        "snapshot": asked.snapshot,
        "zona": survey.agency.zone_of(spot.unit).key,
        "resmi": asked.language,
        "layanan": None if spot.layanan else _services(unit),
        "tanya": [one.key for one in asked.questions],
        "profil": [_about(one) for one in asked.profile],
        "tidak_menjawab": DECLINED,
        "usia_minimum": survey.agency.minimum_age,
        "paling": {"saran": SARAN_MOST, "sebutkan": OWN_WORDS_MOST},
        "kata": {language: _words(survey, language, unit.name) for language in texts.languages},
    }


def _services(unit: Unit) -> list[list[str]]:
    return [[one.code, one.label] for one in unit.layanan if one.active]


def _about(one: ProfileField) -> dict[str, Any]:
    choices = {"kunci": one.key, "pilihan": list(one.choices)}
    return {**choices, "sebutkan": one.own_words, "batas": one.bounds}


def _words(survey: SurveyDefinition, language: str, unit: str) -> dict[str, Any]:
    texts, agency = survey.texts, survey.agency
    facts: dict[str, Fact] = {
        "unit": unit,
        "jumlah": len(survey.questionnaire.questions),
        "menit": survey.minutes,
        "usia_minimum": agency.minimum_age,
    }
    said = {"salam", "privasi_isi", "terima_kasih"}
    whole = {key: texts.say(language, Words(f"kios.{key}", facts)) for key in sorted(said)}
    return {
        "nama": texts.raw(language, f"bahasa.{language}"),
        "judul": agency.name,
        **{key: texts.raw(language, f"kios.{key}") for key in OWN},
        **{name: texts.raw(language, key) for name, key in SHARED.items()},
        **whole,
        "tanya": _questions(survey, language),
        "tentang": _profile(survey, language),
    }


def _questions(survey: SurveyDefinition, language: str) -> dict[str, Any]:
    def said(key: str) -> str:
        return survey.texts.say(language, Words(f"tanya.{key}"))

    return {
        one.key: {
            "opsi": [said(f"{one.key}.opsi.{n}") for n in range(1, len(one.options) + 1)],
            **{part: said(f"{one.key}.{part}") for part in ("judul", "singkat", "isi", "apa")},
        }
        for one in survey.questionnaire.questions
    }


def _profile(survey: SurveyDefinition, language: str) -> dict[str, Any]:
    def said(key: str) -> str:
        return survey.texts.say(language, Words(f"profil.{key}"))

    return {
        one.key: {
            "tanya": said(f"{one.key}.tanya"),
            "pilihan": [said(f"{one.key}.{code}") for code in one.choices],
        }
        for one in survey.questionnaire.profile
    }
