"""The order of the screens, and the place of a respondent among them.

A screen's name is a word ("salam", "saran"), or a group and a key: "t.waktu" is a question,
"p.usia" a profile question, "lain.pekerjaan" its answer in own words.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.survey.state import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from core.office.agency import Layanan
    from core.office.questionnaire import ProfileField, SurveyQuestion
    from core.survey.state import State, SurveyDefinition

# Screens, or groups of screens, on the way from consent to sending.
ASKED = frozenset({"unit", "layanan", "p", "lain", "t", "saran", "kabar", "periksa"})


def route(survey: SurveyDefinition, state: State) -> tuple[str, ...]:
    """Return the screens of this respondent's survey, in order; answers may add or drop some."""
    return ("salam", *_profile(survey, state), *questions(survey), *_ending(state))


def is_unfinished(state: State) -> bool:
    """Tell whether consent was given, and a screen that everybody is asked still waits."""
    return state.started is not None and state.screen.partition(".")[0] in ASKED


def questions(survey: SurveyDefinition) -> tuple[str, ...]:
    """Return the screens of the questions, in the order of the form."""
    every = survey.questionnaire.questions
    return survey.once(("pertanyaan",), lambda: tuple(f"t.{one.key}" for one in every))


def _profile(survey: SurveyDefinition, state: State) -> Iterator[str]:
    if not state.placed_by_code:
        if len(survey.agency.unit) > 1:
            yield "unit"
        yield "layanan"
    for one in survey.questionnaire.profile:
        yield f"p.{one.key}"
        if one.own_words and state.profile.get(one.key) == one.own_words:
            yield f"lain.{one.key}"


def _ending(state: State) -> Iterator[str]:
    yield "saran"
    if state.saran:
        yield "kabar"
    yield "periksa"


def services(survey: SurveyDefinition, state: State) -> tuple[Layanan, ...]:
    """Return the active layanan of the respondent's unit, or of the first where none is known."""
    unit = survey.agency.unit_with(state.unit) or survey.agency.unit[0]
    return tuple(one for one in unit.layanan if one.active)


def about(survey: SurveyDefinition, screen: str) -> ProfileField:
    """Return the profile question of a screen ("p.usia", "lain.pekerjaan")."""
    key = screen.split(".", 1)[1]
    return next(one for one in survey.questionnaire.profile if one.key == key)


def worst(survey: SurveyDefinition, state: State) -> SurveyQuestion | None:
    """Return the question with the lowest score, if that is 2 or less; the saran is about it."""
    low = [
        (state.nilai.get(one.key, 4), place, one)
        for place, one in enumerate(survey.questionnaire.questions)
    ]
    score, _, one = min(low)
    return one if score <= 2 else None  # noqa: PLR2004 - "kurang" and below


def place_name(survey: SurveyDefinition, state: State) -> str:
    """Return the name of the respondent's unit, or the agency's where no unit is known."""
    unit = survey.agency.unit_with(state.unit)
    if unit is None and len(survey.agency.unit) == 1:
        unit = survey.agency.unit[0]
    return unit.name if unit else survey.agency.name


def service_name(survey: SurveyDefinition, state: State) -> str:
    """Return the label of the chosen layanan; "" where none is chosen."""
    for unit in survey.agency.unit:
        if one := unit.service(state.layanan):
            return one.label
    return state.layanan or ""


def until(state: State) -> date:
    """Return the day (UTC) until which an open conversation is surely kept."""
    return (datetime.fromtimestamp(state.last_seen, UTC) + KEPT).date()


def gone_by(state: State) -> date:
    """Return the day by which an open conversation is surely deleted.

    Retention runs every hour, and days differ by zone: one day more is safe.
    """
    return until(state) + timedelta(days=1)


def position(survey: SurveyDefinition, state: State) -> Words:
    """Return the respondent's place in the survey, in words."""
    every = questions(survey)
    if state.screen in every:
        facts = {"no": every.index(state.screen) + 1, "dari": len(every)}
        return Words("posisi.tanya", facts)
    kind = state.screen.split(".")[0]
    return Words(f"posisi.{'profil' if kind in ('p', 'lain', 'unit', 'layanan') else kind}")
