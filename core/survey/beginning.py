"""The beginning of a survey: greeting, start code, code of a visit, and coming back later.

`step` and the readers of commands, presses and typed text call it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.messaging.session_id import session_id
from core.office.visit import letters_of
from core.survey.moves import enter, reshow
from core.survey.route import questions, route
from core.survey.screens import show
from core.survey.state import PAUSE, State, Turn

if TYPE_CHECKING:
    from core.office.agency import ServicePoint
    from core.survey.state import Opened, SurveyDefinition, Visited


def new_state(survey: SurveyDefinition, at: datetime, language: str | None) -> State:
    """Return the state of a new survey, for a person of whom nothing is kept."""
    return State(
        snapshot=survey.questionnaire.snapshot,
        session=session_id(at),
        language=survey.texts.known(language),
        last_seen=at.timestamp(),
    )


def last_seen_at(state: State) -> datetime:
    """Return the moment (UTC) of the respondent's last event."""
    return datetime.fromtimestamp(state.last_seen, UTC)


def greet_at_code(survey: SurveyDefinition, state: State, code: str) -> Turn:
    """Show the greeting at the place for which a start code stands ("": none).

    A code that is no place is put to the store as that of a visit (`Turn.code`).
    """
    told = survey.agency.point(code) if code else None
    if code and told is None:
        turn = greet(survey, state._replace(wrong_code=True), None)
        return turn._replace(code=code)
    return greet(survey, state, told)


def take_visit(survey: SurveyDefinition, state: State, event: Visited) -> Turn:
    """Answer the store's word on a visit's code.

    Either the survey is about that visit from now on, or the code is used up or expired, and the
    greeting says so.
    """
    state, visit = state._replace(wrong_code=False), event.visit
    if not state.open:  # the page was loaded again after its survey was sent
        if visit.status == "terpakai":
            return reshow(survey, state)
        state = new_state(survey, event.at, state.language)
    if visit.status != "berlaku":
        return greet(survey, state, None, Words(f"catat.kode_{visit.status}"))
    there = visit.point if visit.point and survey.agency.unit_with(visit.point.unit) else None
    return greet(survey, state._replace(ticket=event.code), there)


def greet(
    survey: SurveyDefinition, state: State, told: ServicePoint | None, note: Words | None = None
) -> Turn:
    """Show the greeting at a place (None: not known), after a line on what happened.

    A single unit or a single active layanan is filled in without being asked.
    """
    unit_code = told.unit if told else _only([one.code for one in survey.agency.unit])
    unit = survey.agency.unit_with(unit_code)
    only = _only([one.code for one in unit.layanan if one.active]) if unit else None
    layanan = (told.layanan if told else None) or only
    state = state._replace(
        unit=unit_code,
        layanan=layanan,
        loket=told.loket if told else None,
        placed_by_code=layanan is not None,
    )
    return Turn(state, (show(survey, state, note),))


def _only(codes: list[str]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def restart(survey: SurveyDefinition, state: State, at: datetime, code: str = "") -> Turn:
    """Begin anew in the respondent's language; nothing of the former answers is left."""
    return greet_at_code(survey, new_state(survey, at, state.language), code)


def renew(survey: SurveyDefinition, state: State) -> Turn:
    """Go on after the questionnaire was changed: answers to two questionnaires cannot be mixed.

    The profile is kept and the scores are dropped, so that the questions begin again.
    """
    anew = state._replace(
        snapshot=survey.questionnaire.snapshot,
        nilai={},
        aside=None,
        changing=None,
        sending=False,
    )
    places, first = route(survey, anew), questions(survey)[0]
    if not state.open:
        return reshow(survey, anew)
    if state.screen not in places or places.index(state.screen) > places.index(first):
        anew = anew._replace(screen=first if state.checked else "salam")
    return reshow(survey, anew, Words("catat.kuesioner_baru"))


def start(survey: SurveyDefinition, state: State, at: datetime, code: str) -> Turn:
    """Answer /start or `mulai`.

    In the middle of a survey the respondent is asked before anything is lost.
    """
    if not state.open or state.screen in ("salam", "sudah", "saran_susulan"):
        return restart(survey, state, at, code)
    return enter(survey, state._replace(text=code or None), "kembali_lagi")


def open_page(survey: SurveyDefinition, state: State, event: Opened) -> Turn:
    """Answer an opened page: show the respondent's screen, or begin with the page's code."""
    if not state.open and letters_of(event.code) and survey.agency.point(event.code) is None:
        return reshow(survey, state)._replace(code=event.code)
    if event.code and (not state.open or state.screen in ("salam", "sudah")):
        return restart(survey, state, event.at, event.code)
    if state.open and state.screen != "salam" and event.at - last_seen_at(state) > PAUSE:
        return enter(survey, state, "kembali_lagi")
    return reshow(survey, state)
