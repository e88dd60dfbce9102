"""The order of the screens, and the place of a respondent among them.

A screen's name is a word, or a group, a dot and a key. Names are Indonesian and stay so, for they
are stored in `State`, in payloads of buttons and in the counts of dropouts:

- salam: the greeting, which asks for consent; unit, layanan: the list of units, of layanan;
- p.<profile key>: a profile question (p.usia asks for the age);
- lain.<profile key>: the same once more, in own words, after "another" was chosen;
- t.<question key>: a question of the questionnaire ("t" as in tanya, to ask);
- saran: the comment in own words; kabar: whether this chat may be told what became of it;
- periksa: the review of all answers, from which they are sent.

Screens beside the route (sudah, selesai, tutup …) and asides stand in `screens`.
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

# Screens and groups between consent and sending. Not everybody sees all of them: unit and layanan
# may be known beforehand, "lain" and "kabar" follow from an answer.
BEFORE_SENDING = frozenset({"unit", "layanan", "p", "lain", "t", "saran", "kabar", "periksa"})


def route(survey: SurveyDefinition, state: State) -> tuple[str, ...]:
    """Return the screens of this respondent's survey, in order; answers may add or drop some."""
    return ("salam", *_profile(survey, state), *questions(survey), *_ending(state))


def is_unfinished(state: State) -> bool:
    """Tell whether the respondent stands between consent and sending."""
    return state.started is not None and state.screen.partition(".")[0] in BEFORE_SENDING


def questions(survey: SurveyDefinition) -> tuple[str, ...]:
    """Return the screens of the questions, in the order of the form.

    They are the same for everybody, so they are made once for each definition of the survey
    (`SurveyDefinition.once`).
    """
    every = survey.questionnaire.questions
    return survey.once(("pertanyaan",), lambda: tuple(f"t.{one.key}" for one in every))


def _profile(survey: SurveyDefinition, state: State) -> Iterator[str]:
    if not state.placed_by_code:  # else a start code or an only choice gave unit and layanan
        if len(survey.agency.unit) > 1:
            yield "unit"
        yield "layanan"
    for one in survey.questionnaire.profile:
        yield f"p.{one.key}"
        # `own_words` is the code of the choice after which words are asked for; None: no choice.
        if one.own_words and state.profile.get(one.key) == one.own_words:
            yield f"lain.{one.key}"


def _ending(state: State) -> Iterator[str]:
    yield "saran"
    if state.saran:
        yield "kabar"
    yield "periksa"


def services(survey: SurveyDefinition, state: State) -> tuple[Layanan, ...]:
    """Return the active layanan of the respondent's unit.

    A unit that the agency's file no longer holds is not found; the first unit stands in for it, so
    that the screen always has choices.
    """
    unit = survey.agency.unit_with(state.unit) or survey.agency.unit[0]
    return tuple(one for one in unit.layanan if one.active)


def about(survey: SurveyDefinition, screen: str) -> ProfileField:
    """Return the profile question of a screen ("p.usia", "lain.pekerjaan")."""
    key = screen.split(".", 1)[1]
    return next(one for one in survey.questionnaire.profile if one.key == key)


def worst(survey: SurveyDefinition, state: State) -> SurveyQuestion | None:
    """Return the question with the lowest score (1 to 4), if that is 2 or less; else None.

    The saran screen asks what should become better in it, and the saran is kept beside its unsur.
    Of equal scores the earlier question counts.
    """
    low = [
        (state.nilai.get(one.key, 4), place, one)  # unanswered: 4, the best, is never the worst
        for place, one in enumerate(survey.questionnaire.questions)
    ]
    score, _, one = min(low)
    return one if score <= 2 else None  # noqa: PLR2004 - "kurang" and below


def place_name(survey: SurveyDefinition, state: State) -> str:
    """Return the name of the respondent's unit.

    Where that is not known, an agency's only unit is meant; an agency of several gives its own
    name.
    """
    unit = survey.agency.unit_with(state.unit)
    if unit is None and len(survey.agency.unit) == 1:
        unit = survey.agency.unit[0]
    return unit.name if unit else survey.agency.name


def service_name(survey: SurveyDefinition, state: State) -> str:
    """Return the chosen layanan as its button calls it (`Layanan.label`); "" where none is chosen.

    A layanan that the agency's file no longer holds is called by its code.
    """
    for unit in survey.agency.unit:
        if one := unit.service(state.layanan):
            return one.label
    return state.layanan or ""


def kept_until(state: State) -> date:
    """Return the day (UTC) in whose course the time of an open conversation ends.

    Before that day it is not deleted for its age (`KEPT`); on the day itself it may be.
    """
    return (datetime.fromtimestamp(state.last_seen, UTC) + KEPT).date()


def deleted_by(state: State) -> date:
    """Return the day at whose end an open conversation is surely deleted.

    Retention runs every hour, and days differ by zone: one day more is safe.
    """
    return kept_until(state) + timedelta(days=1)


def position(survey: SurveyDefinition, state: State) -> Words:
    """Return the respondent's place in the survey, as words under `posisi` of the catalogues.

    There are words for the screens of `route`, for "sudah" and for "saran_susulan"; a survey that
    was sent or given up has no place. An aside is left out: the screen beneath it counts.
    """
    every = questions(survey)
    if state.screen in every:
        facts = {"no": every.index(state.screen) + 1, "dari": len(every)}  # number, of how many
        return Words("posisi.tanya", facts)
    kind = state.screen.split(".")[0]
    return Words(f"posisi.{'profil' if kind in ('p', 'lain', 'unit', 'layanan') else kind}")
