"""The data of the printed questionnaire, for `skm form`: words, in the order of the official form.

`form.typ` sets them as text and runs nothing in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.language.catalogue import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.language.catalogue import Fact
    from core.office.agency import ServicePoint, Unit
    from core.office.questionnaire import ProfileField, Questionnaire, SurveyQuestion
    from core.survey.state import SurveyDefinition

    Phrase = Callable[[str], str]

OWN = (
    *("judul", "setuju", "tanggal", "jam", "tentang", "layanan", "pelayanan", "cara", "saran"),
    *("lainnya", "kaki", "kode"),
)
MOST_SERVICES = 8  # boxes to tick; a unit with more layanan gets a line to write on


def paper(survey: SurveyDefinition, spot: ServicePoint, language: str) -> dict[str, Any]:
    """The data of `form.typ` for one service point, in one language.

    In another language than the questionnaire's own, the official wording is printed beside each
    question, for the scores are tied to it.
    """
    asked, unit = survey.questionnaire, _unit(survey, spot)
    facts = _facts(survey, unit)

    def said(key: str) -> str:
        return survey.texts.say(language, Words(key, facts))

    return {
        **{key: said(f"formulir.{key}") for key in OWN},
        "bahasa": language,
        **_place(survey, unit, spot),
        "janji": said("formulir.janji").split("\n"),
        "pilihan_jam": ["08.00–12.00", "13.00–17.00"],
        "profil": [_about(one, survey, said) for one in asked.profile],
        "tanya": [_question(one, said, language == asked.language) for one in asked.questions],
    }


def _unit(survey: SurveyDefinition, spot: ServicePoint) -> Unit:
    unit = survey.agency.unit_with(spot.unit)
    assert unit is not None  # noqa: S101 - a code of the agency names its unit
    return unit


def _facts(survey: SurveyDefinition, unit: Unit) -> dict[str, Fact]:
    return {
        "unit": unit.name,
        "jumlah": len(survey.questionnaire.questions),
        "usia_minimum": survey.agency.minimum_age,
        "beda": _other_codes(survey.questionnaire),
    }


def _place(survey: SurveyDefinition, unit: Unit, spot: ServicePoint) -> dict[str, Any]:
    """Place of filling in and version of the questionnaire, for head and foot of the form."""
    agency, asked, service = survey.agency, survey.questionnaire, unit.service(spot.layanan)
    loket = next((one.name for one in unit.loket if one.code == spot.loket), None)
    every = [one.label for one in unit.layanan if one.active]
    code = spot.loket or spot.layanan or spot.unit
    return {
        "unit": _named(unit.name, service.name if service else None, loket),
        "dari": _named(None if agency.name == unit.name else agency.name, asked.legal_basis),
        "pilihan_layanan": [] if service or len(every) > MOST_SERVICES else every,
        "isian_layanan": service is None,
        "tanda": _named(code, f"{asked.id} {asked.version}", asked.snapshot),
    }


def _named(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _other_codes(asked: Questionnaire) -> str | None:
    """The numbers of the form that differ from the numbers of their unsur; None: none do."""
    every = enumerate((asked.unsur_of(one.key).code for one in asked.questions), start=1)
    return ", ".join(f"{no} = {code}" for no, code in every if code != f"U{no}") or None


def _about(one: ProfileField, survey: SurveyDefinition, said: Phrase) -> Mapping[str, Any]:
    """One profile question, in the office's own wording for paper where there is one."""
    choices = [said(f"profil.{one.key}.{code}") for code in one.choices]
    ours = f"formulir.profil.{one.key}"
    asked = said(ours if survey.texts.has(ours) else f"profil.{one.key}.tanya")
    return {"tanya": asked, "pilihan": choices, "sebutkan": one.own_words is not None}


def _question(one: SurveyQuestion, said: Phrase, official: bool) -> Mapping[str, Any]:
    """One question; in another language also the official wording that scores are tied to."""
    options = [said(f"tanya.{one.key}.opsi.{n}") for n in range(1, len(one.options) + 1)]
    exact = None if official else f"{one.content} {' / '.join(one.options)}"
    return {"isi": said(f"tanya.{one.key}.isi"), "opsi": options, "resmi": exact}
